import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { PublishCommand } from '@aws-sdk/client-sns';
import { inboundNotification } from '../../support/inbound-notifications.ts';
import type { LivedStack } from './lived-stack.ts';

const bucketOf = ({ made }: Pick<LivedStack, 'made'>): string => made('aws:s3/bucket:Bucket', 'raw-mails').id;

interface Arriving {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly raw: Uint8Array;
}

/** Does what SES does with a mail that comes in: puts it into the bucket, and tells the topic whose rule it was taken by. */
export const arrive = async (stack: LivedStack, { id, from, to, raw }: Arriving): Promise<void> => {
  const { inputs } = stack.made('aws:ses/receiptRule:ReceiptRule', 'inbound');
  const [{ bucketName, objectKeyPrefix, topicArn }] = inputs['s3Actions'] as readonly [Readonly<Record<string, string>>];
  const key = `${objectKeyPrefix ?? ''}${id}`;
  await stack.clients.s3.send(new PutObjectCommand({ Bucket: bucketName, Key: key, Body: raw }));
  const Message = inboundNotification({ id, source: from, recipients: [to], bucket: bucketName ?? '', key });
  await stack.clients.sns.send(new PublishCommand({ TopicArn: topicArn, Message }));
};

/** Whether a mail as it came in is still in its bucket. */
export const isKept = async (stack: LivedStack, id: string): Promise<boolean> =>
  stack.clients.s3.send(new HeadObjectCommand({ Bucket: bucketOf(stack), Key: `inbound/${id}` })).then(
    () => true,
    () => false,
  );
