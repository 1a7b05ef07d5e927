import { Bucket } from '@pulumi/aws/s3/bucket.js';
import { BucketOwnershipControls } from '@pulumi/aws/s3/bucketOwnershipControls.js';
import { BucketPublicAccessBlock } from '@pulumi/aws/s3/bucketPublicAccessBlock.js';
import { BucketServerSideEncryptionConfiguration } from '@pulumi/aws/s3/bucketServerSideEncryptionConfiguration.js';
import type { Output } from '@pulumi/pulumi';
import type { ComponentResource, Resource } from '@pulumi/pulumi/resource.js';
import { called, keeping, type Stack } from './stack.ts';

export interface PrivateBucketArgs {
  readonly name: string;
  /** `ours`: the stack's key. `of-s3`: where everybody may read what is in it anyway, as ours would have to be opened for that. */
  readonly key: 'ours' | 'of-s3';
  readonly parent: ComponentResource;
}

export interface PrivateBucket {
  readonly bucketName: Output<string>;
  readonly arn: Output<string>;
  readonly regionalDomainName: Output<string>;
  /** Before a policy is set: one that opens the bucket is refused then. */
  readonly closed: Resource;
  readonly encrypted: Resource;
}

/** A bucket that nobody can open to the public, by a policy or by a list of rights; what lies in it is ours, whoever put it there. */
export const privateBucket = (stack: Stack, { name: short, key, parent }: PrivateBucketArgs): PrivateBucket => {
  const name = called(stack, short);
  const of = { parent };
  const made = new Bucket(name, { forceDestroy: !stack.settings.protect }, { ...of, ...keeping(stack) });
  const { bucket } = made;
  const closed = new BucketPublicAccessBlock(
    name,
    { bucket, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
    of,
  );
  new BucketOwnershipControls(name, { bucket, rule: { objectOwnership: 'BucketOwnerEnforced' } }, of);
  const encrypted = new BucketServerSideEncryptionConfiguration(name, { bucket, rules: [encryptions(stack)[key]] }, of);
  return { bucketName: bucket, arn: made.arn, regionalDomainName: made.bucketRegionalDomainName, closed, encrypted };
};

const encryptions = ({ keyArn }: Stack) => ({
  ours: { applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: keyArn }, bucketKeyEnabled: true },
  'of-s3': { applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } },
});
