import { BucketLifecycleConfiguration } from '@pulumi/aws/s3/bucketLifecycleConfiguration.js';
import { BucketPolicy } from '@pulumi/aws/s3/bucketPolicy.js';
import { BucketVersioning } from '@pulumi/aws/s3/bucketVersioning.js';
import { type Input, interpolate, type Output } from '@pulumi/pulumi';
import { ComponentResource, type ComponentResourceOptions, type Resource } from '@pulumi/pulumi/resource.js';
import { allow, policyOf, tlsOnly } from './policy.ts';
import { privateBucket } from './private-bucket.ts';
import { called, type Stack } from './stack.ts';

/** What is shown of the bucket. `assets`: named by what is in it, kept for good. `web`: what `scripts/build-web.ts` made. */
export const shownFolders = ['assets', 'web'] as const;

/** For so long an asset that was replaced or deleted can be brought back. */
export const replacedDays = 30;

/** Files that everybody may see, under `assets/` and `web/`; read through the distribution and in no other way. */
export class Assets extends ComponentResource {
  readonly bucketName: Output<string>;
  readonly arn: Output<string>;
  readonly regionalDomainName: Output<string>;
  private readonly called: string;
  private readonly closed: Resource;

  constructor(stack: Stack, args: { readonly name: string }, options?: ComponentResourceOptions) {
    const name = called(stack, args.name);
    super('loop:platform:Assets', name, {}, options);
    const child = { parent: this };
    // Everybody gets these files, so S3's own key does: the stack's would have to be opened to CloudFront for them.
    const { bucketName: bucket, arn, regionalDomainName, closed } = privateBucket(stack, { name: args.name, key: 'of-s3', parent: this });
    this.closed = closed;
    const versions = new BucketVersioning(name, { bucket, versioningConfiguration: { status: 'Enabled' } }, child);
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
    this.arn = arn;
    this.regionalDomainName = regionalDomainName;
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
          allow(
            ['s3:GetObject'],
            shownFolders.map((folder) => interpolate`${this.arn}/${folder}/*`),
            {
              principal: { service: 'cloudfront.amazonaws.com' },
              conditions: { StringEquals: { 'aws:SourceArn': distributionArn } },
            },
          ),
        ]),
      },
      { parent: this, dependsOn: [this.closed] },
    );
  };
}
