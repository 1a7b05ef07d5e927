import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fc, it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { communityOf, readCommunity } from '../../../adapters/config/community.ts';
import { temporaryFolder } from '../../support/reopened.ts';
import { aCommunityFile } from '../email/mail-builders.ts';

const problemsIn = (json: unknown): readonly string[] => {
  const community = communityOf(json, 'community.json');
  return community.ok ? [] : community.error.kept.map(({ column, code }) => `${column ?? '-'} ${code}`);
};
const problemsWith = (overrides: Readonly<Record<string, unknown>>): readonly string[] => problemsIn(aCommunityFile(overrides));

describe('a community’s file', () => {
  it('that ships with Loop is sound', () => {
    expect(readCommunity('community/community.json')).toMatchObject({ ok: true });
  });

  it('is read as it says', () => {
    const community = communityOf(aCommunityFile({ standingHost: ' host@example.com ' }), 'community.json');
    expect(community).toMatchObject({
      ok: true,
      value: { name: 'Sample Circle', round: { day: 'monday', hour: 8 }, standingHost: 'host@example.com' },
    });
  });

  it('may do without a standing host and without holidays', () => {
    expect(problemsWith({ holidayWeeks: [] })).toEqual([]);
  });

  it('is told every problem at once, each with the path of its field', () => {
    const bad = {
      name: 'Two\nlines',
      timeZone: '+01:00',
      round: { day: 'Mon', hour: 24, minute: 5 },
      sendingHour: 8.5,
      locale: 'xx-invalid-',
      from: 'nobody',
      postalAddress: [],
      holidayWeeks: ['2027-W53', '2026-W52', '2026-W52'],
      operators: ['who?', 'Ana@example.com', 'ana+work@example.com'],
      colour: 'green',
    };
    expect([...problemsIn(bad)].sort()).toEqual([
      'colour community.unknown_field',
      'from community.address',
      'holidayWeeks.0 community.week',
      'holidayWeeks.2 community.twice',
      'locale community.locale',
      'name community.text',
      'operators.0 community.address',
      'operators.2 community.twice',
      'postalAddress community.count',
      'round.day community.day',
      'round.hour community.hour',
      'round.minute community.unknown_field',
      'sendingHour community.hour',
      'timeZone community.time_zone',
    ]);
  });

  it('misses nothing silently', () => {
    const { operators: _operators, round: _round, ...rest } = aCommunityFile();
    expect(problemsIn(rest)).toEqual(['round community.missing', 'operators community.missing']);
    expect(problemsWith({ round: { day: 'monday' } })).toEqual(['round.hour community.missing']);
  });

  it('has at least one operator and a name that fits over a mail', () => {
    expect(problemsWith({ operators: [] })).toEqual(['operators community.count']);
    expect(problemsWith({ name: 'x'.repeat(81) })).toEqual(['name community.too_long']);
    expect(problemsWith({ name: ' ' })).toEqual(['name community.text']);
    expect(problemsWith({ name: 'left\u202eright' })).toEqual(['name community.text']);
  });

  it('keeps to values of the right kind', () => {
    expect(problemsWith({ name: 5, sendingHour: '9', operators: 'a@example.com' })).toEqual([
      'name community.shape',
      'sendingHour community.shape',
      'operators community.shape',
    ]);
    for (const none of [null, [], 'x', 5]) expect(problemsIn(none)).toEqual(['- community.shape']);
  });

  it.prop([fc.anything()])('never breaks the reader, whatever it is', (json) => {
    expect(communityOf(json, 'community.json').ok).toBe(false);
  });

  it('never has its addresses repeated in a problem', () => {
    const community = communityOf(
      aCommunityFile({ from: 'secret@@example.com', operators: ['secret@example.com', 'secret@example.com'], standingHost: 'secret' }),
      'f',
    );
    expect(JSON.stringify(community)).not.toContain('secret');
    expect(community.ok).toBe(false);
  });

  it('that is no JSON is told the line', async () => {
    const { folder, remove } = await temporaryFolder();
    const file = join(folder, 'community.json');
    writeFileSync(file, '{\n  "name": "Sample",\n  "timeZone" "Europe/Lisbon"\n}\n');
    const community = readCommunity(file);
    await remove();
    expect(community).toMatchObject({ ok: false, error: { kept: [{ line: 3, code: 'community.not_json' }] } });
    expect(readCommunity(file)).toMatchObject({ ok: false, error: { kept: [{ code: 'file.missing' }] } });
  });
});
