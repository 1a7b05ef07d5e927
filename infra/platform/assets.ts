import { Bucket } from '@pulumi/aws/s3/bucket.js';
import { BucketLifecycleConfiguration } from '@pulumi/aws/s3/bucketLifecycleConfiguration.js';
import { BucketOwnershipControls } from '@pulumi/aws/s3/bucketOwnershipControls.js';
import { BucketPolicy } from '@pulumi/aws/s3/bucketPolicy.js';
import { BucketPublicAccessBlock } from '@pulumi/aws/s3/bucketPublicAccessBlock.js';
import { BucketServerSideEncryptionConfiguration } from '@pulumi/aws/s3/bucketServerSideEncryptionConfiguration.js';
import { BucketVersioning } from '@pulumi/aws/s3/bucketVersioning.js';
import { type Input, interpolate, type Output } from '@pulumi/pulumi';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import { allow, policyOf, tlsOnly } from './policy.ts';
import { called, keeping, type Stack } from './stack.ts';

/** For so long an asset that was replaced or deleted can be brought back. */
export const replacedDays = 30;

/** Files that everybody may see, named by what is in them, under `assets/`; read through the distribution and in no other way. */
export class Assets extends ComponentResource {
  readonly bucketName: Output<string>;
  readonly arn: Output<string>;
  readonly regionalDomainName: Output<string>;
  private readonly called: string;
  private readonly closed: BucketPublicAccessBlock;

  constructor(stack: Stack, args: { readonly name: string }, options?: ComponentResourceOptions) {
    const name = called(stack, args.name);
    super('loop:platform:Assets', name, {}, options);
    const child = { parent: this };
    const { protect } = stack.settings;
    const made = new Bucket(name, { forceDestroy: !protect }, { ...child, ...keeping(stack) });
    const bucket = made.bucket;
    this.closed = new BucketPublicAccessBlock(
      name,
      { bucket, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
      child,
    );
    new BucketOwnershipControls(name, { bucket, rule: { objectOwnership: 'BucketOwnerEnforced' } }, child);
    const versions = new BucketVersioning(name, { bucket, versioningConfiguration: { status: 'Enabled' } }, child);
    // Everybody gets these files, so S3's own key does: the stack's would have to be opened to CloudFront for them.
    new BucketServerSideEncryptionConfiguration(
      name,
      { bucket, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }] },
      child,
    );
    new BucketLifecycleConfiguration(
      name,
      {
        bucket,
        rules: [
          {
            id: 'replaced',
            status: 'Enabled',
            filter: { prefix: '' },
            noncurrentVersionExpiration: { noncurrentDays: replacedDays },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
          },
        ],
      },
      // S3 takes rules about older versions only where there are any.
      { ...child, dependsOn: [versions] },
    );
    this.called = name;
    this.bucketName = bucket;
    this.arn = made.arn;
    this.regionalDomainName = made.bucketRegionalDomainName;
    this.registerOutputs({ bucketName: this.bucketName });
  }

  /**
   * Lets one distribution read, which was made after the bucket. Its ARN names the account; CloudFront is not documented to fill
   * `aws:SourceAccount`, too (CloudFront, "Restrict access to an Amazon S3 origin").
   */
  readonly shownBy = (distributionArn: Input<string>): void => {
    new BucketPolicy(
      this.called,
      {
        bucket: this.bucketName,
        policy: policyOf([
          tlsOnly('s3:*', [this.arn, interpolate`${this.arn}/*`]),
          allow(['s3:GetObject'], [interpolate`${this.arn}/assets/*`], {
            principal: { service: 'cloudfront.amazonaws.com' },
            conditions: { StringEquals: { 'aws:SourceArn': distributionArn } },
          }),
        ]),
      },
      { parent: this, dependsOn: [this.closed] },
    );
  };
}
