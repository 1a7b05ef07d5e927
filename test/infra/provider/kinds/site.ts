import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
  type BucketLocationConstraint,
} from '@aws-sdk/client-s3';
import type { BucketArgs } from '@pulumi/aws/s3/bucket.js';
import type { BucketPolicyArgs } from '@pulumi/aws/s3/bucketPolicy.js';
import type { BucketPublicAccessBlockArgs } from '@pulumi/aws/s3/bucketPublicAccessBlock.js';
import type { Unwrap } from '@pulumi/pulumi';
import { kindOf, unlessGone, type Kind } from '../kind.ts';
import { emptied } from './buckets.ts';

const blockOf = (inputs: Unwrap<BucketPublicAccessBlockArgs>) =>
  new PutPublicAccessBlockCommand({
    Bucket: inputs.bucket,
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: inputs.blockPublicAcls,
      BlockPublicPolicy: inputs.blockPublicPolicy,
      IgnorePublicAcls: inputs.ignorePublicAcls,
      RestrictPublicBuckets: inputs.restrictPublicBuckets,
    },
  });

const policyOf = ({ bucket, policy }: Unwrap<BucketPolicyArgs>) =>
  new PutBucketPolicyCommand({ Bucket: bucket, Policy: typeof policy === 'string' ? policy : JSON.stringify(policy) });

export const siteKinds: readonly Kind[] = [
  kindOf<BucketArgs, 'bucket'>({
    type: 'aws:s3/bucket:Bucket',
    naming: { property: 'bucket', max: 63 },
    replaces: ['bucket'],
    madeUp: ({ bucket }, { region }) => ({
      id: bucket,
      outputs: {
        arn: `arn:aws:s3:::${bucket}`,
        bucketDomainName: `${bucket}.s3.amazonaws.com`,
        bucketRegionalDomainName: `${bucket}.s3.${region}.amazonaws.com`,
      },
    }),
    making: {
      create: async ({ bucket }, { s3, region }) => {
        await s3.send(
          new CreateBucketCommand({
            Bucket: bucket,
            CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint },
          }),
        );
        return {};
      },
      update: () => Promise.resolve({}),
      remove: async ({ id, inputs }, { s3 }) => {
        if (inputs.forceDestroy === true) await unlessGone(emptied(s3, id));
        await unlessGone(s3.send(new DeleteBucketCommand({ Bucket: id })));
      },
    },
  }),
  kindOf<BucketPublicAccessBlockArgs>({
    type: 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock',
    replaces: ['bucket'],
    madeUp: ({ bucket }) => ({ id: bucket, outputs: {} }),
    making: {
      create: async (inputs, { s3 }) => {
        await s3.send(blockOf(inputs));
        return {};
      },
      update: async ({ inputs }, { s3 }) => {
        await s3.send(blockOf(inputs));
        return {};
      },
      remove: ({ id }, { s3 }) => unlessGone(s3.send(new DeletePublicAccessBlockCommand({ Bucket: id }))),
    },
  }),
  kindOf<BucketPolicyArgs>({
    type: 'aws:s3/bucketPolicy:BucketPolicy',
    replaces: ['bucket'],
    json: ['policy'],
    madeUp: ({ bucket }) => ({ id: bucket, outputs: {} }),
    making: {
      create: async (inputs, { s3 }) => {
        await s3.send(policyOf(inputs));
        return {};
      },
      update: async ({ inputs }, { s3 }) => {
        await s3.send(policyOf(inputs));
        return {};
      },
      remove: ({ id }, { s3 }) => unlessGone(s3.send(new DeleteBucketPolicyCommand({ Bucket: id }))),
    },
  }),
];
