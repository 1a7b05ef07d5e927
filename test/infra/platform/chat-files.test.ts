import { describe, expect, it } from 'vitest';
import { chatKeptMs, uploadMs } from '../../../domain/relay/chat/limits.ts';
import { dayMs } from '../../../domain/kernel/instant.ts';
import { ChatFiles, chatFileRights, type FileNeeds } from '../../../infra/platform/chat-files.ts';
import { incomingDays, keptDays } from '../../../infra/platform/chat-files-plan.ts';
import { capture, type Captures } from '../support/capture.ts';
import { allowedIn, statementsIn } from '../support/policy-in.ts';
import { roleWith } from '../support/rights.ts';
import { aStack } from '../support/stack.ts';

const baseUrl = 'https://circle.example.com';
const captured = (given: Readonly<Record<string, string>> = {}, needs: FileNeeds = {}): Promise<Captures> =>
  capture(() => {
    const stack = aStack(given);
    roleWith(chatFileRights(stack, new ChatFiles(stack, { name: 'chat-files', baseUrl }), needs));
  });
const bucketArn = 'arn:aws:s3:::loop-dev-chat-files-1234567';
const rightsFor = async (needs: FileNeeds): Promise<readonly string[]> =>
  allowedIn((await captured({}, needs)).one('aws:iam/rolePolicy:RolePolicy').inputs['policy']).map((each) =>
    each.replace(/arn:aws:kms:.*$/, 'the key').replace(bucketArn, ''),
  );

describe('the bucket of chats', () => {
  it('answers pages of the site alone, to hand a file over: to play or show one is no business of their scripts', async () => {
    const { corsRules } = (await captured()).one('aws:s3/bucketCorsConfiguration:BucketCorsConfiguration').inputs as {
      readonly corsRules: readonly object[];
    };
    expect(corsRules).toEqual([
      { allowedOrigins: [baseUrl], allowedMethods: ['POST'], allowedHeaders: ['content-type'], maxAgeSeconds: 3_600 },
    ]);
  });

  it('keeps what was handed over for a day, and ours as long as the words beside it', async () => {
    const { rules } = (await captured()).one('aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration').inputs as {
      readonly rules: readonly object[];
    };
    expect(rules).toEqual([
      { id: 'incoming', status: 'Enabled', filter: { prefix: 'incoming/' }, expiration: { days: 1 } },
      { id: 'kept', status: 'Enabled', filter: { prefix: 'kept/' }, expiration: { days: 90 } },
      { id: 'half', status: 'Enabled', filter: { prefix: '' }, abortIncompleteMultipartUpload: { daysAfterInitiation: 1 } },
    ]);
    expect(keptDays * dayMs).toBe(chatKeptMs);
    expect(incomingDays * dayMs).toBeGreaterThan(uploadMs);
  });

  it('is closed, encrypted by the stack’s key, and has no versions that outlive what was taken away', async () => {
    const { one, of } = await captured();
    expect(one('aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock').inputs).toMatchObject({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(one('aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration').inputs).toMatchObject({
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms' }, bucketKeyEnabled: true }],
    });
    expect(of('aws:s3/bucketVersioning:BucketVersioning')).toEqual([]);
  });

  it('speaks TLS only, and its policy lets nobody in', async () => {
    const policy = (await captured()).one('aws:s3/bucketPolicy:BucketPolicy').inputs['policy'];
    expect(statementsIn(policy)).toMatchObject([
      { Effect: 'Deny', Principal: '*', Action: ['s3:*'], Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    ]);
  });

  it('outlives a mistake where a stack is protected', async () => {
    const bucket = 'aws:s3/bucket:Bucket';
    expect((await captured()).one(bucket)).toMatchObject({ protect: false, inputs: { forceDestroy: true } });
    expect((await captured({ stage: 'prod' })).one(bucket)).toMatchObject({ protect: true, retainOnDelete: true });
  });
});

describe('the rights to files of chats', () => {
  it('are by folder, with those on the key that a form or a link of theirs needs', async () => {
    expect(await rightsFor({ incoming: ['put', 'get', 'remove'], kept: ['get'] })).toEqual([
      'kms:Decrypt on the key',
      'kms:GenerateDataKey on the key',
      's3:DeleteObject on /incoming/*',
      's3:GetObject on /incoming/*',
      's3:GetObject on /kept/*',
      's3:ListBucket on ',
      's3:PutObject on /incoming/*',
    ]);
  });

  it('read nothing for who only keeps, and open nothing for who only takes away', async () => {
    expect(await rightsFor({ kept: ['put'] })).toEqual([
      'kms:Decrypt on the key',
      'kms:GenerateDataKey on the key',
      's3:PutObject on /kept/*',
    ]);
    expect(await rightsFor({ incoming: ['remove'], kept: ['remove'] })).toEqual([
      's3:DeleteObject on /incoming/*',
      's3:DeleteObject on /kept/*',
      's3:ListBucket on ',
    ]);
  });
});
