import {
  DeleteBucketCorsCommand,
  DeleteBucketLifecycleCommand,
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutBucketCorsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutObjectCommand,
  type ExpirationStatus,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { BucketCorsConfigurationArgs } from '@pulumi/aws/s3/bucketCorsConfiguration.js';
import type { BucketLifecycleConfigurationArgs } from '@pulumi/aws/s3/bucketLifecycleConfiguration.js';
import type { BucketObjectv2Args } from '@pulumi/aws/s3/bucketObjectv2.js';
import type { Unwrap } from '@pulumi/pulumi';
import { readFileSync } from 'node:fs';
import { assetOf } from '../../support/engine-values.ts';
import { kindOf, unlessGone, type Kind } from '../kind.ts';

const corsOf = ({ bucket, corsRules }: Unwrap<BucketCorsConfigurationArgs>) =>
  new PutBucketCorsCommand({
    Bucket: bucket,
    CORSConfiguration: {
      CORSRules: corsRules.map((rule) => ({
        AllowedOrigins: rule.allowedOrigins,
        AllowedMethods: rule.allowedMethods,
        AllowedHeaders: rule.allowedHeaders,
        MaxAgeSeconds: rule.maxAgeSeconds,
      })),
    },
  });

const lifecycleOf = ({ bucket, rules = [] }: Unwrap<BucketLifecycleConfigurationArgs>) =>
  new PutBucketLifecycleConfigurationCommand({
    Bucket: bucket,
    LifecycleConfiguration: {
      Rules: rules.map((rule) => ({
        ID: rule.id,
        Status: rule.status as ExpirationStatus,
        Filter: { Prefix: rule.filter?.prefix ?? '' },
        ...(rule.expiration?.days === undefined ? {} : { Expiration: { Days: rule.expiration.days } }),
        ...(rule.noncurrentVersionExpiration === undefined
          ? {}
          : { NoncurrentVersionExpiration: { NoncurrentDays: rule.noncurrentVersionExpiration.noncurrentDays } }),
        ...(rule.abortIncompleteMultipartUpload === undefined
          ? {}
          : { AbortIncompleteMultipartUpload: { DaysAfterInitiation: rule.abortIncompleteMultipartUpload.daysAfterInitiation } }),
      })),
    },
  });

const putOf = (inputs: ObjectInputs) => {
  const path = assetOf(inputs.source)?.path;
  if (path === undefined) throw new Error(`${inputs.key} is put from no file`);
  return new PutObjectCommand({
    Bucket: inputs.bucket as string,
    Key: inputs.key,
    Body: readFileSync(path),
    ContentType: inputs.contentType,
    CacheControl: inputs.cacheControl,
  });
};
type ObjectInputs = Unwrap<BucketObjectv2Args> & { readonly key: string };

/** What `forceDestroy` has the provider do first: a bucket that holds anything is not deleted. */
export const emptied = async (s3: S3Client, bucket: string): Promise<void> => {
  const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket }));
  for (const { Key, VersionId } of [...Versions, ...DeleteMarkers])
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key, VersionId }));
};

export const bucketKinds: readonly Kind[] = [
  kindOf<BucketCorsConfigurationArgs>({
    type: 'aws:s3/bucketCorsConfiguration:BucketCorsConfiguration',
    replaces: ['bucket'],
    madeUp: ({ bucket }) => ({ id: bucket, outputs: {} }),
    making: {
      create: async (inputs, { s3 }) => {
        await s3.send(corsOf(inputs));
        return {};
      },
      update: async ({ inputs }, { s3 }) => {
        await s3.send(corsOf(inputs));
        return {};
      },
      remove: ({ id }, { s3 }) => unlessGone(s3.send(new DeleteBucketCorsCommand({ Bucket: id }))),
    },
  }),
  kindOf<BucketLifecycleConfigurationArgs>({
    type: 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
    replaces: ['bucket'],
    madeUp: ({ bucket }) => ({ id: bucket, outputs: {} }),
    making: {
      create: async (inputs, { s3 }) => {
        await s3.send(lifecycleOf(inputs));
        return {};
      },
      update: async ({ inputs }, { s3 }) => {
        await s3.send(lifecycleOf(inputs));
        return {};
      },
      remove: ({ id }, { s3 }) => unlessGone(s3.send(new DeleteBucketLifecycleCommand({ Bucket: id }))),
    },
  }),
  kindOf<BucketObjectv2Args, 'key'>({
    type: 'aws:s3/bucketObjectv2:BucketObjectv2',
    replaces: ['bucket', 'key'],
    madeUp: ({ bucket, key }) => ({ id: `${bucket as string}/${key}`, outputs: { arn: `arn:aws:s3:::${bucket as string}/${key}` } }),
    making: {
      create: async (inputs, { s3 }) => {
        await s3.send(putOf(inputs));
        return {};
      },
      update: async ({ inputs }, { s3 }) => {
        await s3.send(putOf(inputs));
        return {};
      },
      remove: ({ inputs: { bucket, key } }, { s3 }) => unlessGone(s3.send(new DeleteObjectCommand({ Bucket: bucket as string, Key: key }))),
    },
  }),
];
