import { it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { aliasItem, aliasOf, closedSide, issuingWrites } from '../../../adapters/dynamodb/alias-rows.ts';
import { createChange, type NextItem } from '../../../adapters/dynamodb/change-in-table.ts';
import { createTableConversations } from '../../../adapters/dynamodb/conversations-in-table.ts';
import { createTableInMemory } from '../../../adapters/dynamodb/table-in-memory.ts';
import type { Item } from '../../../adapters/dynamodb/table.ts';
import { changed } from '../../../domain/kernel/decision.ts';
import { dayMs, later } from '../../../domain/kernel/instant.ts';
import { ok } from '../../../domain/kernel/result.ts';
import type { Side } from '../../../domain/relay/conversations/conversation.ts';
import { anonymousOf, memberOf } from '../../support/contract-introductions.ts';
import { ana, anySide, aSide, at, ben, type Deciding, issue } from '../../support/contract-relay.ts';

const itemOf = (side: Side): Item => ({ pk: `alias#${side.alias}`, sk: 'alias', version: 1, ...aliasItem(side) });
const sideIn = (next: NextItem, before: Side): Side => (typeof next === 'string' ? before : aliasOf({ ...itemOf(before), ...next }));
const closedAt = { status: 'closed', expiresAt: at, deleteAt: later(at, 90 * dayMs) };
const erased = { member: memberOf(0), anonymous: anonymousOf(0) };

describe('An alias that is closed', () => {
  it.prop([anySide('a')])('loses nothing of what the relay remembers, and stays as it was if it was closed before', (side) => {
    const closed = sideIn(closedSide(itemOf(side), { at }), side);
    const { closedBecause: _closedBecause, ...rest } = side;
    expect(closed).toEqual(side.status === 'closed' ? side : { ...rest, ...closedAt });
  });

  it.prop([anySide('a')])('says why, and is in no list', (side) => {
    const open: Side = { ...side, status: 'open' };
    const next = closedSide(itemOf(open), { at, because: 'replaced' });
    expect(sideIn(next, open)).toMatchObject({ ...closedAt, closedBecause: 'replaced' });
    expect(next).not.toHaveProperty('index');
  });

  it.prop([anySide('a')])(
    'of a member who is erased keeps counts and times of its own, and nothing of what they wrote or were told',
    (side) => {
      const closed = sideIn(closedSide(itemOf(side), { at, as: erased }), side);
      expect(closed).toMatchObject({ member: anonymousOf(0), status: 'closed', createdAt: side.createdAt });
      expect(closed.tally).toEqual(side.tally);
      const { traffic, noticed, bounces, mutedAt } = closed;
      expect([traffic, noticed, bounces, mutedAt]).toEqual([undefined, undefined, undefined, undefined]);
      expect(closedSide(itemOf(closed), { at: later(at, 5), as: erased })).toBe('unchanged');
    },
  );

  it.prop([anySide('b')])('leaves the other member as they are', (side) => {
    expect(sideIn(closedSide(itemOf(side), { at, as: erased }), side).traffic).toEqual(side.traffic);
  });

  it('is nothing where it was never issued', () => {
    expect(closedSide(undefined, { at })).toBe('unchanged');
  });
});

describe('Aliases of the relay and of introductions', () => {
  it('carry on what only a newer version knows of them, whoever changes them', async () => {
    const table = await createTableInMemory();
    await issue(table);
    const { version, ...item } = (await table.get({ pk: `alias#${ana}`, sk: 'alias' }))!;
    await table.commit([{ op: 'put', item: { ...item, body: { ...(item.body as object), newer: 1 } }, expect: { version } }]);
    const conversations = createTableConversations(table);
    await conversations.change(ana, (conversation): Deciding => {
      const { reader, writer } = conversation!;
      return changed({ reader: { ...reader, mutedAt: at }, writer }, undefined);
    });
    await createChange(table)([item], ([alias]) => ok({ items: [closedSide(alias, { at })], outcome: undefined }));
    expect((await table.get(item))?.body).toMatchObject({ newer: 1, mutedAt: at, status: 'closed' });
  });

  it('that cannot be read hold up no other in the list of those that close', async () => {
    const table = await createTableInMemory();
    await issue(table);
    const { version, ...item } = (await table.get({ pk: `alias#${ana}`, sk: 'alias' }))!;
    await table.commit([{ op: 'put', item: { ...item, body: { status: 'held' } }, expect: { version } }]);
    const told: string[] = [];
    const conversations = createTableConversations(table, { onUnreadable: ({ code }) => told.push(code) });
    const list = await conversations.expiring(later(at, 200 * dayMs), 1);
    expect([list.map(({ alias }) => alias), told]).toEqual([[ben], ['storage.unreadable']]);
    await expect(conversations.of(ana)).rejects.toMatchObject({ code: 'storage.unreadable' });
  });

  it('are issued once and never again, even after they are forgotten', async () => {
    const table = await createTableInMemory();
    const writes = issuingWrites(aSide('a'));
    expect(await table.commit(writes)).toBe('committed');
    await table.commit([{ op: 'delete', key: { pk: `alias#${ana}`, sk: 'alias' }, expect: 'present' }]);
    expect(await table.commit(writes)).toBe('conflict');
  });
});
