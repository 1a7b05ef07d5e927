import { describe, expect, it } from 'vitest';
import { readSnsNotification, type SnsNotification } from '../../../adapters/email/sns-notification.ts';
import { createSnsSignatures } from '../../../adapters/email/sns-signature.ts';
import { createSnsSigner, testTopicArn } from '../../support/sns-signer.ts';

const region = 'eu-central-1';
const read = (body: string): SnsNotification => {
  const notification = readSnsNotification(body, testTopicArn);
  if (!notification.ok) throw new Error(notification.error.code);
  return notification.value;
};

describe('a notification of a topic', () => {
  it('is taken where SNS signed it, with and without a subject', async () => {
    const signer = createSnsSigner();
    const isGenuine = createSnsSignatures({ region, fetch: signer.fetch });
    expect(await isGenuine(read(signer.wrap('{"a":"ä\\n"}')))).toBe(true);
    expect(await isGenuine(read(signer.wrap('text', { Subject: 'Amazon SES Email Receipt Notification' })))).toBe(true);
  });

  it('asks for a certificate once', async () => {
    const signer = createSnsSigner();
    const isGenuine = createSnsSignatures({ region, fetch: signer.fetch });
    for (const message of ['one', 'two', 'three']) expect(await isGenuine(read(signer.wrap(message)))).toBe(true);
    expect(signer.fetched()).toEqual([signer.certificateUrl]);
  });

  it.each(['Message', 'MessageId', 'Timestamp', 'Subject'])('is forged where its %s is another', async (name) => {
    const signer = createSnsSigner();
    const said = JSON.parse(signer.wrap('a mail', { Subject: 'so' })) as Readonly<Record<string, string>>;
    const forged = JSON.stringify({ ...said, [name]: `${said[name] ?? ''}!` });
    expect(await createSnsSignatures({ region, fetch: signer.fetch })(read(forged))).toBe(false);
  });

  it('is forged where somebody else signed it', async () => {
    const [signer, other] = [createSnsSigner(), createSnsSigner()];
    expect(await createSnsSignatures({ region, fetch: signer.fetch })(read(other.wrap('a mail')))).toBe(false);
  });

  it.each([
    ['another host', 'https://sns.eu-central-1.amazonaws.com.example.com/SimpleNotificationService-0a0a0a0a0a0a0a0a.pem'],
    ['another region', 'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0a0a0a0a0a0a0a0a.pem'],
    ['a name and a password', 'https://sns.eu-central-1.amazonaws.com@example.com/SimpleNotificationService-0a0a0a0a0a0a0a0a.pem'],
    ['another path', 'https://sns.eu-central-1.amazonaws.com/../SimpleNotificationService-0a0a0a0a0a0a0a0a.pem'],
    ['no TLS', 'http://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0a0a0a0a0a0a0a0a.pem'],
    ['another line', 'x\nhttps://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0a0a0a0a0a0a0a0a.pem'],
  ])('is forged where its certificate is of %s, which is never fetched', async (_what, SigningCertURL) => {
    const signer = createSnsSigner();
    const notification = read(signer.wrap('a mail', { SigningCertURL }));
    expect(await createSnsSignatures({ region, fetch: signer.fetch })(notification)).toBe(false);
    expect(signer.fetched()).toEqual([]);
  });

  it('is forged where it is signed by SHA-1, which our topic does not do', async () => {
    const signer = createSnsSigner();
    const notification = read(signer.wrap('a mail', { SignatureVersion: '1' }));
    expect(await createSnsSignatures({ region, fetch: signer.fetch })(notification)).toBe(false);
  });

  it.each([
    ['SNS answers with an error', async () => Promise.resolve(new Response('no', { status: 503 }))],
    ['SNS cannot be reached', async () => Promise.reject(new TypeError('fetch failed'))],
    ['what comes is no certificate', async () => Promise.resolve(new Response('<html>'))],
    ['what comes is endless', async () => Promise.resolve(new Response('x'.repeat(100_000)))],
  ])('is neither taken nor forged where %s, and is looked at again', async (_what, answer) => {
    const signer = createSnsSigner({ answer });
    const isGenuine = createSnsSignatures({ region, fetch: signer.fetch });
    const notification = read(signer.wrap('a mail'));
    await expect(isGenuine(notification)).rejects.toMatchObject({ name: 'CertificateUnread', code: 'sns.certificate_unread' });
    await expect(isGenuine(notification)).rejects.toThrow();
    expect(signer.fetched()).toHaveLength(2);
  });

  it('is of our topic, and of no other', () => {
    const { wrap } = createSnsSigner();
    expect(readSnsNotification(wrap('x', { TopicArn: `${testTopicArn}-2` }), testTopicArn)).toEqual({
      ok: false,
      error: { code: 'sns.foreign_topic' },
    });
  });

  it.each(['', 'no JSON', '[]', '{"Type":"SubscriptionConfirmation"}', '{"Message":"without an envelope"}'])('is not %s', (body) => {
    expect(readSnsNotification(body, testTopicArn)).toEqual({ ok: false, error: { code: 'sns.malformed' } });
  });
});
