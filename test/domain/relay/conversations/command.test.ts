import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { commandIn } from '../../../../domain/relay/conversations/command.ts';
import { scrubSetOf } from '../../../../domain/relay/scrub/spellings.ts';

const someone = (name: string, side: string) => ({
  email: `${name}@example.com`,
  otherEmails: [],
  name,
  alias: `c_${side}@relay.example.org`,
});
const set = scrubSetOf({ sender: someone('ana', 'a'), partner: someone('ben', 'b') });

const pieces = [
  '',
  'STOP',
  'De :',
  'From: Ben <ben@example.com>',
  'On Fri, Nov 20, 2026 at 9:00 AM Ben <ben@example.com> wrote:',
  'On Fri, Nov 20, 2026',
  'Ben <ben@example.com>',
  'wrote:',
  'Am 20.11.2026 um 9:00 schrieb Ben <ben@example.com>:',
  '> Hello',
  '-----Original Message-----',
  '________________________________',
  'ben@example.com:',
];

describe('a reply that is one word', () => {
  it.each([
    ['STOP', 'mute'],
    ['stop.', 'mute'],
    ['  End!  ', 'end'],
    ['Report\r\n', 'report'],
    ['STOP\n\nSent from my iPhone', 'mute'],
    ['END\n\n-- \nAna\nhttps://ana.example.com', 'end'],
    ['Stop\n\nOn Sat, Nov 21, 2026 at 12:00, Ben <c_b@relay.example.org> wrote:\n> Shall we?\n> STOP calling me', 'mute'],
    ['REPORT\n\n> Shall we?', 'report'],
    [
      'STOP\n\nGet Outlook for iOS\n\nFrom: Ben <c_b@relay.example.org>\nSent: Saturday, 21 November 2026\nTo: Ana\nSubject: Coffee\n\nShall we?',
      'mute',
    ],
  ])('%j', (text, command) => {
    expect(commandIn(text, set)).toBe(command);
  });

  it.each([
    '',
    '> STOP',
    'STOP it',
    'The end',
    'stop\nor not',
    'I have to report something',
    'STOP STOP',
    'S T O P',
    'ＳＴＯＰ',
    'Unsubscribe',
  ])('%j is none', (text) => {
    expect(commandIn(text, set)).toBeUndefined();
  });

  it('is looked for where one line of a quote follows another', () => {
    expect(commandIn('On Fri, Nov 20, 2026 at 9:00 AM Ben <ben@example.com> wrote:\nDe :', set)).toBeUndefined();
    expect(
      commandIn(
        'STOP\n\nOn Fri, Nov 20, 2026 at 9:00 AM Ben <ben@example.com> wrote:\nDe :\nOn Fri, Nov 20, 2026 at 9:00 AM Ben <ben@example.com> wrote:\n> Hello',
        set,
      ),
    ).toBe('mute');
  });

  test.prop([fc.array(fc.constantFrom(...pieces), { maxLength: 12 })])('is looked for in anything at all', (lines) => {
    expect(['mute', 'end', 'report', undefined]).toContain(commandIn(lines.join('\n'), set));
  });

  it('is looked for in time also where a mail is long', () => {
    expect(commandIn(`${'> '.repeat(50_000)}\n${'stop '.repeat(50_000)}`, set)).toBeUndefined();
  });
});
