import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createS3RawMails } from '../../../adapters/s3/raw-mails.ts';
import { testAccess } from '../../support/dynamo-tables.ts';
import { nobodyListens, openWire, type Wire, type WireAnswer } from '../../support/wire-server.ts';

const mailsAt = (endpoint: string, deadlineMs?: number) => createS3RawMails({ ...testAccess, bucket: 'mails', endpoint, deadlineMs });
// With a checksum, as S3 answers: the SDK would look at it, and lose sight of the connection.
const cut: WireAnswer = { kind: 'cut', status: 200, headers: { 'x-amz-checksum-crc32': 'AAAAAA==' }, body: 'mail' };
const refusing = (status: number, code: string): WireAnswer => ({
  kind: 'answer',
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>of ana@example.com</Message></Error>`,
});

describe('Raw mails of S3', () => {
  let wire: Wire | undefined;
  afterEach(async () => wire?.close());
  const answering = async (...answers: readonly WireAnswer[]): Promise<string> => {
    let at = 0;
    wire = await openWire(() => answers[Math.min(at++, answers.length - 1)]!);
    return wire.url;
  };

  it('are missing where S3 has no such key, and only there', async () => {
    expect(await mailsAt(await answering(refusing(404, 'NoSuchKey'))).read('inbound/one', 9)).toBe('missing');
  });

  it.each([
    [403, 'AccessDenied', 'raw_mail.denied'],
    [404, 'NoSuchBucket', 'raw_mail.bucket_missing'],
    [400, 'KMS.DisabledException', 'raw_mail.unavailable'],
  ])('say why they cannot be had, after %i %s, and nothing of what S3 wrote', async (status, code, expected) => {
    const mails = mailsAt(await answering(refusing(status, code)));
    for (const ask of [async () => mails.read('inbound/one', 9), async () => mails.remove('inbound/one')]) {
      const error: unknown = await ask().catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ name: 'RawMailUnread', code: expected });
      expect(String(error)).not.toMatch(/ana@|inbound/);
    }
  });

  it('are asked for again where S3 has too much to do', async () => {
    const url = await answering(refusing(503, 'SlowDown'), {
      kind: 'answer',
      status: 200,
      headers: { 'content-length': '4' },
      body: 'mail',
    });
    expect(Buffer.from((await mailsAt(url).read('inbound/one', 9)) as Uint8Array).toString()).toBe('mail');
  });

  it('are too large by what S3 says of them, before they have come', async () => {
    // Ends long before the length that it promises.
    expect(await mailsAt(await answering(cut)).read('inbound/one', 50)).toBe('too_large');
  });

  it('are not had where the answer ends too early, is none, or does not begin in time', async () => {
    await expect(mailsAt(await answering(cut)).read('inbound/one', 500)).rejects.toMatchObject({ code: 'raw_mail.unavailable' });
    await wire?.close();
    await expect(mailsAt(await answering({ kind: 'silence' }), 50).read('inbound/one', 9)).rejects.toMatchObject({
      code: 'raw_mail.unavailable',
    });
    await expect(mailsAt(await nobodyListens()).read('inbound/one', 9)).rejects.toMatchObject({ code: 'raw_mail.unavailable' });
  });

  it('are not waited for where an answer begins and never ends', async () => {
    const server = createServer((_, response) => {
      response.writeHead(200, { 'content-length': '100', 'x-amz-checksum-crc32': 'AAAAAA==' });
      response.write('mail');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const mails = mailsAt(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, 300);
      await expect(mails.read('inbound/one', 500)).rejects.toMatchObject({ code: 'raw_mail.unavailable' });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
