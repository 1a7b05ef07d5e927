import { describe, expect, it } from 'vitest';
import { MailEvents } from '../../../infra/platform/mail-events.ts';
import { capture } from '../support/capture.ts';
import { aStack } from '../support/stack.ts';

const queueArn = 'arn:aws:sqs:eu-central-1:000000000000:events';
const deadLettersArn = `${queueArn}-dead`;
const topicArn = 'arn:aws:sns:eu-central-1:000000000000:loop-dev-mails-1234567';

const captured = async () =>
  capture(() => {
    const events = new MailEvents(aStack(), { name: 'mails' });
    events.deliverTo({ arn: queueArn, deadLetters: { arn: deadLettersArn } });
    const { configurationSet, configurationSetArn } = events;
    return { configurationSet, configurationSetArn, topicArn: events.topicArn };
  });

describe('mails through SES', () => {
  it('leave over TLS or not at all, and never again to who complained or does not exist', async () => {
    expect((await captured()).one('aws:sesv2/configurationSet:ConfigurationSet').inputs).toEqual({
      configurationSetName: 'loop-dev-mails',
      deliveryOptions: { tlsPolicy: 'REQUIRE' },
      reputationOptions: { reputationMetricsEnabled: true },
      sendingOptions: { sendingEnabled: true },
      suppressionOptions: { suppressedReasons: ['COMPLAINT'] },
    });
  });

  it('are told of when they come back or are called unwanted, and of nobody who reads one', async () => {
    const { one } = await captured();
    const destination = one('aws:sesv2/configurationSetEventDestination:ConfigurationSetEventDestination');
    expect(destination.inputs).toMatchObject({
      configurationSetName: 'loop-dev-mails',
      eventDestination: { enabled: true, matchingEventTypes: ['BOUNCE', 'COMPLAINT'], snsDestination: { topicArn } },
    });
    expect(destination.dependencies).toContain(one('aws:sns/topicPolicy:TopicPolicy').urn);
  });

  it('have a topic that SES alone writes to, for this configuration set, encrypted at rest and on its way', async () => {
    const { one } = await captured();
    expect(one('aws:sns/topic:Topic').inputs['kmsMasterKeyId']).toMatch(/^arn:aws:kms:/);
    expect(JSON.parse(String(one('aws:sns/topicPolicy:TopicPolicy').inputs['policy']))).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'ses.amazonaws.com' },
          Action: ['sns:Publish'],
          Resource: [topicArn],
          Condition: {
            StringEquals: {
              'aws:SourceAccount': '000000000000',
              'aws:SourceArn': 'arn:aws:ses:eu-central-1:000000000000:configuration-set/loop-dev-mails',
            },
          },
        },
        {
          Effect: 'Deny',
          Principal: '*',
          Action: ['sns:Publish'],
          Resource: [topicArn],
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    });
  });

  it('have events in a queue as SES wrote them, and in its dead letters what the queue did not take', async () => {
    const { inputs } = (await captured()).one('aws:sns/topicSubscription:TopicSubscription');
    expect(inputs).toMatchObject({ topic: topicArn, protocol: 'sqs', endpoint: queueArn, rawMessageDelivery: true });
    expect(JSON.parse(String(inputs['redrivePolicy']))).toEqual({ deadLetterTargetArn: deadLettersArn });
  });
});
