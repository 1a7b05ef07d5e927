import { describe, expect, it } from 'vitest';
import { Assets } from '../../../infra/platform/assets.ts';
import { capture, type Captures } from '../support/capture.ts';
import { aStack } from '../support/stack.ts';

const distribution = 'arn:aws:cloudfront::000000000000:distribution/E1';

const captured = (given: Readonly<Record<string, string>> = {}): Promise<Captures> =>
  capture(() => {
    new Assets(aStack(given), { name: 'assets' }).shownBy(distribution);
  });

const statements = ({ one }: Captures): readonly Statement[] =>
  (JSON.parse(one('aws:s3/bucketPolicy:BucketPolicy').inputs['policy'] as string) as { Statement: readonly Statement[] }).Statement;

interface Statement {
  readonly Effect: string;
  readonly Principal: unknown;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: unknown;
}

describe('the bucket of assets', () => {
  it('is read by one distribution, and nothing but the assets in it', async () => {
    const allowed = statements(await captured()).filter(({ Effect }) => Effect === 'Allow');
    expect(allowed).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Action: ['s3:GetObject'],
        Resource: ['arn:aws:s3:::loop-dev-assets-1234567/assets/*', 'arn:aws:s3:::loop-dev-assets-1234567/web/*'],
        Condition: { StringEquals: { 'aws:SourceArn': distribution } },
      },
    ]);
  });

  it('speaks TLS only, and names everybody in refusals alone', async () => {
    const ofEverybody = statements(await captured()).filter(({ Principal }) => Principal === '*');
    expect(ofEverybody).toMatchObject([{ Effect: 'Deny', Action: ['s3:*'], Condition: { Bool: { 'aws:SecureTransport': 'false' } } }]);
  });

  it('cannot be made public, by a policy or by a list of rights', async () => {
    const { one } = await captured();
    expect(one('aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock').inputs).toMatchObject({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(one('aws:s3/bucketOwnershipControls:BucketOwnershipControls').inputs).toMatchObject({
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    });
  });

  it('is encrypted, and keeps what was replaced for 30 days', async () => {
    const { one } = await captured();
    expect(one('aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration').inputs).toMatchObject({
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
    });
    expect(one('aws:s3/bucketVersioning:BucketVersioning').inputs).toMatchObject({ versioningConfiguration: { status: 'Enabled' } });
    expect(one('aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration').inputs).toMatchObject({
      rules: [{ status: 'Enabled', noncurrentVersionExpiration: { noncurrentDays: 30 } }],
    });
  });

  it('goes with what is in it where a stack is not protected, and outlives one that is', async () => {
    const bucket = 'aws:s3/bucket:Bucket';
    expect((await captured({ stage: 'dev' })).one(bucket)).toMatchObject({ protect: false, inputs: { forceDestroy: true } });
    expect((await captured({ stage: 'prod' })).one(bucket)).toMatchObject({
      protect: true,
      retainOnDelete: true,
      inputs: { forceDestroy: false },
    });
  });
});
