import { describe, expect, it } from 'vitest';
import { attemptsMax } from '../../../adapters/dynamodb/change-in-table.ts';
import { memberKey, surveyKey } from '../../../adapters/dynamodb/keys.ts';
import { createTableMembers, unreadableMax } from '../../../adapters/dynamodb/members-in-table.ts';
import { createTableInMemory, type TableInMemory } from '../../../adapters/dynamodb/table-in-memory.ts';
import { Unavailable, type Item, type Key, type Query, type Table, type Write } from '../../../adapters/dynamodb/table.ts';
import { changed } from '../../../domain/kernel/decision.ts';
import type { Instant } from '../../../domain/kernel/instant.ts';
import type { MemberId } from '../../../domain/kernel/member-id.ts';
import type { Member } from '../../../domain/membership/member.ts';
import { aMember, memberIdOf } from '../../support/contract-membership.ts';
import { createLaggingTable, settled } from '../../support/lag.ts';

const ana = memberIdOf(1);
const given = (word: string) => ({ version: 1, texts: { work: [word] }, at: 5 as Instant });

const becomes = async (table: Table, changes: Partial<Member>, id: MemberId = ana): Promise<unknown> =>
  createTableMembers(table).change(id, (member) => changed({ ...aMember({ id }), ...member, ...changes }, undefined));
const erased = async (table: Table, id: MemberId = ana): Promise<unknown> =>
  createTableMembers(table).change(id, () => changed(undefined, undefined));

/** The table, and what was asked of it. */
const watched = <T extends Table>(table: T) => {
  const commits: (readonly Write[])[] = [];
  const queries: Query[] = [];
  const gets: Key[] = [];
  const watching: Table = {
    ...table,
    get: async (key) => {
      gets.push(key);
      return table.get(key);
    },
    query: async (query) => {
      queries.push(query);
      return table.query(query);
    },
    commit: async (writes) => {
      commits.push(writes);
      return table.commit(writes);
    },
  };
  return { table: watching, commits, queries, gets };
};
const keysOf = (writes: readonly Write[] | undefined): readonly string[] =>
  (writes ?? []).map((write) => `${write.op} ${(write.op === 'put' ? write.item : write.key).sk}`);

/** A reader whose look at the survey item comes late: between its two looks, `meanwhile` happens. */
const interrupted = (table: Table, meanwhile: (look: number) => Promise<unknown>, late: 'member' | 'survey' = 'survey'): Table => {
  let looks = 0;
  return {
    ...table,
    get: async (key) => {
      if (key.sk === late) await meanwhile(++looks);
      return table.get(key);
    },
  };
};

describe('What a change writes of a member', () => {
  it('is their own item alone where the answers stay as they are', async () => {
    const { table, commits } = watched(await createTableInMemory());
    await becomes(table, { answers: given('murals'), draft: given('cats') });
    await becomes(table, { name: 'Anna' });
    expect(commits.map(keysOf)).toEqual([['put member', 'put survey'], ['put member']]);
    expect(await createTableMembers(table).find(ana)).toMatchObject({ name: 'Anna', answers: given('murals'), draft: given('cats') });
  });

  it('is no answers where nobody answered yet', async () => {
    const { table, commits } = watched(await createTableInMemory());
    await becomes(table, {});
    await becomes(table, { name: 'Anna' });
    await erased(table);
    expect(commits.map(keysOf)).toEqual([['put member'], ['put member'], ['delete member']]);
  });

  it('is both items where an answer or the draft changes, and where both are taken back', async () => {
    const { table, commits } = watched(await createTableInMemory());
    await becomes(table, { draft: given('cats') });
    await becomes(table, { answers: given('murals'), draft: undefined });
    await becomes(table, { answers: undefined });
    expect(commits.map(keysOf)).toEqual([
      ['put member', 'put survey'],
      ['put member', 'put survey'],
      ['put member', 'put survey'],
    ]);
    expect(await createTableMembers(table).find(ana)).toStrictEqual(aMember());
    expect(JSON.stringify(await table.get(surveyKey(ana)))).not.toMatch(/cats|murals/);
  });

  it('is removed whole with them', async () => {
    const table = await createTableInMemory();
    await becomes(table, { answers: given('murals') });
    await erased(table);
    expect(table.items()).toEqual([]);
  });

  it('does not let their own item grow with their answers', async () => {
    const table = await createTableInMemory();
    await becomes(table, { answers: given('x'.repeat(8_000)) });
    expect(JSON.stringify((await table.get(memberKey(ana)))?.body).length).toBeLessThan(500);
  });
});

