import { at, isSet, mayBe } from './read.ts';
import { eachOf, ofType, together, type ResourceRule, type StackRule } from './rule.ts';

/** What cannot be handled goes where somebody looks, and is not lost. */
export const deadLetters: ResourceRule = {
  name: 'dead-letters',
  description: 'Schedules and mappings of streams have dead letters.',
  level: 'mandatory',
  each: together(
    ofType('aws:scheduler/schedule:Schedule', ({ target }) =>
      isSet(at(target, 'deadLetterConfig', 'arn')) ? [] : ['target.deadLetterConfig is not set'],
    ),
    // A queue has dead letters of its own, which its mapping cannot name.
    ofType('aws:lambda/eventSourceMapping:EventSourceMapping', ({ eventSourceArn, destinationConfig }) =>
      isQueue(eventSourceArn) || isSet(at(destinationConfig, 'onFailure', 'destinationArn'))
        ? []
        : ['destinationConfig.onFailure is not set'],
    ),
  ),
};

const isQueue = (arn: unknown): boolean => typeof arn !== 'string' || arn.includes(':sqs:');

/** A queue names its dead letters, or holds those of others and says of whom. */
export const queuesHaveDeadLetters: StackRule = {
  name: 'queues-have-dead-letters',
  description: 'Each queue has dead letters, or holds them and says whose.',
  level: 'mandatory',
  all: eachOf('aws:sqs/queue:Queue', ({ props }, others) => {
    const takesSome = others.some(
      ({ type, props: { queueUrl } }) =>
        type === 'aws:sqs/redriveAllowPolicy:RedriveAllowPolicy' && (mayBe(queueUrl, props['url']) || mayBe(queueUrl, props['id'])),
    );
    return isSet(props['redrivePolicy']) || isSet(props['redriveAllowPolicy']) || takesSome
      ? []
      : ['it has no redrivePolicy, and no RedriveAllowPolicy says that it holds dead letters'];
  }),
};

/** Lambda throws away a call that nobody waits for and that failed three times. */
export const functionsHaveDeadLetters: StackRule = {
  name: 'functions-have-dead-letters',
  description: 'Each function says where calls go that nobody waited for and that failed.',
  level: 'mandatory',
  all: eachOf('aws:lambda/function:Function', ({ props }, others) => {
    const configured = others.some(
      ({ type, props: config }) =>
        type === 'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig' &&
        mayBe(config['functionName'], props['name']) &&
        isSet(at(config, 'destinationConfig', 'onFailure', 'destination')),
    );
    return configured || isSet(at(props, 'deadLetterConfig', 'targetArn')) ? [] : ['no FunctionEventInvokeConfig names onFailure'];
  }),
};
