import { afterEach, describe, expect, it } from 'vitest';
import { createS3ChatFiles } from '../../../adapters/s3/chat-files.ts';
import { createStillClock } from '../../../adapters/memory/movable-clock.ts';
import { type Instant, later } from '../../../domain/kernel/instant.ts';
import { uploadMs } from '../../../domain/relay/chat/limits.ts';
import { testAccess } from '../../support/dynamo-tables.ts';
import { nobodyListens, openWire, type Wire, type WireAnswer } from '../../support/wire-server.ts';

const clock = createStillClock(Date.UTC(2026, 10, 21, 12) as Instant);
const filesAt = (endpoint?: string, deadlineMs?: number) =>
  createS3ChatFiles({ ...testAccess, bucket: 'files', clock, endpoint, deadlineMs });
const xml = (status: number, body: string): WireAnswer => ({
  kind: 'answer',
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0"?>${body}`,
});
const refusing = (status: number, code: string): WireAnswer =>
  xml(status, `<Error><Code>${code}</Code><Message>of ana@example.com</Message></Error>`);
const file = { key: 'kept/one', mediaType: 'audio/webm', name: 'one.webm', disposition: 'inline' } as const;

describe('Files of chats in S3', () => {
  let wire: Wire | undefined;
  afterEach(async () => wire?.close());
  const answering = async (answer: (path: string) => WireAnswer): Promise<string> => {
    wire = await openWire(({ path }) => answer(path));
    return wire.url;
  };
  const faultOf = async (asked: Promise<unknown>): Promise<unknown> => asked.catch((thrown: unknown) => thrown);

  it('are handed over by a form that is for one key, one type, a size and five minutes', async () => {
    const expiresAt = later(clock.now(), uploadMs);
    const { url, fields } = await filesAt().upload({ key: 'incoming/one', mediaType: 'audio/webm', bytesMax: 99, expiresAt });
    const policy = JSON.parse(Buffer.from(fields['Policy'] ?? '', 'base64').toString()) as {
      readonly expiration: string;
      readonly conditions: readonly unknown[];
    };
    expect(url).toBe('https://files.s3.eu-central-1.amazonaws.com/');
    expect(fields).toMatchObject({ key: 'incoming/one', 'Content-Type': 'audio/webm' });
    const expected = [['content-length-range', 1, 99], { 'Content-Type': 'audio/webm' }, { key: 'incoming/one' }, { bucket: 'files' }];
    expect(policy.conditions).toEqual(expect.arrayContaining(expected));
    // From the clock of the machine, which AWS compares with its own; in whole seconds.
    const { 'X-Amz-Date': signedAt = '' } = fields;
    const begun = Date.parse(signedAt.replace(/(....)(..)(..)T(..)(..)(..)Z/, '$1-$2-$3T$4:$5:$6Z'));
    expect(Date.parse(policy.expiration) - begun).toBe(uploadMs);
  });

  it('are fetched by a link for ten minutes that says type and name', async () => {
    const { searchParams, pathname } = new URL(await filesAt().link(file));
    expect([pathname, searchParams.get('X-Amz-Expires')]).toEqual(['/kept/one', '600']);
    expect(searchParams.get('response-content-type')).toBe('audio/webm');
    expect(searchParams.get('response-content-disposition')).toBe('inline; filename="one.webm"');
    expect([...searchParams.keys()].filter((name) => /checksum/i.test(name))).toEqual([]);
  });

  it('are kept with a checksum that S3 compares', async () => {
    const url = await answering(() => xml(200, ''));
    await filesAt(url).keep('kept/one', Buffer.from('abc'), 'audio/webm');
    expect(wire?.requests[0]?.headers).toMatchObject({
      'content-type': 'audio/webm',
      'x-amz-checksum-sha256': 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=',
    });
  });

  it.each([
    [403, 'AccessDenied', 'chat_file.denied'],
    [404, 'NoSuchBucket', 'chat_file.bucket_missing'],
    [400, 'KMS.DisabledException', 'chat_file.unavailable'],
  ])('say why they cannot be had, after %i %s, and nothing of what S3 wrote', async (status, code, expected) => {
    const files = filesAt(await answering(() => refusing(status, code)));
    const asks = [
      files.read('kept/one', 9),
      files.keep('kept/one', new Uint8Array(1), 'audio/ogg'),
      files.remove('kept/one'),
      files.forget('kept/one/'),
    ];
    for (const error of await Promise.all(asks.map(faultOf))) {
      expect(error).toMatchObject({ name: 'ChatFileFailed', code: expected });
      expect(String(error)).not.toMatch(/ana@|kept/);
    }
  });

  it('are not forgotten where S3 could not remove one of them', async () => {
    const url = await answering((path) =>
      path.includes('delete')
        ? xml(200, '<DeleteResult><Error><Key>kept/one/1</Key><Code>AccessDenied</Code></Error></DeleteResult>')
        : xml(200, '<ListBucketResult><Contents><Key>kept/one/1</Key></Contents></ListBucketResult>'),
    );
    expect(await faultOf(filesAt(url).forget('kept/one/'))).toMatchObject({ code: 'chat_file.unavailable' });
  });

  it('are not forgotten all at once by a mistake', async () => {
    await expect(filesAt().forget('')).rejects.toThrow('a prefix is of something');
  });

  it('are not waited for for ever', async () => {
    const files = filesAt(await answering(() => ({ kind: 'silence' })), 200);
    expect(await faultOf(files.read('kept/one', 9))).toMatchObject({ code: 'chat_file.unavailable' });
    expect(await faultOf(filesAt(await nobodyListens()).read('kept/one', 9))).toMatchObject({ code: 'chat_file.unavailable' });
  });
});
