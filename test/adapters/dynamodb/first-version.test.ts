import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJournal } from '../../../adapters/dynamodb/journal.ts';
import { memberKey, surveyKey } from '../../../adapters/dynamodb/keys.ts';
import { createTableMembers } from '../../../adapters/dynamodb/members-in-table.ts';
import { createTableInMemory, type TableInMemory } from '../../../adapters/dynamodb/table-in-memory.ts';
import { changed } from '../../../domain/kernel/decision.ts';
import type { Instant } from '../../../domain/kernel/instant.ts';
import type { Week } from '../../../domain/kernel/iso-week.ts';
import { aMember, memberIdOf } from '../../support/contract-membership.ts';
import { temporaryFolder } from '../../support/reopened.ts';
import { answers, everything, now } from '../../support/stored-everything.ts';

describe('What the first version has written', () => {
  let root: Awaited<ReturnType<typeof temporaryFolder>>;
  let table: TableInMemory;
  beforeEach(async () => {
    root = await temporaryFolder();
    await copyFile(new URL('journal-of-the-first-version', import.meta.url), join(root.folder, 'journal'));
    table = await createTableInMemory({ journal: await openJournal(root.folder) });
  });
  afterEach(async () => {
    await table.close();
    await root.remove();
  });

  // What it did not store, or nowhere that lasts.
  const ofTheRelay = ['a message of a thread', 'a mail between members that waits', 'figures of the relay'];
  const ofTheChat = [
    'a chat',
    'a message of a chat',
    'a message of a chat by what its writer called it',
    'an open window',
    'an open window of its member',
    'a ticket of the chat',
  ];
  const newer = ['what a member answered', 'a lease', 'a pace', ...ofTheRelay, ...ofTheChat];
  const old = Object.entries(everything).filter(([name]) => !newer.includes(name));
  it.each(old)('is read and changed as it was then: %s', async (_, { at, read, change }) => {
    const { version } = (await table.get(at))!;
    const [first] = [await read(table)].flat();
    expect(first).toBeDefined();
    await change?.(table);
    expect((await table.get(at))!.version > version).toBe(change !== undefined);
    expect([await read(table)].flat()[0]).toBeDefined();
  });

  it('of a member, answers and draft among it, is all there, and all there is after a change too', async () => {
    const members = createTableMembers(table);
    const ana = aMember({
      answers,
      draft: { version: 1, texts: { work: ['a mural of cats'] }, at: 2_000 as Instant },
      skips: [2969 as Week],
      unsubscribed: ['left-over'],
      links: [
        { purpose: 'sign-in', hash: 'one', expiresAt: 9_000 as Instant },
        { purpose: 'survey', hash: 'two', expiresAt: 9_000 as Instant, spentAt: now },
      ],
      sessions: [{ id: 's', hash: 'three', signedInAt: now, expiresAt: 9_000 as Instant }],
      mailed: { day: '1970-01-01', counts: { 'sign-in': 1 } },
    });
    const ben = { id: memberIdOf(2), name: 'Ben', stage: { name: 'invited' } };
    expect(await members.find(ana.id)).toStrictEqual(ana);
    expect(await members.page(undefined, 10)).toMatchObject([ana, ben]);
    await members.change(ana.id, (member) => changed({ ...member!, name: 'Anna' }, undefined));
    expect(await members.find(ana.id)).toStrictEqual({ ...ana, name: 'Anna' });
    expect(await members.page(undefined, 10)).toMatchObject([{ ...ana, name: 'Anna' }, ben]);
  });

  it('of what a member answered, moves out of their own item with the first change, whatever that is', async () => {
    const members = createTableMembers(table);
    expect(await table.get(surveyKey(memberIdOf(1)))).toBeUndefined();
    await members.change(memberIdOf(1), (member) => changed({ ...member!, sessions: [] }, undefined));
    expect(JSON.stringify(await table.get(memberKey(memberIdOf(1))))).not.toContain('mural');
    expect(JSON.stringify(await table.get(surveyKey(memberIdOf(1))))).toContain('a mural of cats');
  });

  it('is removed whole with a member', async () => {
    await createTableMembers(table).change(memberIdOf(1), () => changed(undefined, undefined));
    expect(JSON.stringify(table.items())).not.toContain('mural');
  });
});
