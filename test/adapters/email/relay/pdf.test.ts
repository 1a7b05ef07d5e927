import { describe, expect, test } from 'vitest';
import { forOneMail, makePdfCleaner, pdfBytesMax } from '../../../../adapters/email/relay/pdf.ts';
import { readPdf } from '../../../../adapters/email/relay/pdf-reader.ts';
import { jpegPixels } from '../../../support/relay-pictures.ts';
import {
  annotatedPdf,
  authoredPdf,
  bombPdf,
  contentPdf,
  encryptedPdf,
  looked,
  pdfWithFile,
  subsetPdf,
} from '../../../support/relay-pdfs.ts';

const isSpelled = (text: string): boolean => /\bjane@example\.com\b/i.test(text);
const cleanPdf = makePdfCleaner();
const cleaned = async (bytes: Uint8Array): Promise<Buffer> => {
  const clean = await cleanPdf(bytes, isSpelled);
  if (clean === undefined) throw new Error('the PDF was dropped');
  return Buffer.from(clean);
};

describe('a PDF that is relayed', () => {
  test('says nothing about itself, and has its pages', async () => {
    const clean = await cleaned(await authoredPdf());
    expect(await looked(clean)).toEqual({ pages: 1, hasInfo: false, hasId: false, hasMetadata: false });
    expect(clean.toString('latin1')).not.toMatch(/Jane|jane|xmpmeta|LastModified|PieceInfo/);
  });

  test('has its photographs without what the camera said', async () => {
    expect((await cleaned(await authoredPdf())).includes(jpegPixels())).toBe(true);
  });

  test('is the same bytes each time', async () => {
    const pdf = await authoredPdf();
    expect(await cleaned(pdf)).toEqual(await cleaned(pdf));
  });

  test('is not changed by being relayed once more', async () => {
    const once = await cleaned(await authoredPdf());
    expect(await cleaned(once)).toEqual(once);
  });
});

describe('a PDF is dropped', () => {
  test.each([
    ['that shows an address', () => authoredPdf('mail jane@example.com soon')],
    ['that shows an address as glyphs of a font of its own', () => subsetPdf('jane@example.com')],
    ['that shows an address in pieces', () => contentPdf('BT (ja) Tj (n\\145@ex) Tj 1 0 Td <616d706c65> Tj (.com) Tj ET')],
    ['that shows an address beside other words', () => contentPdf('BT (Mail:) Tj 0 -12 Td [(jane@) 20 (example.com)] TJ T* (Phone) Tj ET')],
    ['that shows an address between wide gaps', () => contentPdf('BT [(Mail) -250 (jane@example.com) -250 (now)] TJ ET')],
    ['with an address in a note', () => annotatedPdf('ask jane@example.com')],
    ['with files in it', pdfWithFile],
    ['that is encrypted', () => encryptedPdf(false)],
    ['that is encrypted, and says so in a stream', () => encryptedPdf(true)],
    ['that would be far more than it is', () => Promise.resolve(bombPdf())],
    ['that is larger than it may be', () => Promise.resolve(Buffer.alloc(pdfBytesMax + 1))],
    ['that is none', () => Promise.resolve(Buffer.from('%PDF-1.7 nothing'))],
    ['that was cut short', async () => (await authoredPdf()).subarray(0, 400)],
    ['that is nested too deep', () => Promise.resolve(Buffer.from(`%PDF-1.7\n1 0 obj\n${'['.repeat(200_000)}`))],
    ['without a byte', () => Promise.resolve(Buffer.alloc(0))],
  ])('%s', async (_, pdf) => {
    expect((await cleanPdf(await pdf(), isSpelled)) === undefined).toBe(true);
  });

  test('unread, where those before it in the same mail took all the time that a mail has', async () => {
    const pdf = await authoredPdf();
    const ofOneMail = forOneMail(cleanPdf, 1);
    expect((await ofOneMail(pdf, isSpelled)) === undefined).toBe(false);
    expect(await ofOneMail(pdf, isSpelled)).toBeUndefined();
    expect((await forOneMail(cleanPdf)(pdf, isSpelled)) === undefined).toBe(false);
  });

  test('that is not read by its deadline, though nothing is wrong with it', async () => {
    const pdf = await authoredPdf();
    expect(await cleanPdf(pdf, isSpelled)).toBeDefined();
    expect(await makePdfCleaner({ deadlineMs: 1 })(pdf, isSpelled)).toBeUndefined();
  });
});

test('a page shows its words to whoever looks for them', async () => {
  const read = await readPdf(await subsetPdf('Hello, you'));
  expect(read?.texts.some((text) => text.includes('Hello, you'))).toBe(true);
});
