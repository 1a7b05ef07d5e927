import { describe, expect, it } from 'vitest';
import { alarmsWatch } from '../../../infra/policy/rules/alarms.ts';
import { resourceRules, stackRules } from '../../../infra/policy/rules/all.ts';
import { privateBuckets } from '../../../infra/policy/rules/buckets.ts';
import { functionsHaveDeadLetters, queuesHaveDeadLetters } from '../../../infra/policy/rules/dead-letters.ts';
import { keptInProd } from '../../../infra/policy/rules/kept.ts';
import { logsAreDeclared } from '../../../infra/policy/rules/logs.ts';
import { notYetKnown } from '../../../infra/policy/rules/rule.ts';
import { tagged } from '../../../infra/policy/rules/tags.ts';
import {
  alarm,
  bucket,
  distribution,
  foundIn,
  key,
  lambda,
  logGroup,
  queue,
  resource,
  schedule,
  secret,
  table,
  taskDefinition,
} from './fixtures.ts';

describe('private-buckets', () => {
  const walls = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
  const closed = resource('aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock', { bucket: 'assets', ...walls });
  const encrypted = resource('aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration', {
    bucket: 'assets',
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
  });
  const assets = resource(bucket, { bucket: 'assets' });

  it('lets a closed and encrypted bucket pass', () => {
    expect(foundIn(privateBuckets, assets, closed, encrypted)).toEqual([]);
  });

  it('finds what is missing, or stands beside another bucket', () => {
    expect(foundIn(privateBuckets, assets, encrypted)).toHaveLength(1);
    expect(foundIn(privateBuckets, assets, closed)).toHaveLength(1);
    expect(foundIn(privateBuckets, resource(bucket, { bucket: 'other' }), closed, encrypted)).toHaveLength(2);
  });

  it('finds a wall that is down, and an old list that lets everybody in', () => {
    const open = resource(closed.type, { ...closed.props, restrictPublicBuckets: false });
    expect(foundIn(privateBuckets, assets, open, encrypted)).toHaveLength(1);
    expect(foundIn(privateBuckets, resource(bucket, { bucket: 'assets', acl: 'public-read' }), closed, encrypted)).toHaveLength(1);
  });
});

describe('dead letters', () => {
  const redrive = 'aws:sqs/redriveAllowPolicy:RedriveAllowPolicy';

  it('are there for a queue that names them, and for one that holds them', () => {
    expect(foundIn(queuesHaveDeadLetters, resource(queue, { redrivePolicy: '{}' }))).toEqual([]);
    expect(foundIn(queuesHaveDeadLetters, resource(queue, { url: 'https://q' }), resource(redrive, { queueUrl: 'https://q' }))).toEqual([]);
  });

  it('are missed at a queue that does neither', () => {
    expect(
      foundIn(queuesHaveDeadLetters, resource(queue, { url: 'https://q' }), resource(redrive, { queueUrl: 'https://other' })),
    ).toHaveLength(1);
  });

  it('are missed at a function, unless what fails has somewhere to go', () => {
    const api = resource(lambda, { name: 'api' });
    const onFailure = resource('aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig', {
      functionName: 'api',
      destinationConfig: { onFailure: { destination: 'arn' } },
    });
    expect(foundIn(functionsHaveDeadLetters, api, onFailure)).toEqual([]);
    expect(foundIn(functionsHaveDeadLetters, api)).toHaveLength(1);
    expect(foundIn(functionsHaveDeadLetters, resource(lambda, { name: 'other' }), onFailure)).toHaveLength(1);
  });
});

describe('logs-are-declared', () => {
  const group = resource(logGroup, { name: '/aws/lambda/api' });
  const task = (name: string) =>
    resource(taskDefinition, { containerDefinitions: JSON.stringify([{ logConfiguration: { options: { 'awslogs-group': name } } }]) });

  it('lets what writes into a group of the stack pass', () => {
    const api = resource(lambda, { name: 'api-123', loggingConfig: { logGroup: '/aws/lambda/api' } });
    expect(foundIn(logsAreDeclared, api, task('/aws/lambda/api'), group)).toEqual([]);
  });

  it('finds a function that would have one made for it, and a task that writes elsewhere', () => {
    expect(foundIn(logsAreDeclared, resource(lambda, { name: 'api-123' }), group)).toHaveLength(1);
    expect(foundIn(logsAreDeclared, task('/elsewhere'), group)).toHaveLength(1);
  });
});

