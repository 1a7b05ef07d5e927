import { describe, expect, test } from 'vitest';
import { safeParts, type PartNeeds } from '../../../../adapters/email/relay/safe-parts.ts';
import type { InboundPart } from '../../../../domain/relay/message.ts';
import { jpeg, jpegPixels } from '../../../support/relay-pictures.ts';

const needs: PartNeeds = {
  isSpelled: (text) => text.includes('jane@example.com'),
  scrubText: (text) => text.replaceAll('jane@example.com', 'c_jane@relay.example.org'),
  scrubCalendar: (text) => (text.startsWith('BEGIN:') ? text.replaceAll('jane@example.com', 'c_jane@relay.example.org') : undefined),
  cleanPdf: (bytes) => Promise.resolve(Buffer.from(bytes).includes('secret') ? undefined : Buffer.from('%PDF-clean')),
};

const part = (facts: Partial<InboundPart>): InboundPart => ({
  mediaType: 'application/octet-stream',
  disposition: undefined,
  fileName: undefined,
  contentId: undefined,
  bytes: Buffer.from(facts.text ?? ''),
  text: undefined,
  ...facts,
});

const one = async (facts: Partial<InboundPart>) => {
  const { parts, notes } = await safeParts([part(facts)], needs);
  return { part: parts[0], notes };
};

describe('the parts of a mail', () => {
  test('are relayed as they can be made safe, and noted where they cannot', async () => {
    const { parts, notes, contentIds } = await safeParts(
      [
        part({ mediaType: 'application/pgp-signature', fileName: 'jane@example.com.asc' }),
        part({ mediaType: 'image/jpeg', fileName: 'a.jpg', contentId: 'ii_1@JANES-LAPTOP', bytes: jpeg() }),
        part({ mediaType: 'text/vcard', text: 'BEGIN:VCARD' }),
        part({ mediaType: 'application/pdf', disposition: 'attachment', fileName: 'jane@example.com.pdf', bytes: Buffer.from('%PDF-1.7') }),
      ],
      needs,
    );
    expect(parts).toMatchObject([
      { mediaType: 'image/jpeg', disposition: 'inline', fileName: 'a.jpg', contentId: 'part-1' },
      { mediaType: 'application/pdf', disposition: 'attachment', fileName: 'attachment-2.pdf', contentId: undefined },
    ]);
    expect(Buffer.from(parts[0]?.bytes ?? []).includes(jpegPixels())).toBe(true);
    expect(Buffer.from(parts[0]?.bytes ?? []).includes('Jane')).toBe(false);
    expect(notes).toEqual(['A digital signature was left out.', 'A contact card was left out.']);
    expect(contentIds).toEqual(new Map([['ii_1@janes-laptop', 'part-1']]));
  });

  test.each(['text/plain', 'text/csv'])('are scrubbed and written anew in UTF-8: %s', async (mediaType) => {
    const { part: kept } = await one({ mediaType, bytes: Buffer.from('odd'), text: 'ü,jane@example.com' });
    expect(kept).toMatchObject({ mediaType, charset: 'utf-8', disposition: 'attachment' });
    expect(Buffer.from(kept?.bytes ?? []).toString()).toBe('ü,c_jane@relay.example.org');
  });

  test('are an invitation that can be answered, with the method that it has after it was scrubbed', async () => {
    const { part: kept } = await one({
      mediaType: 'text/calendar',
      text: 'BEGIN:VCALENDAR\r\nMETHOD:request\r\nORGANIZER:mailto:jane@example.com\r\n',
    });
    expect(kept).toMatchObject({ mediaType: 'text/calendar', disposition: 'inline', fileName: 'attachment-1.ics', method: 'REQUEST' });
  });

  test.each([
    ['a calendar that is none', { mediaType: 'text/calendar', text: 'nothing' }, 'A calendar file was left out.'],
    [
      'a picture that is broken',
      { mediaType: 'image/png', bytes: Buffer.from('\x89PNG\r\n\x1a\nxx', 'latin1') },
      'A picture was left out.',
    ],
    ['a PDF with a secret', { mediaType: 'application/pdf', bytes: Buffer.from('%PDF-secret') }, 'A PDF was left out.'],
  ])('are left out and noted: %s', async (_, facts, note) => {
    expect(await one(facts)).toEqual({ part: undefined, notes: [note] });
  });
});
