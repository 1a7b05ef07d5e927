import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import type { RawMails } from '../../domain/relay/ports.ts';
import { type RegionRefused, regionRefused } from '../config/region.ts';
import { bucketClient, bucketFault, type BucketOptions, deadlineMsDefault, readFrom } from './bucket.ts';

export type S3RawMailsOptions = BucketOptions;

/** Why a mail cannot be had at present. It names neither the mail nor what AWS said of it. */
export class RawMailUnread extends Error {
  override readonly name = 'RawMailUnread';
  readonly code: RawMailUnreadCode;
  constructor(code: RawMailUnreadCode, cause: string) {
    super(`${code} (${cause})`);
    this.code = code;
  }
}

export type RawMailUnreadCode = 'raw_mail.denied' | 'raw_mail.bucket_missing' | 'raw_mail.unavailable';

/**
 * Raw mails in the bucket that the mail service puts them into. That one is missing is only told to who may list the bucket; anybody else
 * is denied it (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html, Permissions). Throws `RawMailUnread`, or
 * `RegionRefused`.
 */
export const createS3RawMails = ({ bucket, deadlineMs = deadlineMsDefault, ...aws }: S3RawMailsOptions): RawMails => {
  const client = bucketClient(aws);
  return {
    read: async (key, bytesMax) =>
      readFrom(client, { Bucket: bucket, Key: key }, { bytesMax, deadlineMs }).catch((error: unknown) => {
        throw unread(error);
      }),
    remove: async (key) => {
      const command = new DeleteObjectCommand({ Bucket: bucket, Key: key });
      await client.send(command, { abortSignal: AbortSignal.timeout(deadlineMs) }).catch((error: unknown) => {
        throw unread(error);
      });
    },
  };
};

/** What AWS said is left out but its name. */
const unread = (error: unknown): RawMailUnread | RegionRefused => {
  const region = regionRefused(error);
  if (region !== undefined) return region;
  const { fault, name } = bucketFault(error);
  return new RawMailUnread(codes[fault], name);
};

const codes = {
  denied: 'raw_mail.denied',
  bucket_missing: 'raw_mail.bucket_missing',
  unavailable: 'raw_mail.unavailable',
} as const;
