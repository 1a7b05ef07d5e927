import { describe, expect, it } from 'vitest';
import { createTableAllowances } from '../../../adapters/dynamodb/allowances-in-table.ts';
import { createTableLeftOuts } from '../../../adapters/dynamodb/left-outs-in-table.ts';
import { createTableMatches } from '../../../adapters/dynamodb/matches-in-table.ts';
import { createTableMembers } from '../../../adapters/dynamodb/members-in-table.ts';
import { createTableOutbox } from '../../../adapters/dynamodb/outbox.ts';
import { leftOutKey, matchKey } from '../../../adapters/dynamodb/round-keys.ts';
import { createTableInMemory } from '../../../adapters/dynamodb/table-in-memory.ts';
import { createMailbox } from '../../../adapters/memory/mailbox.ts';
import { createStillClock } from '../../../adapters/memory/movable-clock.ts';
import type { EmailAddress } from '../../../domain/kernel/email-address.ts';
import { changed } from '../../../domain/kernel/decision.ts';
import type { Instant } from '../../../domain/kernel/instant.ts';
import { anonymousOf, memberOf } from '../../support/contract-introductions.ts';
import { memberIdOf } from '../../support/contract-membership.ts';
import { everything, type Fields, inRound, type Kept, now, rewritten, tableWith } from '../../support/stored-everything.ts';

const added = { laterField: { of: 'a later version' } };

describe('While a newer version runs beside this one,', () => {
  it.each(Object.entries(everything))('%s with a field that this version does not know is read, without it', async (_, kept) => {
    const table = await tableWith(kept);
    const before = await kept.read(await tableWith(kept));
    await rewritten(table, kept, (body) => ({ ...body, ...added }));
    expect(await kept.read(table)).toEqual(before);
  });

  const changing = Object.entries(everything).flatMap(([name, { change, ...kept }]) =>
    change === undefined ? [] : [[name, { ...kept, change }] as const],
  );
  it.each(changing)('%s keeps that field when this version changes it', async (_, kept) => {
    const table = await tableWith(kept);
    const plain = await tableWith(kept);
    await rewritten(table, kept, (body) => ({ ...body, ...added }));
    await kept.change(table);
    await kept.change(plain);
    const [item, expected] = [await table.get(kept.at), await plain.get(kept.at)];
    expect(item?.body).toEqual({ ...(expected?.body as Fields), ...added });
    expect(item?.version).toBeGreaterThan(2);
  });

  it('a mail keeps such a field while it is claimed and put off', async () => {
    const waits = everything['a mail that waits']!;
    const table = await tableWith(waits);
    await rewritten(table, waits, (body) => ({ ...body, ...added }));
    const outbox = createTableOutbox(table);
    const [due] = await outbox.due(now, 1);
    expect(await outbox.claim(due!, 2_000 as Instant)).toBe('claimed');
    expect((await table.get(waits.at))?.body).toMatchObject({ ...added, leasedUntil: 2_000 });
    await outbox.postpone('one', 3_000 as Instant, { attempts: 1 });
    expect((await table.get(waits.at))?.body).toMatchObject({ ...added, attempts: 1 });
  });

  it('such a field goes with a row that is anonymised, and with a member who is erased', async () => {
    const [match, leftOut, member] = [everything['a match']!, everything['somebody left out']!, everything['a member']!];
    const table = await tableWith(match);
    await leftOut.store(table);
    await member.store(table);
    for (const kept of [match, leftOut, member]) await rewritten(table, kept, (body) => ({ ...body, ...added }));
    await createTableMatches(table).anonymise(memberOf(0), anonymousOf(0), now);
    await createTableLeftOuts(table).anonymise(memberOf(0), anonymousOf(0));
    await createTableMembers(table).change(memberIdOf(1), () => changed(undefined, undefined));
    const moved = { ...inRound(0), member: anonymousOf(0) };
    for (const key of [matchKey(moved), leftOutKey(moved)]) expect((await table.get(key))?.body).toMatchObject(added);
    for (const { at } of [match, leftOut, member]) expect(await table.get(at)).toBeUndefined();
  });

  it.each(Object.entries(everything))(
    '%s with something else that it does not know is refused, not quoted and left alone',
    async (_, kept) => {
      const table = await tableWith(kept);
      await rewritten(table, kept, kept.foreign);
      const before = table.items();
      for (const use of [kept.read, kept.change ?? kept.read]) {
        const refusal: unknown = await use(table).catch((error: unknown) => error);
        expect(refusal).toMatchObject({ name: 'BodyUnreadable', code: 'storage.unreadable' });
        expect(String(refusal)).not.toContain('ana@example.com');
      }
      expect(table.items()).toEqual(before);
    },
  );

  it('a mail of a mailbox with a field that this version does not know is shown', async () => {
    const table = await createTableInMemory();
    const mailbox = createMailbox({ table, clock: createStillClock(now) });
    const mail = { to: 'ana@example.com' as EmailAddress, from: 'a@b.example', subject: 's', html: '', text: 't', headers: {} };
    await mailbox.send(mail, 'one');
    const [{ pk, sk } = { pk: '', sk: '' }] = table.items();
    await rewritten(table, { at: { pk, sk } } as Kept, (body) => ({ ...body, ...added }));
    expect(await mailbox.latest({ limit: 1 })).toEqual([{ ...mail, at: now, id: expect.any(String) as string }]);
  });
});

describe('A stored body', () => {
  it.each([
    ['a missing field', { name: undefined }],
    ['a wrong kind', { signedUpAt: 'yesterday' }],
    ['an unknown state', { stage: { name: 'ana@example.com' } }],
    ['a foreign id', { id: 'm_1' }],
    ['a field too many inside', { mailed: { day: '', counts: {}, secret: 'ana@example.com' } }],
    ['a kind of mail that is none', { unsubscribed: ['ana@example.com'] }],
  ])('with %s is refused, and not quoted', async (_, changes) => {
    const member = everything['a member']!;
    const table = await tableWith(member);
    await rewritten(table, member, (body) => ({ ...body, ...changes }));
    const refusal: unknown = await member.read(table).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ name: 'BodyUnreadable' });
    expect(String(refusal)).not.toContain('ana@example.com');
  });

  it('that is no record at all is refused', async () => {
    const member = everything['a member']!;
    const table = await tableWith(member);
    await rewritten(table, member, () => null);
    await expect(member.read(table)).rejects.toMatchObject({ code: 'storage.unreadable' });
  });
});

describe('An allowance', () => {
  it('is removed some time after its window has ended', async () => {
    const table = await createTableInMemory();
    await createTableAllowances(table).take('ip', { most: 3, windowMs: 1_500 }, 1_000 as Instant);
    expect(await table.sweepExpired(2_999 as Instant)).toBe(0);
    expect(await table.sweepExpired(3_000 as Instant)).toBe(1);
    expect(table.items()).toEqual([]);
  });
});
