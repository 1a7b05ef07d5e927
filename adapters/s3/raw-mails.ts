import { Readable } from 'node:stream';
import { DeleteObjectCommand, GetObjectCommand, type GetObjectCommandOutput, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { secondMs } from '../../domain/kernel/instant.ts';
import type { RawMails } from '../../domain/relay/ports.ts';
import { type RegionRefused, regionRefused } from '../config/region.ts';

export interface S3RawMailsOptions {
  readonly bucket: string;
  /** Without one, what the SDK finds. */
  readonly region?: string | undefined;
  /** For emulators and tests. */
  readonly endpoint?: string | undefined;
  readonly credentials?: S3ClientConfig['credentials'];
  /** Reading or removing a mail takes no longer, repeats of the SDK among it. */
  readonly deadlineMs?: number | undefined;
}

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

/** 25 MB within a region take a second or two. */
const deadlineMsDefault = 20 * secondMs;
const requestMsMax = 5 * secondMs;
const attemptsMax = 3;

/**
 * Raw mails in the bucket that the mail service puts them into. How large one is stands before it in the answer, so that nothing of what
 * is too large is taken. That one is missing is only told to who may list the bucket; anybody else is denied it
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html, Permissions). Throws `RawMailUnread`, or `RegionRefused`.
 */
export const createS3RawMails = ({ bucket, deadlineMs = deadlineMsDefault, ...aws }: S3RawMailsOptions): RawMails => {
  const client = new S3Client(configOf(aws));
  return {
    read: async (key, bytesMax) => {
      const command = new GetObjectCommand({ Bucket: bucket, Key: key });
      const abortSignal = AbortSignal.timeout(deadlineMs);
      try {
        const { ContentLength, Body } = await client.send(command, { abortSignal });
        if (ContentLength === undefined || Body === undefined) throw new Error('an answer that does not say how long it is');
        if (ContentLength <= bytesMax) return await bytesOf(Body, abortSignal);
        leave(Body);
        return 'too_large';
      } catch (error) {
        if (error instanceof Error && error.name === 'NoSuchKey') return 'missing';
        throw unread(error);
      }
    },
    remove: async (key) => {
      const command = new DeleteObjectCommand({ Bucket: bucket, Key: key });
      await client.send(command, { abortSignal: AbortSignal.timeout(deadlineMs) }).catch((error: unknown) => {
        throw unread(error);
      });
    },
  };
};

type Body = NonNullable<GetObjectCommandOutput['Body']>;

/** The body of an answer, unless it does not end in time. */
const bytesOf = async (body: Body, giveUp: AbortSignal): Promise<Uint8Array> => {
  const late = Promise.withResolvers<never>();
  const fail = (): void => {
    leave(body);
    late.reject(new Error('the answer did not end in time'));
  };
  giveUp.addEventListener('abort', fail, { once: true });
  try {
    return await Promise.race([body.transformToByteArray(), late.promise]);
  } finally {
    giveUp.removeEventListener('abort', fail);
  }
};

/** Lets go of an answer that nobody reads to its end, and of its connection. What it says to that is no error of ours. */
const leave = (body: Body): void => {
  if (!(body instanceof Readable)) return;
  body.on('error', () => undefined);
  body.destroy();
};

const configOf = ({ region, endpoint, credentials }: Pick<S3RawMailsOptions, 'region' | 'endpoint' | 'credentials'>): S3ClientConfig => ({
  ...(region === undefined ? {} : { region }),
  // Emulators have no names for buckets.
  ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
  ...(credentials === undefined ? {} : { credentials }),
  maxAttempts: attemptsMax,
  // The SDK puts a stream of its own around a body whose checksum it looks at, and then nobody hears of a connection that breaks: the
  // process would end with it. What is relayed is compared with its digest anyway.
  responseChecksumValidation: 'WHEN_REQUIRED',
  requestHandler: {
    connectionTimeout: requestMsMax,
    requestTimeout: requestMsMax,
    // Otherwise the SDK only warns.
    throwOnRequestTimeout: true,
    // An answer that begins and does not end.
    socketTimeout: requestMsMax,
  },
});

/** What AWS said is left out but its name. */
const unread = (error: unknown): RawMailUnread | RegionRefused => {
  const region = regionRefused(error);
  if (region !== undefined) return region;
  const name = error instanceof Error ? error.name : 'Error';
  if (name === 'NoSuchBucket') return new RawMailUnread('raw_mail.bucket_missing', name);
  return new RawMailUnread(denied.has(name) ? 'raw_mail.denied' : 'raw_mail.unavailable', name);
};

// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
const denied = new Set(['AccessDenied', 'InvalidAccessKeyId', 'SignatureDoesNotMatch', 'ExpiredToken', 'CredentialsProviderError']);
