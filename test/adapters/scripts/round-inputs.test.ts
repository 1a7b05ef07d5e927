import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answersOf } from '../../../domain/introductions/community.ts';
import { parseWeek } from '../../../domain/kernel/iso-week.ts';
import { previewLimit, readRoundInputs, scoresLimit } from '../../../scripts/commands/round-inputs.ts';
import { smallSurvey } from '../../support/run-loop.ts';

describe('What a round from files is made of', () => {
  let folder: string;
  let said: string[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'loop-inputs-'));
    said = [];
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
    write('survey.json', smallSurvey);
    write('members.csv', 'email,name,constructor,tags\nEve+x@Example.com,Eve,red,x;y\nana@example.com,Ana,RED,\nben@example.com,Ben,,z\n');
  });
  afterEach(() => {
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });

  const at = (name: string): string => join(folder, name);
  const write = (name: string, content: string | Uint8Array): void => {
    writeFileSync(at(name), content);
  };
  const week = parseWeek('2026-W47');
  const read = (members = 'members.csv', options: Partial<Parameters<typeof readRoundInputs>[1]> = {}) =>
    readRoundInputs(at(members), {
      survey: at('survey.json'),
      history: [],
      zone: 'UTC',
      week: week.ok ? week.value : (0 as never),
      ...previewLimit,
      ...options,
    });
  const codesOf = (result: Awaited<ReturnType<typeof read>>): readonly (readonly [string, string])[] =>
    result.ok ? [] : result.error.kept.map(({ file, code }) => [file.slice(folder.length + 1), code]);

  it('are the members in order of id, with their addresses as written, and the past in their numbers', async () => {
    write('pairs.csv', 'week,a,b\n2026-W45,EVE@example.com,ben@example.com\n2026-W45,ana@example.com,gone@example.com\n');
    write('left-out.csv', 'week,member\n2026-W46,ana@example.com\n2026-W47,ana@example.com\n');
    write('apart.csv', 'a,b\nana@example.com,ben@example.com\n');
    const inputs = await read('members.csv', { history: [at('pairs.csv'), at('left-out.csv')], apart: at('apart.csv') });
    if (!inputs.ok) throw new Error(JSON.stringify(inputs.error));
    const { input, emails, skipped } = inputs.value;
    expect([input.community.ids, input.community.names, emails, skipped]).toEqual([
      ['ana@example.com', 'ben@example.com', 'eve@example.com'],
      ['Ana', 'Ben', 'Eve'],
      ['ana@example.com', 'ben@example.com', 'Eve+x@Example.com'],
      0,
    ]);
    expect([...answersOf(input.community, 2).keys()]).toEqual(['constructor', 'tags']);
    const { met, leftOut } = input.history;
    expect([...met.one, ...met.other, ...leftOut.member].map((number) => input.community.ids[number])).toEqual([
      ...['eve@example.com', 'ana@example.com'],
      ...['ben@example.com', undefined],
      'ana@example.com',
    ]);
    expect(input.apart).toEqual([['ana@example.com', 'ben@example.com']]);
    expect(said).toEqual([
      '1 row of history is of this week or later and was ignored\n',
      '1 address in --history or --apart belongs to no member and was ignored\n',
    ]);
  });

  it('are refused with every problem of every file at once', async () => {
    write('members.csv', 'email\nnobody\nana@example.com\n');
    write('past.csv', 'week,member\n2025-W53,ana@example.com\n');
    expect(codesOf(await read('members.csv', { history: [at('past.csv')] }))).toEqual([
      ['members.csv', 'address.malformed'],
      ['past.csv', 'week.unknown'],
    ]);
    expect(codesOf(await read('none.csv', { history: [at('none-either.csv')], survey: at('no-survey.json') }))).toEqual([
      ['no-survey.json', 'file.missing'],
      ['none.csv', 'file.missing'],
      ['none-either.csv', 'file.missing'],
    ]);
  });

  it('are refused for a file that the system cannot even find', async () => {
    symlinkSync('loop.csv', at('loop.csv'));
    const long = 'x'.repeat(300);
    expect(codesOf(await read('loop.csv', { history: [at(long)], apart: at('members.csv/deep.csv') }))).toEqual([
      ['loop.csv', 'file.not_readable'],
      [long, 'file.not_readable'],
      ['members.csv/deep.csv', 'file.not_readable'],
    ]);
  });

  it('are refused for every file that is no text, and for nothing else then', async () => {
    write('members.csv', Buffer.from('email,name\nnobody,A\nana@example.com,Zo\u00eb\n', 'latin1'));
    write('past.csv', 'week,member\n2025-W53,x\n');
    write('apart.csv', 'a,b\n\0\n');
    expect(codesOf(await read('members.csv', { history: [at('past.csv')], apart: at('apart.csv') }))).toEqual([
      ['members.csv', 'file.not_text'],
      ['apart.csv', 'file.not_text'],
    ]);
  });

  it('go on without bad rows where that is asked for, but not without a host', async () => {
    write('members.csv', 'email,constructor\nana@example.com,red\nben@example.com,purple\ncleo@example.com,red\n');
    const inputs = await read('members.csv', { skipBad: true });
    expect(inputs).toMatchObject({ ok: true, value: { skipped: 1, emails: ['ana@example.com', 'cleo@example.com'] } });
    expect(codesOf(await read('members.csv', { skipBad: true, host: 'ben@example.com' as never }))).toEqual([
      ['members.csv', 'host.not_a_member'],
    ]);
  });

  it('are no more members than the command takes', async () => {
    expect([previewLimit.membersMax, scoresLimit.membersMax]).toEqual([1_000_000, 20_000]);
    expect(codesOf(await read('members.csv', { membersMax: 2 }))).toEqual([['members.csv', 'members.too_many']]);
  });
});
