import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import { createS3ChatFiles } from '../../adapters/s3/chat-files.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import { chatFilesContract } from '../contracts/chat-files.contract.ts';
import { type MiniStack, startMiniStack } from '../support/ministack.ts';

let aws: MiniStack;
let client: S3Client;
beforeAll(async () => {
  aws = await startMiniStack();
  client = new S3Client({ endpoint: aws.url, region: aws.region, credentials: aws.credentials, forcePathStyle: true });
}, 120_000);
afterAll(async () => {
  client.destroy();
  await aws.stop();
});

const clock = { now: () => Date.now() as Instant };

chatFilesContract(
  'in a bucket',
  async () => {
    const bucket = `chat-files-${randomBytes(6).toString('hex')}`;
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
    const files = () => createS3ChatFiles({ bucket, clock, region: aws.region, endpoint: aws.url, credentials: aws.credentials });
    return {
      files: files(),
      other: files(),
      now: clock.now,
      ask: async (address, request) => fetch(address, request),
      close: async () => Promise.resolve(),
    };
  },
  { many: 1_010 },
);
