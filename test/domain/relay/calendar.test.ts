import { test } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarMethod, scrubCalendar } from '../../../domain/relay/scrub/calendar.ts';
import { holdsSpelling } from '../../../domain/relay/scrub/scrub-text.ts';
import { ana, jane, set, spellingArbitrary } from './scrub-world.ts';

const calendar = (...lines: readonly string[]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Example//Mail//EN',
    'METHOD:REQUEST',
    'BEGIN:VEVENT',
    ...lines,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
const scrubbed = (...lines: readonly string[]): readonly string[] =>
  (scrubCalendar(calendar(...lines), set) ?? '').replace(/\r\n /g, '').split('\r\n').slice(5, -3);

describe('an invitation', () => {
  it.each([
    [
      'ORGANIZER;CN=Jane Hidden;SENT-BY="mailto:office@hidden.example.com";DIR="ldap://x":mailto:jane.doe@example.com',
      `ORGANIZER;CN="Jane":mailto:${jane.alias}`,
    ],
    [
      'ATTENDEE;ROLE=CHAIR;RSVP=TRUE;CN="ana@example.com";EMAIL=ana@example.com;X-NUM-GUESTS=0:MAILTO:Ana@example.com',
      `ATTENDEE;ROLE=CHAIR;RSVP=FALSE;CN="Ana";EMAIL=${ana.alias}:mailto:${ana.alias}`,
    ],
    ['ATTENDEE;CN=Jane Hidden;EMAIL=ada@example.org:urn:uuid:1', `ATTENDEE;CN="Jane";EMAIL=${jane.alias}:mailto:${jane.alias}`],
    [
      'ATTENDEE;CN=Bob;DELEGATED-FROM="mailto:ada@example.org":mailto:bob@example.net',
      `ATTENDEE;CN=Bob;DELEGATED-FROM="mailto:${jane.alias}":mailto:bob@example.net`,
    ],
    ['UID:12-34@laptop.example.com', 'UID:12-34@relay.example.org'],
    ['UID:12-34', 'UID:12-34'],
    ['DESCRIPTION:Write to\\njane.doe@example.com\\, please', `DESCRIPTION:Write to\\n${jane.alias}\\, please`],
    ['SUMMARY:Lunch\\, at noon 👩‍👩‍👧', 'SUMMARY:Lunch\\, at noon 👩‍👩‍👧'],
    ['URL:https://example.net/?u=ada%40example.org', `URL:https://example.net/?u=${jane.alias}`],
    ['X-OWNER:mailto:ada@example.org', `X-OWNER:mailto:${jane.alias}`],
  ])('%s', (line, shown) => {
    expect(scrubbed(line)).toEqual([shown]);
  });

  it.each([
    'X-WR-CALNAME:ada@example.org',
    'X-WR-CALNAME:Hidden Name',
    'X-MS-OLK-SENDER:mailto:x@hidden.example.com',
    'ATTACH;ENCODING=BASE64;VALUE=BINARY:AAAA',
  ])('loses %s', (line) => {
    expect(scrubbed(line)).toEqual([]);
  });

  it('asks for no answer, and can be called off', () => {
    expect(calendarMethod(scrubCalendar(calendar('UID:1'), set) ?? '')).toBe('PUBLISH');
    expect(calendarMethod(scrubCalendar(calendar('UID:1').replace('REQUEST', 'CANCEL'), set) ?? '')).toBe('CANCEL');
  });

  it('has lines of 75 octets and whole characters', () => {
    const lines = (scrubCalendar(calendar(`SUMMARY:${'é👩'.repeat(60)}`), set) ?? '').split('\r\n');
    for (const line of lines) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    expect(lines.join('\r\n').replace(/\r\n /g, '')).toContain('é👩'.repeat(60));
  });

  it.each([
    '',
    'hello',
    'BEGIN:VCALENDAR\r\nEND:VEVENT\r\n',
    'BEGIN:VCALENDAR\r\nSUMMARY\r\nEND:VCALENDAR\r\n',
    'BEGIN:VCARD\r\nEND:VCARD\r\n',
    'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\nX:1',
  ])('that is none, %j, is dropped', (text) => {
    expect(scrubCalendar(text, set)).toBe(undefined);
  });

  test.prop([
    spellingArbitrary,
    fc.constantFrom('SUMMARY:', 'LOCATION:', 'UID:', 'X-A:', 'ATTENDEE;CN=', 'ATTENDEE:mailto:', 'COMMENT:\\n'),
  ])('tells no address, in whatever spelling', (spelling, name) => {
    const line = `${name}${spelling.replace(/[\r\n]/g, '')}`;
    const told = scrubCalendar(calendar(name.endsWith('=') ? `${line.replace(/[";:]/g, '')}:x` : line), set);
    expect(holdsSpelling((told ?? '').replace(/\r\n /g, '').replaceAll('\\n', '\n'), set)).toBe(false);
  });

  it.each([
    ['X', 1_000_000],
    ['A:\r\n ', 200_000],
    ['A;B="', 200_000],
    ['BEGIN:X\r\n', 100_000],
  ])('a megabyte of %j is read once', (piece, times) => {
    expect(scrubCalendar(`BEGIN:VCALENDAR\r\n${piece.repeat(times)}`, set)).toBe(undefined);
  });
});
