import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type CommunityFile, readCommunity } from '../../../adapters/files/community-file.ts';
import type { BytesRead } from '../../../adapters/files/csv-file.ts';
import { readMembers } from '../../../adapters/files/members-file.ts';
import { answersOf } from '../../../domain/introductions/community.ts';
import { aQuestion, aSurvey, optionsOf } from '../../arbitraries/community.ts';

const survey = aSurvey(
  aQuestion({ id: 'colour', options: optionsOf('red', 'blue', 'green'), required: true }),
  aQuestion({ id: 'days', kind: 'multi', options: optionsOf('mon', 'tue', 'wed'), max: 2 }),
  aQuestion({ id: 'plan', kind: 'scale' }),
  aQuestion({ id: 'themes', kind: 'tags' }),
  aQuestion({ id: 'about', kind: 'text', matching: { rule: 'ignore' } }),
);
const header = 'email,name,colour,days,plan,themes,about\n';

const folder = mkdtempSync(join(tmpdir(), 'loop-community-'));
const file = join(folder, 'members.csv');
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const read = async (
  text: string | Buffer,
  wanted: { readonly membersMax?: number; readonly tooMany?: string } = {},
): Promise<CommunityFile> => {
  writeFileSync(file, text);
  const community = await readCommunity({ file, survey, membersMax: 1_000, ...wanted });
  if (!community.ok) throw new Error(community.error.code);
  return community.value;
};

const emails = fc.constantFrom('a@example.com', 'A+x@Example.com', 'b@example.com', 'j.doe@gmail.com', 'JDoe@googlemail.com', 'nobody', '');
const rows = fc.array(
  fc
    .tuple(
      emails,
      fc.constantFrom('Ana', 'Ben', '', 'Ana  Lima'),
      fc.constantFrom('red', 'BLUE', 'purple', 'green', ''),
      fc.constantFrom('mon', 'mon;tue', 'tue; mon', 'mon;tue;wed', ''),
      fc.constantFrom('3', '03', '9', ''),
      fc.constantFrom('the sea', 'The Sea;moss', 'moss;the sea', ''),
      fc.constantFrom('some words', 'other words', ' some words ', ''),
    )
    .map((cells) => cells.join(',')),
  { maxLength: 12 },
);

describe('a members file of a round', () => {
  it('holds the same members, says the same and counts the same as one that is read whole', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (drawn) => {
        const text = `${header}${drawn.join('\n')}\n`;
        const { community, emails: written, ...said } = await read(text);
        const { members, ...saidOfWhole } = readMembers(text, { file, survey, membersMax: 1_000 });
        expect(said).toEqual(saidOfWhole);
        const inOrder = [...members].sort((one, other) => (one.id < other.id ? -1 : 1));
        expect(community.ids).toEqual(inOrder.map(({ id }) => id));
        expect(community.names).toEqual(inOrder.map(({ name }) => name));
        expect(written).toEqual(inOrder.map(({ email }) => email));
        const quoted = inOrder.map(({ answers }) => new Map([...answers].filter(([question]) => question !== 'about')));
        expect(community.ids.map((_, member) => answersOf(community, member))).toEqual(quoted);
      }),
      { numRuns: 300 },
    );
  });

  it('is the same whatever the order of its rows', async () => {
    await fc.assert(
      fc.asyncProperty(
        rows.chain((drawn) => fc.tuple(fc.constant(drawn), fc.shuffledSubarray(drawn, { minLength: drawn.length }))),
        async ([drawn, shuffled]) => {
          const [one, other] = [await read(header + drawn.join('\n')), await read(header + shuffled.join('\n'))];
          expect(other.community).toEqual(one.community);
          expect(other.emails).toEqual(one.emails);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('holds no answer that nobody gives, and each one once', async () => {
    const { community } = await read(
      `${header}b@example.com,B,red,tue;mon,,,\na@example.com,A,RED,MON;tue,,,words\nc@example.com,C,green,mon,9,,\nd@example.com,D,blue,mon,,,\nd@example.com,D,green,mon,,,\n`,
    );
    expect(community.ids).toEqual(['a@example.com', 'b@example.com']);
    expect([...community.columns.keys()]).toEqual(['colour', 'days']);
    expect(community.columns.get('colour')).toEqual({ values: [{ kind: 'chosen', ids: ['red'] }], code: Uint32Array.of(1, 1) });
    expect(community.columns.get('days')).toEqual({ values: [{ kind: 'chosen', ids: ['mon', 'tue'] }], code: Uint32Array.of(1, 1) });
  });

  it('keeps apart rows that differ in free words alone, though it holds no free words', async () => {
    const { problems, community } = await read(
      `${header}a@example.com,A,red,,,,one thing\na@example.com,A,red,,,,another\nb@example.com,B,red,,,,x\n`,
    );
    expect(problems.kept.map(({ line, column, code }) => [line, column, code])).toEqual([
      [2, 'about', 'members.rows_disagree'],
      [3, 'about', 'members.rows_disagree'],
    ]);
    expect(community.ids).toEqual(['b@example.com']);
  });

  it('is refused where it names more than its command takes, in words of that command', async () => {
    const text = `${header}${Array.from({ length: 6 }, (_, at) => `m${String(at)}@example.com,M,red,,,,`).join('\n')}\n`;
    const { refused, community, problems } = await read(text, { membersMax: 5, tooMany: 'as many as fit the hall' });
    expect([refused, community.ids.length]).toEqual([true, 0]);
    expect(problems.kept).toMatchObject([
      { line: null, code: 'members.too_many', message: 'the file names more than 5 members, as many as fit the hall' },
    ]);
  });

  it('is told from one that is no text', async () => {
    writeFileSync(file, Buffer.from(`${header}a@example.com,Zo\u00eb,red\n`, 'latin1'));
    expect(await readCommunity({ file, survey, membersMax: 5 })).toMatchObject({ ok: false, error: { code: 'file.not_text' } });
    expect(await readCommunity({ file: join(folder, 'none.csv'), survey, membersMax: 5 })).toMatchObject({
      ok: false,
      error: { code: 'file.missing' },
    });
  });

  it('tells how far it is read, a megabyte at a time', async () => {
    const text = `${header}${Array.from({ length: 60_000 }, (_, at) => `m${String(at)}@example.com,Member ${String(at)},red,mon;tue,3,,`).join('\n')}\n`;
    writeFileSync(file, text);
    const told: BytesRead[] = [];
    const community = await readCommunity({ file, survey, membersMax: 60_000, onRead: (progress) => told.push(progress) });
    expect(community).toMatchObject({ ok: true, value: { repeatedRows: 0 } });
    expect(told.length).toBeGreaterThan(2);
    expect(told.at(-1)).toEqual({ file, read: text.length, bytes: text.length });
  });
});
