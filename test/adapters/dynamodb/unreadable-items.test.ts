import { describe, expect, it } from 'vitest';
import { matchKey } from '../../../adapters/dynamodb/round-keys.ts';
import { memberKey, outboxKey } from '../../../adapters/dynamodb/keys.ts';
import { createTableOutbox } from '../../../adapters/dynamodb/outbox.ts';
import { outboxWrite } from '../../../adapters/dynamodb/outbox-rows.ts';
import { createTableInMemory } from '../../../adapters/dynamodb/table-in-memory.ts';
import type { Key, Table } from '../../../adapters/dynamodb/table.ts';
import { T } from '../../../adapters/composition/tokens.ts';
import { canonicalAddress, type EmailAddress } from '../../../domain/kernel/email-address.ts';
import { dayMs, type Instant } from '../../../domain/kernel/instant.ts';
import { weeksAfter } from '../../../domain/kernel/iso-week.ts';
import type { Mailer } from '../../../domain/kernel/mailer.ts';
import { thisWeek } from '../../arbitraries/rounds.ts';
import { createIntroductionsWorld, idOf, settle } from '../../support/introductions-world.ts';
import { wiredWorld } from '../../support/embedded-parts.ts';
import { baseUrl, createWebWorld } from '../../support/web-world.ts';

/** A version that this one knows nothing of puts another value in a place that is there already. */
const spoil = async (table: Table, key: Key, change: object): Promise<void> => {
  const { version, ...item } = (await table.get(key))!;
  await table.commit([{ op: 'put', item: { ...item, body: { ...(item.body as object), ...change } }, expect: { version } }]);
};
const spoilMember = async (table: Table, name: string): Promise<void> =>
  spoil(table, memberKey(idOf(name)), { stage: { name: 'resting' } });

const names = ['Ana', 'Ben', 'Cleo', 'Dora'];

describe('An item that this version cannot read', () => {
  it('of a member keeps nobody else out of a round, a list or a preview', async () => {
    const world = await createIntroductionsWorld();
    await settle(world, ...names);
    await spoilMember(world.table, 'Ana');
    expect(await world.preview({ week: thisWeek })).toMatchObject({ ok: true });
    expect(await world.run({ week: thisWeek })).toMatchObject({ ok: true, value: { memberCount: 3 } });
    expect(await world.matches.ofMember(idOf('Ana'), 10)).toEqual([]);
  });

  it('of a member stops the introductions of a round right there, and they go on once it can be read', async () => {
    const world = await createIntroductionsWorld();
    await settle(world, ...names);
    await world.run({ week: thisWeek });
    await spoilMember(world.table, 'Ana');
    await expect(world.send({ week: thisWeek })).rejects.toMatchObject({ code: 'storage.unreadable' });
    expect((await world.rounds.find(thisWeek))?.state.name).toBe('sending');
    await spoil(world.table, memberKey(idOf('Ana')), { stage: { name: 'active' } });
    expect(await world.send({ week: thisWeek })).toMatchObject({ ok: true, value: { state: { name: 'sent' } } });
  });

  it('of a match stops the next round: nobody is planned on a history that misses something', async () => {
    const world = await createIntroductionsWorld();
    await settle(world, ...names);
    await world.run({ week: thisWeek });
    await world.send({ week: thisWeek });
    const [match] = await world.matches.ofRound({ week: thisWeek, run: 1 }, undefined, 1);
    await spoil(world.table, matchKey({ ...match!, member: match!.a.member }), { state: { name: 'postponed' } });
    const next = weeksAfter(thisWeek, 1);
    await expect(world.run({ week: next })).rejects.toMatchObject({ code: 'storage.unreadable' });
    await expect(world.preview({ week: next })).rejects.toMatchObject({ code: 'storage.unreadable' });
    expect(await world.rounds.find(next)).toBeUndefined();
  });

  it('of the outbox holds up no other mail, and is counted and told', async () => {
    const table = await createTableInMemory();
    const keys = ['one', 'three', 'two'];
    for (const key of keys) await table.commit([outboxWrite({ key, dueAt: 5 as Instant, message: {} })]);
    await spoil(table, outboxKey('three'), { state: 'parked' });
    const told: string[] = [];
    const outbox = createTableOutbox(table, ({ code }) => told.push(code));
    expect((await outbox.due(9 as Instant, 2)).map(({ key }) => key)).toEqual(['one', 'two']);
    expect(await outbox.pending()).toEqual({ waiting: 3, failed: 0 });
    await expect(outbox.rewrite(() => 'drop', 9 as Instant)).rejects.toMatchObject({ code: 'storage.unreadable' });
    expect(told).toEqual(['storage.unreadable']);
  });

  it('of a member lets mails to others leave; theirs waits, and is given up visibly in the end', async () => {
    const world = await createIntroductionsWorld();
    await settle(world, ...names);
    for (const name of names.slice(0, 3)) {
      const message = { template: 'left-over', to: idOf(name), week: thisWeek };
      await world.table.commit([outboxWrite({ key: name, dueAt: world.clock.now(), message })]);
    }
    await spoilMember(world.table, 'Ana');
    const sent: string[] = [];
    const mailer: Mailer = {
      honoursKeys: true,
      send: async (_, key) => {
        sent.push(key);
        return Promise.resolve({ kind: 'accepted' });
      },
    };
    expect(await world.drain(mailer)).toMatchObject({ accepted: 2, postponed: 1, failed: 0 });
    for (let run = 0; run < 20; run++) {
      world.clock.moveBy(dayMs);
      await world.drain(mailer);
    }
    expect(sent).toEqual(['Ben', 'Cleo']);
    expect(await world.outbox.failed(10)).toMatchObject([{ key: 'Ana', code: 'storage.unreadable' }]);
    expect(await world.outbox.pending()).toEqual({ waiting: 0, failed: 1 });
  });

  it('is told to whoever observes a run', async () => {
    const calls: unknown[] = [];
    const { container, table, secrets } = await wiredWorld({ observer: (call) => calls.push(call) });
    const email = 'ana@example.com' as EmailAddress;
    await container.get(T.web.membership).signUp({ email, name: 'Ana', consent: true, ip: '127.0.0.1' });
    await spoil(table, memberKey(secrets.memberIdOf(canonicalAddress(email))), { stage: { name: 'resting' } });
    await container.get(T.membership.finishErasures)();
    expect(calls).toContainEqual({ useCase: 'storage.members', ms: 0, outcome: 'thrown', error: 'storage.unreadable' });
  });

  it('of a member is a fault on our side to their browser, which changes nothing', async () => {
    const world = await createWebWorld();
    const email = 'ana@example.com' as EmailAddress;
    await world.membership.signUp({ email, name: 'Ana', consent: true, ip: 'one' });
    await spoil(world.introductions.table, memberKey(world.idOf(email)), { stage: { name: 'resting' } });
    const [mail] = await world.mailsTo(email);
    const before = world.stored();
    const answer = await world.app.request(`${baseUrl}/survey?token=${mail?.template === 'survey-link' ? mail.token : ''}`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).toContain('Something went wrong on our side');
    expect(world.observed.at(-1)?.fault).toMatchObject({ code: 'storage.unreadable' });
    expect(world.stored()).toBe(before);
  });
});
