import { BucketCorsConfiguration } from '@pulumi/aws/s3/bucketCorsConfiguration.js';
import { BucketLifecycleConfiguration } from '@pulumi/aws/s3/bucketLifecycleConfiguration.js';
import { BucketPolicy } from '@pulumi/aws/s3/bucketPolicy.js';
import { interpolate, type Input, type Output } from '@pulumi/pulumi';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import { corsSecondsMax, incomingDays, incomingPrefix, keptDays, keptPrefix } from './chat-files-plan.ts';
import { decrypting, encrypting } from './key-rights.ts';
import { allow, policyOf, type Statement, tlsOnly } from './policy.ts';
import { privateBucket } from './private-bucket.ts';
import { called, type Stack } from './stack.ts';

export interface ChatFilesArgs {
  readonly name: string;
  /** Where the pages are; their scripts alone hand files over. */
  readonly baseUrl: Input<string>;
}

/**
 * Voice notes and files of chats. Browsers reach it by forms and links that the API signed, each for one file and some minutes, and by
 * nothing else. It has no versions, so that what is taken away is gone.
 */
export class ChatFiles extends ComponentResource {
  readonly bucketName: Output<string>;
  readonly arn: Output<string>;

  constructor(stack: Stack, { name: short, baseUrl }: ChatFilesArgs, options?: ComponentResourceOptions) {
    const name = called(stack, short);
    super('loop:platform:ChatFiles', name, {}, options);
    const of = { parent: this };
    const { bucketName: bucket, arn, closed } = privateBucket(stack, { name: short, key: 'ours', parent: this });
    const kept = (id: string, prefix: string, days: number) => ({ id, status: 'Enabled', filter: { prefix }, expiration: { days } });
    new BucketLifecycleConfiguration(
      name,
      {
        bucket,
        rules: [
          kept('incoming', incomingPrefix, incomingDays),
          kept('kept', keptPrefix, keptDays),
          { id: 'half', status: 'Enabled', filter: { prefix: '' }, abortIncompleteMultipartUpload: { daysAfterInitiation: 1 } },
        ],
      },
      of,
    );
    new BucketCorsConfiguration(
      name,
      {
        bucket,
        corsRules: [
          {
            allowedOrigins: [baseUrl],
            // What is played or shown in a frame is no script's to read, so it asks for no leave.
            allowedMethods: ['POST'],
            // A page that watches how far an upload is has to ask first, and names the form's type.
            allowedHeaders: ['content-type'],
            maxAgeSeconds: corsSecondsMax,
          },
        ],
      },
      of,
    );
    const policy = policyOf([tlsOnly('s3:*', [arn, interpolate`${arn}/*`])]);
    new BucketPolicy(name, { bucket, policy }, { ...of, dependsOn: [closed] });
    this.bucketName = bucket;
    this.arn = arn;
    this.registerOutputs({ bucketName: this.bucketName });
  }
}

/** What somebody does with files of one of the two folders. */
export interface FileNeeds {
  readonly incoming?: readonly FileAction[];
  readonly kept?: readonly FileAction[];
}
export type FileAction = 'put' | 'get' | 'remove';

const actions = { put: 's3:PutObject', get: 's3:GetObject', remove: 's3:DeleteObject' } as const;

/**
 * What a form or a link may do is what may do who signed it: S3 looks at the rights of the signer, and KMS at those on the key (S3, "Using
 * presigned URLs"). Without the right to list, S3 says of a file that is not there that it is forbidden; who forgets a chat lists, too.
 */
export const chatFileRights = (
  stack: Stack,
  { arn }: Pick<ChatFiles, 'arn'>,
  { incoming = [], kept = [] }: FileNeeds,
): readonly Statement[] => {
  const wanted = [...incoming, ...kept];
  return [
    ...(
      [
        [incomingPrefix, incoming],
        [keptPrefix, kept],
      ] as const
    )
      .filter(([, needs]) => needs.length > 0)
      .map(([prefix, needs]) => allow(needs.map((each) => actions[each]).toSorted(), [interpolate`${arn}/${prefix}*`])),
    ...(wanted.some((each) => each !== 'put') ? [allow(['s3:ListBucket'], [arn])] : []),
    ...(wanted.includes('put') ? [encrypting(stack, 's3')] : wanted.includes('get') ? [decrypting(stack, 's3')] : []),
  ];
};
