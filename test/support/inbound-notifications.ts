/** What SES says of a mail that it put into a bucket ("Contents of notifications for Amazon SES email receiving", SES Developer Guide). */
export interface Inbound {
  readonly id?: string;
  readonly recipients?: readonly string[];
  readonly source?: string;
  readonly bucket?: string;
  readonly key?: string;
  readonly verdicts?: Readonly<Partial<Record<'spf' | 'dkim' | 'dmarc' | 'spam' | 'virus', string>>>;
}

export const inboundBucket = 'loop-test-raw-mails';

export const inboundNotification = (inbound: Inbound = {}): string => {
  const { id = 'o3vrnil0e2ic28trm7dfhrc2v0cnbeccl4nbp0g1', recipients = ['c_x@relay.example.com'], source = 'ana@example.org' } = inbound;
  const { bucket: bucketName = inboundBucket, key: objectKey = `inbound/${id}`, verdicts = {} } = inbound;
  const verdict = (name: keyof typeof verdicts) => ({ status: verdicts[name] ?? 'PASS' });
  return JSON.stringify({
    notificationType: 'Received',
    mail: {
      timestamp: '2026-11-20T10:00:00.000Z',
      source,
      messageId: id,
      destination: ['somebody-else@relay.example.com'],
      headersTruncated: false,
      headers: [{ name: 'Authentication-Results', value: 'dmarc=pass' }],
      commonHeaders: { from: ['Mallory <mallory@example.net>'], to: ['whoever@example.com'], subject: 'Hello' },
    },
    receipt: {
      timestamp: '2026-11-20T10:00:00.500Z',
      processingTimeMillis: 574,
      recipients,
      spamVerdict: verdict('spam'),
      virusVerdict: verdict('virus'),
      spfVerdict: verdict('spf'),
      dkimVerdict: verdict('dkim'),
      dmarcVerdict: verdict('dmarc'),
      action: { type: 'S3', topicArn: 'arn:aws:sns:eu-central-1:000000000000:loop-test-inbound', bucketName, objectKey },
    },
  });
};
