import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Clock } from '../../domain/kernel/clock.ts';
import { invariant } from '../../domain/kernel/invariant.ts';
import { secondMs } from '../../domain/kernel/instant.ts';
import { fileLinkMs } from '../../domain/relay/chat/limits.ts';
import type { ChatFiles } from '../../domain/relay/chat/ports.ts';
import { type RegionRefused, regionRefused } from '../config/region.ts';
import { contentDisposition } from '../files/disposition.ts';
import { bucketClient, bucketFault, type BucketOptions, deadlineMsDefault, readFrom } from './bucket.ts';

export interface S3ChatFilesOptions extends BucketOptions {
  /** That of the machine: AWS compares what is signed with its own. */
  readonly clock: Clock;
}

/** Why a file cannot be had, kept or removed at present. It names neither the file nor what AWS said of it. */
export class ChatFileFailed extends Error {
  override readonly name = 'ChatFileFailed';
  readonly code: ChatFileFailedCode;
  constructor(code: ChatFileFailedCode, cause: string) {
    super(`${code} (${cause})`);
    this.code = code;
  }
}

export type ChatFileFailedCode = 'chat_file.denied' | 'chat_file.bucket_missing' | 'chat_file.unavailable';

/**
 * Files of chats in a bucket of their own. A form is for one key, one type and a size, and nobody changes any of them, as all of it is
 * signed (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html). Links and forms end sooner than said where
 * the credentials that signed them do. Throws `ChatFileFailed`, or `RegionRefused`.
 */
export const createS3ChatFiles = ({ bucket, clock, deadlineMs = deadlineMsDefault, ...aws }: S3ChatFilesOptions): ChatFiles => {
  const client = bucketClient(aws);
  const named = (key: string) => ({ Bucket: bucket, Key: key });
  const timely = () => ({ abortSignal: AbortSignal.timeout(deadlineMs) });
  return {
    upload: async ({ key, mediaType, bytesMax, expiresAt }) => {
      const form = createPresignedPost(client, {
        ...named(key),
        Fields: { 'Content-Type': mediaType },
        // What stands in `Fields` is a condition, and so is the key.
        Conditions: [['content-length-range', 1, bytesMax]],
        Expires: Math.max(1, Math.floor((expiresAt - clock.now()) / secondMs)),
      });
      return orFailed(form);
    },
    read: async (key, bytesMax) => orFailed(readFrom(client, named(key), { bytesMax, deadlineMs })),
    keep: async (key, bytes, mediaType) => {
      const file = {
        ...named(key),
        Body: bytes,
        ContentLength: bytes.length,
        ContentType: mediaType,
        ChecksumAlgorithm: 'SHA256',
      } as const;
      await orFailed(client.send(new PutObjectCommand(file), timely()));
    },
    remove: async (key) => {
      await orFailed(client.send(new DeleteObjectCommand(named(key)), timely()));
    },
    forget: async (prefix) => {
      invariant(prefix.includes('/'), 'a prefix is of something, and not of everything');
      await orFailed(forgotten(client, { bucket, prefix, timely }));
    },
    link: async ({ key, mediaType, name, disposition }) => {
      const answer = {
        ...named(key),
        ResponseContentType: mediaType,
        ResponseContentDisposition: contentDisposition(disposition, name),
        ResponseCacheControl: 'private, no-store',
      };
      return orFailed(getSignedUrl(client, new GetObjectCommand(answer), { expiresIn: fileLinkMs / secondMs }));
    },
  };
};

interface Forgetting {
  readonly bucket: string;
  readonly prefix: string;
  readonly timely: () => { readonly abortSignal: AbortSignal };
}

/** What a page lists is gone before the next is asked for, so each page is a first one. */
const forgotten = async (client: S3Client, { bucket, prefix, timely }: Forgetting): Promise<void> => {
  for (let page = 0; page < pagesMax; page += 1) {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }), timely());
    if (Contents.length === 0) return;
    const Objects = Contents.flatMap(({ Key }) => (Key === undefined ? [] : [{ Key }]));
    const command = new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } });
    const { Errors = [] } = await client.send(command, timely());
    if (Errors.length > 0) throw new ChatFileFailed('chat_file.unavailable', Errors[0]?.Code ?? 'Error');
  }
  throw new ChatFileFailed('chat_file.unavailable', 'TooManyFiles');
};

/** A thousand files stand on each; of a hundred pages no chat has half. */
const pagesMax = 200;

const orFailed = async <T>(asked: Promise<T>): Promise<T> =>
  asked.catch((error: unknown) => {
    throw failed(error);
  });

/** What AWS said is left out but its name. */
const failed = (error: unknown): ChatFileFailed | RegionRefused => {
  if (error instanceof ChatFileFailed) return error;
  const region = regionRefused(error);
  if (region !== undefined) return region;
  const { fault, name } = bucketFault(error);
  return new ChatFileFailed(codes[fault], name);
};

const codes = {
  denied: 'chat_file.denied',
  bucket_missing: 'chat_file.bucket_missing',
  unavailable: 'chat_file.unavailable',
} as const;