describe('Whoever finds the two items of a member in different states', () => {
  it.each(['member', 'survey'] as const)('reads them again, where the %s item comes late', async (late) => {
    const table = await createTableInMemory();
    await becomes(table, { name: 'Ana', answers: given('one') });
    const reader = interrupted(table, async (look) => look === 1 && becomes(table, { name: 'Anna', answers: given('two') }), late);
    expect(await createTableMembers(reader).find(ana)).toMatchObject({ name: 'Anna', answers: given('two') });
  });

  it('does not take the answers of a member who was erased for those of whom signed up anew', async () => {
    const table = await createTableInMemory();
    await becomes(table, { answers: given('one'), signedUpAt: 1_000 as Instant });
    const reader = interrupted(table, async (look) => {
      if (look > 1) return;
      await erased(table);
      await becomes(table, { name: 'Anna', answers: given('two'), signedUpAt: 2_000 as Instant });
    });
    expect(await createTableMembers(reader).find(ana)).toMatchObject({ name: 'Anna', answers: given('two') });
  });

  it('sees nobody where they are erased meanwhile', async () => {
    const table = await createTableInMemory();
    await becomes(table, { answers: given('one') });
    const reader = interrupted(table, async () => erased(table));
    expect(await createTableMembers(reader).find(ana)).toBeUndefined();
  });

  it('decides on what belongs together', async () => {
    const table = await createTableInMemory();
    await becomes(table, { answers: given('one') });
    const writer = interrupted(table, async (look) => look === 1 && becomes(table, { name: 'Anna', answers: given('two') }));
    const seen: unknown[] = [];
    await createTableMembers(writer).change(ana, (member) => {
      seen.push([member?.name, member?.answers]);
      return changed({ ...member!, draft: given('cats') }, undefined);
    });
    expect(seen).toEqual([['Anna', given('two')]]);
    expect(await createTableMembers(table).find(ana)).toMatchObject({ name: 'Anna', answers: given('two'), draft: given('cats') });
  });

  it('gives up with Unavailable where that goes on and on', async () => {
    const table = await createTableInMemory();
    await becomes(table, { answers: given('0') });
    let looks = 0;
    const reader = interrupted(table, async (look) => {
      looks = look;
      await becomes(table, { answers: given(String(look)) });
    });
    await expect(createTableMembers(reader).find(ana)).rejects.toThrow(Unavailable);
    expect(looks).toBe(attemptsMax);
    await expect(createTableMembers(reader).change(ana, (member) => changed(member, undefined))).rejects.toThrow(Unavailable);
  });
});

describe('A page of members', () => {
  const inOrder = Array.from({ length: 250 }, (_, n) => memberIdOf(n)).sort();
  const nth = (n: number): MemberId => inOrder[n] ?? ana;
  const everyTenthAnswers = async (table: Table, count: number): Promise<void> => {
    for (let n = 0; n < count; n++) await becomes(table, n % 10 === 0 ? {} : { answers: given(String(n)) }, nth(n));
  };

  it('has their answers, in two queries and nothing more', async () => {
    const { table, queries, gets } = watched(await createTableInMemory());
    await everyTenthAnswers(table, 250);
    gets.length = 0;
    const first = await createTableMembers(table).page(undefined, 200);
    expect(first.map(({ id, answers }) => [id, answers])).toEqual(
      Array.from({ length: 200 }, (_, n) => [nth(n), n % 10 === 0 ? undefined : given(String(n))]),
    );
    expect([queries.length, gets.length]).toEqual([2, 0]);
    expect(await createTableMembers(table).page(first.at(-1)?.id, 200)).toHaveLength(50);
  });

  it('has the newest answers of those of whom the lists show the two items in different states', async () => {
    const table = await createLaggingTable();
    await becomes(table, { answers: given('one') });
    await settled();
    const behind: Table = {
      ...table,
      query: async (query) => (query.partition === 'surveys' ? { items: (await table.query(query)).items.map(older) } : table.query(query)),
    };
    await becomes(table, { answers: given('two') });
    await settled();
    expect(await createTableMembers(behind).page(undefined, 10)).toMatchObject([{ answers: given('two') }]);
  });

  const older = (item: Item): Item => ({ ...item, body: { state: 0, answers: given('one') } });

  const broken = async (table: TableInMemory, ids: readonly MemberId[]): Promise<void> => {
    for (const id of ids) {
      const item = { ...memberKey(id), body: { stage: 'ana@example.com' }, index: { pk: 'members', sk: id } };
      await table.commit([{ op: 'put', item, expect: 'anything' }]);
    }
  };

  it('goes on behind somebody who cannot be read, and says so', async () => {
    const table = await createTableInMemory();
    await everyTenthAnswers(table, 30);
    await broken(table, [3, 10, 29].map(nth));
    const told: string[] = [];
    const members = createTableMembers(table, ({ code }) => told.push(code));
    const pages = [await members.page(undefined, 12), await members.page(nth(13), 12), await members.page(nth(25), 12)];
    expect(pages.map(({ length }) => length)).toEqual([12, 12, 3]);
    expect(pages.flat().map(({ id }) => id)).toEqual(
      Array.from({ length: 30 }, (_, n) => n).flatMap((n) => ([3, 10, 29].includes(n) ? [] : [nth(n)])),
    );
    expect(told).toEqual(Array(3).fill('storage.unreadable'));
  });

  it('is refused where so many cannot be read that another version must have written them', async () => {
    const table = await createTableInMemory();
    await everyTenthAnswers(table, 30);
    const members = createTableMembers(table);
    await broken(table, inOrder.slice(0, unreadableMax));
    expect(await members.page(undefined, 200)).toHaveLength(20);
    await broken(table, [nth(20)]);
    await expect(members.page(undefined, 200)).rejects.toMatchObject({ code: 'storage.unreadable' });
  });
});