describe('kept-in-prod', () => {
  const inStage = (STAGE: string) => resource(lambda, { environment: { variables: { STAGE } } });
  const users = { deletionProtectionEnabled: true };

  it('asks nothing of dev', () => {
    expect(foundIn(keptInProd, inStage('dev'), resource(table))).toEqual([]);
  });

  it('lets what is protected twice pass in prod', () => {
    expect(foundIn(keptInProd, inStage('prod'), resource(table, users, { protect: true }))).toEqual([]);
  });

  it('finds a table, a key and a bucket that could be deleted', () => {
    expect(foundIn(keptInProd, inStage('prod'), resource(table))).toHaveLength(2);
    expect(foundIn(keptInProd, inStage('prod'), resource(table, {}, { protect: true }))).toHaveLength(1);
    expect(foundIn(keptInProd, inStage('prod'), resource(key), resource(bucket))).toHaveLength(2);
  });

  it('finds a secret that a person set, and lets one go that the program makes', () => {
    const version = resource('aws:secretsmanager/secretVersion:SecretVersion', { secretId: 'arn:made' });
    const secrets = [resource(secret, { arn: 'arn:made' }), resource(secret, { arn: 'arn:set' }, { name: 'set' })];
    expect(foundIn(keptInProd, inStage('prod'), version, ...secrets)).toHaveLength(1);
  });
});

describe('tagged', () => {
  const tags = { Project: 'loop', Env: 'dev', Component: 'introductions', Owner: 'community', CostCenter: 'loop' };

  it('lets what a tagging provider makes pass, and what has its tags itself', () => {
    const provider = { defaultTags: JSON.stringify({ tags }) };
    expect(foundIn(tagged, resource(queue, {}, { provider }), resource(table, { tags }), resource(table, { tagsAll: tags }))).toEqual([]);
  });

  it('finds what has too few, and leaves what is not of AWS alone', () => {
    expect(foundIn(tagged, resource(queue, { tags: { Project: 'loop' } }), resource('loop:platform:Queue'))).toEqual([
      'neither it nor its provider has the tags Env, Component, Owner, CostCenter',
    ]);
  });
});

describe('alarms-watch', () => {
  it.each([
    [lambda, { name: 'x' }, 'FunctionName'],
    [queue, { name: 'x' }, 'QueueName'],
    [table, { name: 'x' }, 'TableName'],
    [schedule, { groupName: 'x' }, 'ScheduleGroup'],
    ['aws:apigatewayv2/api:Api', { id: 'x' }, 'ApiId'],
    [distribution, { id: 'x' }, 'DistributionId'],
  ])('wants an alarm for each %s', (type, props, dimension) => {
    const watching = (value: string) => resource(alarm, { dimensions: { [dimension]: value } });
    expect(foundIn(alarmsWatch, resource(type, props), watching('x'))).toEqual([]);
    expect(foundIn(alarmsWatch, resource(type, props), watching('y'))).toEqual([`no alarm watches it by ${dimension}`]);
  });

  it('sees the metrics of an expression', () => {
    const rate = resource(alarm, { metricQueries: [{ expression: 'e/i' }, { metric: { dimensions: { FunctionName: 'x' } } }] });
    expect(foundIn(alarmsWatch, resource(lambda, { name: 'x' }), rate)).toEqual([]);
  });

  it('takes a name that is not known yet for the one it looks for, in a preview', () => {
    expect(
      foundIn(alarmsWatch, resource(lambda, { name: notYetKnown }), resource(alarm, { dimensions: { FunctionName: notYetKnown } })),
    ).toEqual([]);
  });
});

describe('the rules', () => {
  it('have names that Pulumi takes, each once', () => {
    const names = [...resourceRules, ...stackRules].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z][a-z-]{1,60}$/.test(name) || name === 'all')).toEqual([]);
  });

  it('say nothing of a stack without resources', () => {
    expect(stackRules.flatMap(({ all }) => all([]))).toEqual([]);
  });
});
