import { Readable } from 'node:stream';
import { GetObjectCommand, type GetObjectCommandOutput, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { secondMs } from '../../domain/kernel/instant.ts';

export interface BucketOptions {
  readonly bucket: string;
  /** Without one, what the SDK finds. */
  readonly region?: string | undefined;
  /** For emulators and tests. */
  readonly endpoint?: string | undefined;
  readonly credentials?: S3ClientConfig['credentials'];
  /** Reading, writing or removing one file takes no longer, repeats of the SDK among it. */
  readonly deadlineMs?: number | undefined;
}

/** 25 MB within a region take a second or two. */
export const deadlineMsDefault = 20 * secondMs;
const requestMsMax = 5 * secondMs;
const attemptsMax = 3;

export const bucketClient = ({ region, endpoint, credentials }: Pick<BucketOptions, 'region' | 'endpoint' | 'credentials'>): S3Client =>
  new S3Client({
    ...(region === undefined ? {} : { region }),
    // Emulators have no names for buckets.
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    ...(credentials === undefined ? {} : { credentials }),
    maxAttempts: attemptsMax,
    // The SDK puts a stream of its own around a body whose checksum it looks at, and then nobody hears of a connection that breaks: the
    // process would end with it. Whoever reads something that counts compares it with its digest, or parses it.
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestChecksumCalculation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: requestMsMax,
      requestTimeout: requestMsMax,
      // Otherwise the SDK only warns.
      throwOnRequestTimeout: true,
      // An answer that begins and does not end.
      socketTimeout: requestMsMax,
    },
  });

/** A file that may have so many bytes. How many it has stands before it in the answer, so that nothing of what is too large is taken. */
export const readFrom = async (
  client: S3Client,
  file: { readonly Bucket: string; readonly Key: string },
  { bytesMax, deadlineMs }: { readonly bytesMax: number; readonly deadlineMs: number },
): Promise<Uint8Array | 'missing' | 'too_large'> => {
  const abortSignal = AbortSignal.timeout(deadlineMs);
  try {
    const { ContentLength, Body } = await client.send(new GetObjectCommand(file), { abortSignal });
    if (ContentLength === undefined || Body === undefined) throw new Error('an answer that does not say how long it is');
    if (ContentLength <= bytesMax) return await bytesOf(Body, abortSignal);
    leave(Body);
    return 'too_large';
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return 'missing';
    throw error;
  }
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

/** By its name alone: what AWS says besides may name what nobody is to read. */
export const bucketFault = (error: unknown): { readonly fault: 'denied' | 'bucket_missing' | 'unavailable'; readonly name: string } => {
  const name = error instanceof Error ? error.name : 'Error';
  if (name === 'NoSuchBucket') return { fault: 'bucket_missing', name };
  return { fault: denied.has(name) ? 'denied' : 'unavailable', name };
};

// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
const denied = new Set(['AccessDenied', 'InvalidAccessKeyId', 'SignatureDoesNotMatch', 'ExpiredToken', 'CredentialsProviderError']);
