import { describe, expect, it } from 'vitest';
import { deadLetterRetentionSeconds } from '../../../infra/platform/queue-plan.ts';
import { rawDays, receiptRuleName } from '../../../infra/platform/receiving-plan.ts';
import { rawMailRights } from '../../../infra/platform/raw-mails.ts';
import { Receiving } from '../../../infra/platform/receiving.ts';
import { capture } from '../support/capture.ts';
import { allowedIn, statementsIn } from '../support/policy-in.ts';
import { roleWith } from '../support/rights.ts';
import { aStack } from '../support/stack.ts';

const queueArn = 'arn:aws:sqs:eu-central-1:000000000000:receive-mail';
const bucket = 'loop-dev-raw-mails-1234567';
const bucketArn = `arn:aws:s3:::${bucket}`;
const topicArn = 'arn:aws:sns:eu-central-1:000000000000:loop-dev-inbound-1234567';
const byOurRule = {
  StringEquals: {
    'aws:SourceAccount': '000000000000',
    'aws:SourceArn': 'arn:aws:ses:eu-central-1:000000000000:receipt-rule-set/loop:receipt-rule/loop-dev-relay',
  },
};
const ruleType = 'aws:ses/receiptRule:ReceiptRule';

const captured = async (given: Readonly<Record<string, string>> = {}) =>
  capture(() => {
    const stack = aStack(given);
    const receiving = new Receiving(stack, { name: 'inbound' });
    receiving.deliverTo({ arn: queueArn, deadLetters: { arn: `${queueArn}-dead` } });
    roleWith(rawMailRights(stack, receiving.mails));
    return { dnsRecords: receiving.dnsRecords };
  });

describe('mail to private addresses', () => {
  it('is taken over TLS alone, looked through, put into the bucket and told to the topic', async () => {
    expect((await captured()).one(ruleType).inputs).toEqual({
      name: 'loop-dev-relay',
      ruleSetName: 'loop',
      recipients: ['relay.example.com'],
      enabled: true,
      scanEnabled: true,
      tlsPolicy: 'Require',
      s3Actions: [{ position: 1, bucketName: bucket, objectKeyPrefix: 'inbound/', topicArn }],
    });
  });

  it('is taken once everything that SES tries out is there, and somebody hears of it', async () => {
    const { one } = await captured();
    expect(one(ruleType).dependencies).toEqual(
      expect.arrayContaining(
        [
          one('aws:s3/bucketPolicy:BucketPolicy'),
          one('aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration'),
          one('aws:sns/topicPolicy:TopicPolicy'),
          one('aws:sns/topicSubscription:TopicSubscription'),
        ].map(({ urn }) => urn),
      ),
    );
  });

  it('is written into bucket and topic by SES alone, for this very rule', async () => {
    const { one } = await captured();

    const allowed = (type: string) => statementsIn(one(type).inputs['policy']).filter(({ Effect }) => Effect === 'Allow');
    expect(allowed('aws:s3/bucketPolicy:BucketPolicy')).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'ses.amazonaws.com' },
        Action: ['s3:PutObject'],
        Resource: [`${bucketArn}/inbound/*`],
        Condition: byOurRule,
      },
    ]);
    expect(allowed('aws:sns/topicPolicy:TopicPolicy')).toEqual([
      { Effect: 'Allow', Principal: { Service: 'ses.amazonaws.com' }, Action: ['sns:Publish'], Resource: [topicArn], Condition: byOurRule },
    ]);
    for (const type of ['aws:s3/bucketPolicy:BucketPolicy', 'aws:sns/topicPolicy:TopicPolicy'])
      expect(statementsIn(one(type).inputs['policy'])).toContainEqual(
        expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      );
  });

  it('has a rule whose name fits, however long the stack is called', () => {
    const settings = { ...aStack().settings, stack: 'a'.repeat(20) };
    expect(receiptRuleName({ settings }).length).toBeLessThanOrEqual(64);
  });

  it('is told with the envelope of SNS, signed by SHA-256, and lies among the dead letters where the queue does not take it', async () => {
    const { one } = await captured();
    expect(one('aws:sns/topic:Topic').inputs).toMatchObject({
      signatureVersion: 2,
      kmsMasterKeyId: expect.stringMatching(/^arn:aws:kms:/) as string,
    });
    const { inputs } = one('aws:sns/topicSubscription:TopicSubscription');
    expect(inputs).toMatchObject({ topic: topicArn, protocol: 'sqs', endpoint: queueArn });
    expect(inputs['rawMessageDelivery']).toBeUndefined();
    expect(JSON.parse(String(inputs['redrivePolicy']))).toEqual({ deadLetterTargetArn: `${queueArn}-dead` });
  });

  it('finds its way by a record of the zone, or by one that is printed', async () => {
    const record = 'aws:route53/record:Record';
    const zoned = await captured({ relayZoneId: 'Z0123456789ABCDEFGHIJ' });
    expect(zoned.one(record).inputs).toMatchObject({
      zoneId: 'Z0123456789ABCDEFGHIJ',
      name: 'relay.example.com',
      type: 'MX',
      records: ['10 inbound-smtp.eu-central-1.amazonaws.com'],
    });
    expect(zoned.outputs['dnsRecords']).toEqual([]);
    const elsewhere = await captured();
    expect(elsewhere.of(record)).toEqual([]);
    expect(elsewhere.outputs['dnsRecords']).toMatchObject([
      { name: 'relay.example.com', type: 'MX', value: '10 inbound-smtp.eu-central-1.amazonaws.com' },
    ]);
  });
});

describe('the bucket of raw mails', () => {
  it('is closed, encrypted with the key of the stack, and has no older versions of what was taken away', async () => {
    const { one, of } = await captured();
    expect(one('aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock').inputs).toEqual({
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(one('aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration').inputs['rules']).toEqual([
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: expect.stringMatching(/^arn:aws:kms:/) as string },
        bucketKeyEnabled: true,
      },
    ]);
    expect(of('aws:s3/bucketVersioning:BucketVersioning')).toEqual([]);
  });

  it('forgets what is left over when its dead letter is forgotten, and not before', async () => {
    const { one } = await captured();
    expect(rawDays * 86_400).toBe(deadLetterRetentionSeconds);
    expect(one('aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration').inputs['rules']).toMatchObject([
      { status: 'Enabled', filter: { prefix: '' }, expiration: { days: 14 } },
    ]);
  });

  it('is read and emptied mail by mail, and tells a mail that is missing from one that is forbidden', async () => {
    const { one } = await captured();
    expect(allowedIn(one('aws:iam/rolePolicy:RolePolicy').inputs['policy'])).toEqual([
      'kms:Decrypt on arn:aws:kms:eu-central-1:000000000000:key/00000000-0000-0000-0000-000000000000',
      `s3:DeleteObject on ${bucketArn}/inbound/*`,
      `s3:GetObject on ${bucketArn}/inbound/*`,
      `s3:ListBucket on ${bucketArn}`,
    ]);
  });

  it('outlives a mistake where the stack is protected', async () => {
    expect((await captured({ stage: 'prod' })).one('aws:s3/bucket:Bucket')).toMatchObject({
      protect: true,
      inputs: { forceDestroy: false },
    });
    expect((await captured()).one('aws:s3/bucket:Bucket')).toMatchObject({ protect: false, inputs: { forceDestroy: true } });
  });
});
