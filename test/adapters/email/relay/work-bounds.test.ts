import { gzipSync } from 'node:zlib';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { makePieceLook } from '../../../../adapters/email/relay/leak-scan/leak-scan.ts';
import { relayMail } from '../../../../adapters/email/relay/relay-mail.ts';
import { aMail, base64, envelope, sender, sentence, withText } from './vectors/vector.ts';

const relayed = (raw: string) => relayMail(Buffer.from(raw), envelope);

const backwards = Array.from(sender.email).reverse().join('');
const megabyte = 1_000_000;

describe('a mail that takes more looking than a mail may', () => {
  it.each([
    ['what unpacks to 20 MB', base64(gzipSync(Buffer.alloc(20 * megabyte, 'a')))],
    [
      '50 of what unpacks to 400 KB',
      Array.from({ length: 50 }, (_, number) => gzipSync(Buffer.alloc(400_000, `${String(number)} a `)).toString('base64')).join(' - '),
    ],
    ['a long line in which an address is disguised', `${'a'.repeat(900_000)} ${backwards}`],
  ])('is refused as one that tells something: %s', async (_, text) => {
    expect(await relayed(withText(text))).toMatchObject({ ok: false, error: { code: 'relay.leak' } });
  });

  it('is mended as before where it is short', async () => {
    const result = await relayed(withText(`${'a'.repeat(20_000)} ${backwards}`));
    if (!result.ok) throw new Error(result.error.code);
    expect((await PostalMime.parse(result.value)).text).toContain(`${sentence}\n${'a'.repeat(20_000)} …`);
  });

  it('arrives as its words alone where it is 12,001 line breaks in HTML', async () => {
    const result = await relayed(aMail({ type: 'text/html; charset=utf-8', body: `${sentence}${'<br>'.repeat(12_001)}<b>Bye</b>` }));
    if (!result.ok) throw new Error(result.error.code);
    const { html = '' } = await PostalMime.parse(result.value);
    expect(html).toContain('Bye');
    expect(html).not.toContain('<b');
  });

  it('has nothing in it that is called silent once its room is spent', () => {
    const room = { bytes: 100 };
    const { tells, tellsBytes } = makePieceLook({ spellings: [sender.email], room });
    expect(tells('Hello')).toBe(false);
    expect(tells('Hello '.repeat(50))).toBe(true);
    expect(tells('Goodbye')).toBe(true);
    expect(tellsBytes(Buffer.from('Goodbye'))).toBe(true);
  });
});
