import { generateKeyPairSync, sign } from 'node:crypto';

/** One that signs notifications as SNS does, with a certificate made on the spot, and counts who fetches it. */
export interface SnsSigner {
  readonly certificateUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly fetched: () => readonly string[];
  /** An envelope of SNS around a message, as a queue gets it without raw message delivery. */
  readonly wrap: (message: string, more?: Readonly<Record<string, string>>) => string;
}

export const testTopicArn = 'arn:aws:sns:eu-central-1:000000000000:loop-test-inbound';

/** `answer` takes the place of what is fetched. */
export const createSnsSigner = ({ answer }: { readonly answer?: () => Promise<Response> } = {}): SnsSigner => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const certificateUrl = `https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-${'0a'.repeat(16)}.pem`;
  const fetched: string[] = [];
  const pem = pemOf(publicKey.export({ type: 'spki', format: 'der' }));
  return {
    certificateUrl,
    fetched: () => fetched,
    fetch: async (url) => {
      fetched.push(typeof url === 'string' ? url : 'url' in url ? url.url : url.href);
      return answer === undefined ? new Response(pem) : answer();
    },
    wrap: (message, more = {}) => {
      const said = {
        Type: 'Notification',
        MessageId: 'n-1',
        TopicArn: testTopicArn,
        Message: message,
        Timestamp: '2026-11-20T10:00:00.000Z',
      };
      const Signature = sign('sha256', Buffer.from(signedLines({ ...said, ...more })), privateKey).toString('base64');
      return JSON.stringify({ ...said, SignatureVersion: '2', Signature, SigningCertURL: certificateUrl, ...more });
    },
  };
};

/** "Verifying the signatures of Amazon SNS messages", said once more than in the product. */
const signedLines = (said: Readonly<Record<string, string>>): string =>
  ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
    .filter((name) => said[name] !== undefined)
    .map((name) => `${name}\n${said[name] ?? ''}\n`)
    .join('');

/** A certificate around a key that nobody signed (RFC 5280, 4.1): whoever takes it trusts where it came from. */
const pemOf = (publicKey: Buffer): string => {
  const algorithm = der(0x30, Buffer.from('06092a864886f70d01010b0500', 'hex'));
  const nobody = der(0x30);
  const validity = der(0x30, der(0x17, Buffer.from('260101000000Z')), der(0x17, Buffer.from('490101000000Z')));
  const certified = der(0x30, der(0x02, Buffer.from([1])), algorithm, nobody, validity, nobody, publicKey);
  const bytes = der(0x30, certified, algorithm, der(0x03, Buffer.alloc(257)));
  return `-----BEGIN CERTIFICATE-----\n${bytes.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
};

/** One value in DER: tag, length, bytes. */
const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
};
