import { BucketLifecycleConfiguration } from '@pulumi/aws/s3/bucketLifecycleConfiguration.js';
import { BucketPolicy } from '@pulumi/aws/s3/bucketPolicy.js';
import { interpolate, type Output } from '@pulumi/pulumi';
import { ComponentResource, type ComponentResourceOptions, type Resource } from '@pulumi/pulumi/resource.js';
import { decrypting } from './key-rights.ts';
import { allow, policyOf, type Statement, tlsOnly } from './policy.ts';
import { privateBucket } from './private-bucket.ts';
import { byOurRule, rawDays, rawPrefix } from './receiving-plan.ts';
import { called, type Stack } from './stack.ts';

/**
 * Mails as they came in, until they are passed on, 14 days at the most. SES writes them, and two functions read them and take them away.
 * It has no versions, so that what is taken away is gone. SES leaves the encryption to the bucket: what it encrypts itself
 * (`kmsKeyArn` of its action) could only be read by a client of its own.
 */
export class RawMails extends ComponentResource {
  readonly bucketName: Output<string>;
  readonly arn: Output<string>;
  /** What has to be there before SES may be told of the bucket, as it tries it out. */
  readonly ready: readonly Resource[];

  constructor(stack: Stack, args: { readonly name: string }, options?: ComponentResourceOptions) {
    const name = called(stack, args.name);
    super('loop:platform:RawMails', name, {}, options);
    const of = { parent: this };
    const { bucketName: bucket, arn, closed, encrypted } = privateBucket(stack, { name: args.name, key: 'ours', parent: this });
    new BucketLifecycleConfiguration(
      name,
      {
        bucket,
        rules: [
          {
            id: 'left-over',
            status: 'Enabled',
            filter: { prefix: '' },
            expiration: { days: rawDays },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
          },
        ],
      },
      of,
    );
    const statements = [
      tlsOnly('s3:*', [arn, interpolate`${arn}/*`]),
      allow(['s3:PutObject'], [interpolate`${arn}/${rawPrefix}*`], {
        principal: { service: 'ses.amazonaws.com' },
        conditions: byOurRule(stack),
      }),
    ];
    const policy = new BucketPolicy(name, { bucket, policy: policyOf(statements) }, { ...of, dependsOn: [closed] });
    this.bucketName = bucket;
    this.arn = arn;
    this.ready = [encrypted, policy];
    this.registerOutputs({ bucketName: this.bucketName });
  }
}

/**
 * To read a mail and to take it away. Without the right to list, S3 says of a mail that is not there that it is forbidden (S3 API, GetObject,
 * "Permissions"), and nobody could tell the one from the other.
 */
export const rawMailRights = (stack: Stack, { arn }: Pick<RawMails, 'arn'>): readonly Statement[] => [
  allow(['s3:DeleteObject', 's3:GetObject'], [interpolate`${arn}/${rawPrefix}*`]),
  allow(['s3:ListBucket'], [arn]),
  decrypting(stack, 's3'),
];
