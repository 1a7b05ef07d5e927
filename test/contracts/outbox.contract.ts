import { expect, it } from 'vitest';
import { createTableOutbox, type DueMessage, type MessageFate, type Outbox } from '../../adapters/dynamodb/outbox.ts';
import { ordinaryOutbox, type OutboxPlace, outboxWrite, sentRememberedMs } from '../../adapters/dynamodb/outbox-rows.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import type { Table } from '../../adapters/dynamodb/table.ts';
import { describePort, twenty, type Subject, type TableKind } from '../support/contract.ts';

const at = (ms: number): Instant => ms as Instant;
const keysDue = async ({ port }: Subject<Outbox>, now: number) => (await port.due(at(now), 50)).map(({ key }) => key);

const onlyDue = async ({ port, settled }: Subject<Outbox>, now: number): Promise<DueMessage> => {
  await settled();
  const [message, ...more] = await port.due(at(now), 50);
  expect(more).toEqual([]);
  if (message === undefined) throw new Error('nothing is due');
  return message;
};

const makePut =
  (place: OutboxPlace) =>
  async (table: Table, key: string, dueAt = 5): ReturnType<Table['commit']> =>
    table.commit([outboxWrite({ key, dueAt: at(dueAt), message: { to: key } }, place)]);

export const outboxContract = (kind: TableKind, { name = 'Outbox', place = ordinaryOutbox } = {}): void => {
  const create = (table: Table): Outbox => createTableOutbox(table, undefined, place);
  const put = makePut(place);
  describePort({ name, create }, kind, (given) => {
    it(
      'has nothing at first',
      given(async ({ port }) => {
        expect([await port.due(at(9), 9), await port.failed(9), await port.pending()]).toEqual([[], [], { waiting: 0, failed: 0 }]);
      }),
    );

    it(
      'shows what is due, the longest due first, and nothing before its time',
      given(async (subject) => {
        for (const [key, dueAt] of [
          ['late', 30],
          ['early', 4],
          ['middle', 10],
          ['10~é#', 10],
        ] as const)
          await put(subject.table, key, dueAt);
        await subject.settled();
        expect(await keysDue(subject, 3)).toEqual([]);
        expect(await keysDue(subject, 10)).toEqual(['early', '10~é#', 'middle']);
        expect((await subject.port.due(at(99), 2)).map(({ key }) => key)).toEqual(['early', '10~é#']);
      }),
    );

    it(
      'takes a key once',
      given(async ({ table }) => {
        expect([await put(table, 'a'), await put(table, 'a')]).toEqual(['committed', 'conflict']);
      }),
    );

    it(
      'lets one claim a message, and nobody until the claim lapses',
      given(async (subject) => {
        await put(subject.table, 'a');
        const seen = await onlyDue(subject, 5);
        expect(await subject.port.claim(seen, at(100))).toBe('claimed');
        expect(await subject.other.claim(seen, at(100))).toBe('taken');
        await subject.settled();
        expect(await keysDue(subject, 99)).toEqual([]);
        expect(await subject.other.claim(await onlyDue(subject, 100), at(200))).toBe('claimed');
      }),
    );

    it(
      'forgets a message that was sent but remembers its key for a week',
      given(async (subject) => {
        await put(subject.table, 'a');
        for (const now of [7, 8]) await subject.port.settle('a', at(now));
        await subject.settled();
        expect(await subject.port.pending()).toEqual({ waiting: 0, failed: 0 });
        expect(await put(subject.table, 'a')).toBe('conflict');
        const row = await subject.table.get(place.keyOf('a'));
        expect([row?.deleteAt, JSON.stringify(row?.body).includes('to')]).toEqual([Math.ceil((7 + sentRememberedMs) / 1_000), false]);
      }),
    );

    it(
      'reads nothing to settle what it claimed, unless somebody changed it since',
      given(async (subject) => {
        const reads: string[] = [];
        const counting = create({
          ...subject.table,
          get: async (key) => {
            reads.push(key.pk);
            return subject.table.get(key);
          },
        });
        for (const key of ['a', 'b']) await put(subject.table, key);
        await subject.settled();
        const [a, b] = await subject.port.due(at(5), 2);
        for (const seen of [a!, b!]) await counting.claim(seen, at(10));
        await counting.settle('a', at(7), a);
        expect(reads).toEqual([]);
        await subject.other.rewrite(() => ({ becomes: { to: 'B' } }), at(7));
        await counting.settle('b', at(7), b);
        for (const key of ['a', 'b']) {
          const row = await subject.table.get(place.keyOf(key));
          expect(row).toMatchObject({ body: { state: 'sent', sentAt: 7 }, deleteAt: Math.ceil((7 + sentRememberedMs) / 1_000) });
        }
        await subject.settled();
        expect(await subject.port.pending()).toEqual({ waiting: 0, failed: 0 });
      }),
    );

    it(
      'settles for whoever sent it, even after the claim lapsed and another has it',
      given(async (subject) => {
        await put(subject.table, 'a');
        await subject.port.claim(await onlyDue(subject, 5), at(10));
        await subject.other.claim(await onlyDue(subject, 10), at(20));
        await subject.port.settle('a', at(11));
        await subject.other.postpone('a', at(30), { attempts: 1 });
        await subject.other.giveUp('a', 'refused', at(12));
        await subject.settled();
        expect(await subject.port.pending()).toEqual({ waiting: 0, failed: 0 });
      }),
    );

    it(
      'tries again when it was told to',
      given(async (subject) => {
        await put(subject.table, 'a');
        await subject.port.claim(await onlyDue(subject, 5), at(1_000));
        await subject.port.postpone('a', at(50), { attempts: 3 });
        await subject.settled();
        expect(await keysDue(subject, 49)).toEqual([]);
        expect(await onlyDue(subject, 50)).toMatchObject({ key: 'a', attempts: 3, dueAt: 50, message: { to: 'a' } });
      }),
    );

    it(
      'remembers when an attempt began whose end nobody knows, until it is known that none was taken',
      given(async (subject) => {
        await put(subject.table, 'a');
        await subject.port.claim({ ...(await onlyDue(subject, 5)), firstTriedAt: at(5) }, at(10));
        const lapsed = await onlyDue(subject, 10);
        expect(lapsed.firstTriedAt).toBe(5);
        await subject.port.claim(lapsed, at(20));
        await subject.port.postpone('a', at(30), { attempts: 1, firstTriedAt: lapsed.firstTriedAt });
        expect((await onlyDue(subject, 30)).firstTriedAt).toBe(5);
        await subject.port.postpone('a', at(40), { attempts: 2 });
        expect((await onlyDue(subject, 40)).firstTriedAt).toBeUndefined();
      }),
    );

    it(
      'keeps what failed for the operator, who can have it sent again',
      given(async (subject) => {
        const { port } = subject;
        for (const [key, now] of [
          ['a', 20],
          ['b', 30],
        ] as const) {
          await put(subject.table, key);
          await port.giveUp(key, 'mail.refused', at(now));
        }
        await port.giveUp('unknown', 'mail.refused', at(9));
        await subject.settled();
        expect(await port.pending()).toEqual({ waiting: 0, failed: 2 });
        expect(await port.failed(1)).toEqual([{ key: 'b', message: { to: 'b' }, attempts: 0, code: 'mail.refused', failedAt: 30 }]);
        expect(await put(subject.table, 'a')).toBe('conflict');
        expect([await port.retry('a', at(40)), await port.retry('a', at(41)), await port.retry('unknown', at(40))]).toEqual([
          'due',
          'unknown',
          'unknown',
        ]);
        expect(await onlyDue(subject, 40)).toMatchObject({ key: 'a', attempts: 0, dueAt: 40 });
      }),
    );

    it(
      'lets every message that waits or was given up be rewritten or dropped, and remembers the keys of dropped ones',
      given(async (subject) => {
        const { port, table } = subject;
        for (const key of ['a', 'b', 'c', 'd']) await put(table, key);
        for (const key of ['b', 'd']) await port.giveUp(key, 'mail.refused', at(9));
        await put(table, 'sent');
        await port.settle('sent', at(9));
        await subject.settled();
        const fates: Readonly<Record<string, MessageFate>> = {
          a: { becomes: { to: 'A' } },
          b: { becomes: { to: 'B' } },
          c: 'drop',
          d: 'drop',
        };
        for (let time = 0; time < 2; time++)
          await port.rewrite((message) => fates[(message as { readonly to: string }).to] ?? 'keep', at(10));
        await subject.settled();
        expect(await onlyDue(subject, 9)).toMatchObject({ key: 'a', message: { to: 'A' }, dueAt: 5 });
        expect(await port.failed(9)).toMatchObject([{ key: 'b', message: { to: 'B' }, failedAt: 9 }]);
        expect([await put(table, 'c'), await put(table, 'd')]).toEqual(['conflict', 'conflict']);
      }),
    );

    it(
      'gives a message to one of twenty who reach for it',
      given(async (subject) => {
        await put(subject.table, 'a');
        const seen = await onlyDue(subject, 5);
        const answers = await Promise.all(twenty.map(async (n) => (n % 2 === 0 ? subject.port : subject.other).claim(seen, at(100))));
        expect(answers.filter((answer) => answer === 'claimed')).toHaveLength(1);
      }),
    );
  });
};
