import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import { createS3RawMails } from '../../adapters/s3/raw-mails.ts';
import { rawMailsContract } from '../contracts/raw-mails.contract.ts';
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

rawMailsContract('in a bucket', async () => {
  const bucket = `raw-mails-${randomBytes(6).toString('hex')}`;
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  const mails = () => createS3RawMails({ bucket, region: aws.region, endpoint: aws.url, credentials: aws.credentials });
  return {
    mails: mails(),
    other: mails(),
    put: async (key, bytes) => {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes }));
    },
    close: async () => Promise.resolve(),
  };
});
