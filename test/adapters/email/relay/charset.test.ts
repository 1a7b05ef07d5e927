import { describe, expect, it } from 'vitest';
import { readingOf } from '../../../../adapters/email/relay/charset.ts';
import { readMail } from '../../../../adapters/email/relay/mime-in.ts';

const read = async (bytes: Buffer, type: string) => {
  const mail = await readMail(Buffer.concat([Buffer.from(`${type === '' ? '' : `Content-Type: ${type}\r\n`}X: y\r\n\r\n`), bytes]));
  return mail.ok ? (mail.value.text ?? mail.value.html)?.trim() : mail.error.code;
};
const utf32 = (text: string): Buffer => Buffer.from(Array.from(text).flatMap((letter) => [letter.charCodeAt(0), 0, 0, 0]));

describe('the charset of a text', () => {
  it('is windows-1252 where the text names none and is no UTF-8', async () => {
    expect(await read(Buffer.from('Grüße', 'latin1'), '')).toBe('Grüße');
    expect(await read(Buffer.from('Grüße', 'latin1'), 'text/plain; charset=us-ascii')).toBe('Grüße');
  });

  it('is UTF-8 where the text names none and is', async () => {
    expect(await read(Buffer.from('Grüße 😀'), 'text/plain')).toBe('Grüße 😀');
    expect(await read(Buffer.from('Grüße'), 'text/plain; charset=us-ascii')).toBe('Grüße');
  });

  it('is what an HTML document says of itself where the part says nothing', async () => {
    const page = Buffer.from([...Buffer.from('<meta charset="koi8-r"><p>'), 0xf0, 0xd2, 0xc9, 0xd7, 0xc5, 0xd4]);
    expect(await read(page, 'text/html')).toBe('<meta charset="koi8-r"><p>Привет');
  });

  it('is the order of bytes that their mark gives, whatever the name', async () => {
    const big = Buffer.from('\ufeffhëllo', 'utf16le').swap16();
    expect(await read(big, 'text/plain; charset=utf-16')).toBe('hëllo');
    expect(await read(Buffer.from('\ufeffhëllo', 'utf16le'), 'text/plain; charset=utf-16')).toBe('hëllo');
    expect(await read(Buffer.from('hëllo', 'utf16le').swap16(), 'text/plain; charset=utf-16')).toBe('hëllo');
  });

  it('may have four bytes a character', async () => {
    expect(await read(utf32('hëllo'), 'text/plain; charset=utf-32le')).toBe('hëllo');
    expect(readingOf(Buffer.from([0xff, 0xff, 0xff, 0xff]), { declared: 'utf-32', isHtml: false }).bytes.toString('utf16le')).toBe(
      '\ufffd',
    );
  });

  it('is none of several bytes where the text is plain ASCII', async () => {
    expect(await read(Buffer.from('hello'), 'text/plain; charset=utf-16')).toBe('hello');
    expect(await read(Buffer.from('hello'), 'text/plain; charset=utf-32')).toBe('hello');
  });

  it('is known by the names that Microsoft gives', async () => {
    expect(await read(Buffer.from([0x82, 0xa0]), 'text/plain; charset=cp932')).toBe('あ');
  });

  it('is UTF-8 where that is what it is and what the text names cannot be', async () => {
    expect(await read(Buffer.from('你好，贵公'), 'text/plain; charset=gb2312')).toBe('你好，贵公');
    expect(await read(Buffer.from('次のあて先'), 'text/plain; charset=iso-2022-jp')).toBe('次のあて先');
    expect(await read(Buffer.from('Grüße'), 'text/plain; charset=x-no-such-charset')).toBe('Grüße');
  });

  it('is what the text names where that can be', async () => {
    expect(await read(Buffer.from([0xc4, 0xe3, 0xba, 0xc3]), 'text/plain; charset=gb2312')).toBe('你好');
    expect(await read(Buffer.from('Grüße'), 'text/plain; charset=iso-8859-1')).toBe('GrÃ¼ÃŸe');
  });

  it('of a subject that is raw and no UTF-8 is windows-1252', async () => {
    const mail = await readMail(Buffer.from('Subject: Grüße\r\n\r\nHi', 'latin1'));
    expect(mail.ok ? mail.value.subject : '').toBe('Grüße');
  });
});
