import { describe, expect, it } from 'vitest';
import { createMailPipeline } from '../../../../adapters/email/relay/pipeline.ts';

const pipeline = createMailPipeline();
const opened = async (raw: string) => pipeline.open(Buffer.from(raw.replaceAll('\n', '\r\n')));
const plain = (body: string, more = '') => `From: ana@example.org\nSubject: Thursday\n${more}\n${body}`;
const wordsOf = async (raw: string): Promise<string> => {
  const { mail } = await opened(raw);
  if (!mail.ok) throw new Error(mail.error.code);
  return pipeline.wordsOf(mail.value);
};

describe('a mail that is opened', () => {
  it('is known by all of its bytes, and by what it says however it travelled', async () => {
    const one = await opened(plain('Grüße', 'Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\nX-Trace: 1\n'));
    const other = await opened(plain('R3LDvMOfZQ==', 'Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n'));
    expect(one.rawDigest).toMatch(/^[\w-]{43}$/);
    expect(one.rawDigest).not.toBe(other.rawDigest);
    expect(one.bodyDigest).toBe(other.bodyDigest);
    expect((await opened(plain('Gruss'))).bodyDigest).not.toBe(one.bodyDigest);
  });

  it('is another where the same words stand in its HTML', async () => {
    const html = await opened(plain('Hello', 'Content-Type: text/html\n'));
    expect(html.bodyDigest).not.toBe((await opened(plain('Hello'))).bodyDigest);
  });

  it('is known by its bytes alone where it cannot be read, and is not read where its header is refused', async () => {
    const tooLong = await opened(`From: ana@example.org\nX-Long: ${'x'.repeat(70_000)}\n\nHello`);
    expect(tooLong.headers).toMatchObject({ ok: false, error: { code: 'relay.too_large' } });
    expect(tooLong.mail).toEqual(tooLong.headers);
    expect(tooLong.bodyDigest).toBe(tooLong.rawDigest);
  });
});

describe('the words of a mail', () => {
  it('are its text', async () => {
    expect(await wordsOf(plain('STOP\n\n> Shall we meet?'))).toBe('STOP\n\n> Shall we meet?');
  });

  it('are what is seen of its HTML, with quotes marked as in text', async () => {
    const html = '<style>p{}</style><div>STOP</div><blockquote><p>Shall we <b>meet</b>?</p><blockquote>Maybe.</blockquote></blockquote>';
    const words = await wordsOf(plain(html, 'Content-Type: text/html; charset=utf-8\n'));
    expect(words.split('\n').filter((line) => line !== '' && !line.startsWith('>'))).toEqual(['STOP']);
    expect(words).toContain('> Shall we meet?');
    expect(words).toContain('Maybe.');
  });

  it('are those of its HTML, too, where its text says nothing', () => {
    const mail = { headers: [], subject: '', mediaType: 'multipart/alternative', parts: [] };
    expect(pipeline.wordsOf({ ...mail, text: '\r\n', html: '<div>STOP</div>' }).trim()).toBe('STOP');
    expect(pipeline.wordsOf({ ...mail, text: ' ', html: undefined }).trim()).toBe('');
  });
});
