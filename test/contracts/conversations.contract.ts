import fc from 'fast-check';
import { expect, it } from 'vitest';
import { closedSide, issuingWrites, openedSide } from '../../adapters/dynamodb/alias-rows.ts';
import { asBody } from '../../adapters/dynamodb/bodies.ts';
import { createTableConversations } from '../../adapters/dynamodb/conversations-in-table.ts';
import { createTableOutbox } from '../../adapters/dynamodb/outbox.ts';
import { relayOutboxPlace } from '../../adapters/dynamodb/relay-outbox.ts';
import type { Table } from '../../adapters/dynamodb/table.ts';
import { changed } from '../../domain/kernel/decision.ts';
import { dayMs, type Instant, later } from '../../domain/kernel/instant.ts';
import { err, ok } from '../../domain/kernel/result.ts';
import type { Conversation } from '../../domain/relay/conversations/conversation.ts';
import { threadMax } from '../../domain/relay/ports.ts';
import { aliasOf } from '../support/contract-introductions.ts';
import {
  aDeparture,
  aMessage,
  ana,
  anySide,
  aSide,
  at,
  ben,
  counted,
  type Deciding,
  departures,
  issue,
  mails,
} from '../support/contract-relay.ts';
import { describePort, twenty, twice, type TableKind } from '../support/contract.ts';

const fromBen = { reader: aSide('a'), writer: aSide('b') };
const fromAna = { reader: aSide('b'), writer: aSide('a') };
const unknown = (conversation: Conversation | undefined): Deciding<undefined, 'unknown'> =>
  conversation === undefined ? err('unknown') : changed(conversation, undefined);

export const conversationsContract = (kind: TableKind): void => {
  describePort({ name: 'Conversations', create: createTableConversations }, kind, (given, runs) => {
    it(
      'knows none at first, and asks what becomes of one that is not there, which can only be refused',
      given(async ({ port, table }) => {
        expect([await port.of(ana), await port.messages('conversation 0'), await port.expiring(at, 200)]).toEqual([undefined, [], []]);
        expect(await port.change(ana, unknown)).toEqual(err('unknown'));
        expect(await port.relay(aDeparture(), unknown)).toEqual(err('unknown'));
        await expect(port.change(ana, (): Deciding => changed(fromBen, undefined))).rejects.toThrow('can only be refused');
        await port.named({ conversationId: 'conversation 0', at, id: 'message-0' }, 'wire');
        expect([await port.messages('conversation 0'), await departures(table)]).toEqual([[], []]);
      }),
    );

    it(
      'knows both sides by either alias, and none where one of them is forgotten',
      given(async ({ port, table }) => {
        await issue(table);
        expect([await port.of(ana), await port.of(ben)]).toEqual([fromBen, fromAna]);
        await table.commit([{ op: 'delete', key: { pk: `alias#${ben}`, sk: 'alias' }, expect: 'present' }]);
        expect([await port.of(ana), await port.of(ben)]).toEqual([undefined, undefined]);
        expect(await port.change(ana, unknown)).toEqual(err('unknown'));
      }),
    );

    it(
      'gives back anything that the relay remembers of both, as it was changed by either',
      given(async ({ port, other, table }) => {
        await issue(table);
        await fc.assert(
          fc.asyncProperty(anySide('a'), anySide('b'), fc.boolean(), async (a, b, byAna) => {
            const next = byAna ? { reader: a, writer: b } : { reader: b, writer: a };
            expect(await port.change(byAna ? ana : ben, (): Deciding<'done'> => changed(next, 'done'))).toEqual(ok('done'));
            expect(await other.of(ana)).toStrictEqual({ reader: a, writer: b });
          }),
          { numRuns: runs },
        );
      }),
    );

    it(
      'stores a change together with what is mailed, and nothing of a refused one or of one that changes nothing',
      given(async ({ port, table, settled }) => {
        await issue(table);
        await port.change(ana, (): Deciding<never, 'no'> => err('no'));
        await port.change(ana, (conversation): Deciding => changed(conversation!, undefined));
        await settled();
        expect([await mails(table), (await table.get({ pk: `alias#${ana}`, sk: 'alias' }))?.version]).toEqual([[], 1]);
        await port.change(ana, counted('one'));
        await settled();
        expect([await mails(table), (await port.of(ana))?.writer.tally?.relayed]).toEqual([['notice:one'], 1]);
      }),
    );

    it(
      'stores a message in its thread and has it leave, together with what becomes of both and what is mailed',
      given(async ({ port, other, table, settled }) => {
        await issue(table);
        expect(await port.relay(aDeparture(), counted('one'))).toEqual(ok('relayed'));
        await settled();
        expect(await other.messages('conversation 0')).toEqual([aMessage()]);
        expect(await departures(table)).toEqual([{ key: 'relay:message-0', dueAt: at, departure: aDeparture() }]);
        expect([await mails(table), (await other.of(ben))?.writer.tally?.relayed]).toEqual([['notice:one'], 1]);
      }),
    );

    it(
      'stores nothing of a message that is refused, and takes it later',
      given(async ({ port, table, settled }) => {
        await issue(table);
        expect(await port.relay(aDeparture(), (): Deciding<never, 'no'> => err('no'))).toEqual(err('no'));
        await settled();
        expect([await port.messages('conversation 0'), await departures(table)]).toEqual([[], []]);
        expect(await port.relay(aDeparture(), counted('one'))).toEqual(ok('relayed'));
      }),
    );

    it(
      'relays a message once, also of twenty who reach for it at once and look at their clocks one after the other',
      given(async ({ port, other, table, settled }) => {
        await issue(table);
        const answers = await Promise.all(
          twenty.map(async (n) =>
            (n % 2 === 0 ? port : other).relay(aDeparture(aMessage(0, { at: later(at, n % 3) })), counted(`at ${String(n)}`)),
          ),
        );
        expect(answers.filter((answer) => answer.ok && answer.value === 'relayed')).toHaveLength(1);
        expect(answers.filter((answer) => answer.ok && answer.value === 'there_already')).toHaveLength(19);
        await settled();
        expect([(await port.messages('conversation 0')).length, (await departures(table)).length, (await mails(table)).length]).toEqual([
          1, 1, 1,
        ]);
        expect((await port.of(ben))?.writer.tally?.relayed).toBe(1);
      }),
    );

    it(
      'knows a message again after it has left, was given up, or its conversation is forgotten, and asks nobody about it',
      given(async ({ port, table }) => {
        await issue(table);
        const outbox = createTableOutbox(table, undefined, relayOutboxPlace);
        await port.relay(aDeparture(), counted('one'));
        await port.relay(aDeparture(aMessage(1)), counted('two'));
        await outbox.settle('relay:message-0', at);
        await outbox.giveUp('relay:message-1', 'mail.refused', at);
        const never = (): Deciding => expect.fail('it was asked');
        for (const number of [0, 1]) expect(await port.relay(aDeparture(aMessage(number)), never)).toEqual(ok('there_already'));
        for (const alias of [ana, ben])
          await table.commit([{ op: 'delete', key: { pk: `alias#${alias}`, sk: 'alias' }, expect: 'present' }]);
        expect(await port.relay(aDeparture(), never)).toEqual(ok('there_already'));
      }),
    );

    it(
      'loses neither of two messages at once, whichever way they go',
      given(async ({ port, other, table, settled }) => {
        await issue(table);
        const answers = await Promise.all([
          port.relay(aDeparture(aMessage(0)), counted('zero')),
          other.relay(aDeparture(aMessage(1)), counted('one')),
          other.relay(aDeparture(aMessage(2, { from: 'b' }), { alias: ana }), counted('two')),
        ]);
        expect(answers).toEqual([ok('relayed'), ok('relayed'), ok('relayed')]);
        await settled();
        expect((await port.messages('conversation 0')).map(({ id }) => id)).toEqual(['message-2', 'message-1', 'message-0']);
        const { reader, writer } = (await port.of(ben))!;
        expect([writer.tally?.relayed, reader.tally?.relayed, (await departures(table)).length]).toEqual([2, 1, 3]);
      }),
    );

    it(
      'shows the newest messages of one conversation alone',
      given(async ({ port, table }) => {
        for (const number of [0, 1]) await issue(table, { number });
        const elsewhere = aDeparture(aMessage(9), { conversationId: 'conversation 1', alias: aliasOf(3, 'b') });
        await port.relay(elsewhere, counted('elsewhere'));
        const items = Array.from({ length: threadMax + 2 }, (_, number) => aMessage(number + 1));
        for (let from = 0; from < items.length; from += 50)
          await table.commit(
            items.slice(from, from + 50).map((message) => ({
              op: 'put',
              item: { pk: 'thread#conversation%200', sk: `${String(message.at).padStart(15, '0')}#${message.id}`, body: asBody(message) },
              expect: 'absent',
            })),
          );
        const messages = await port.messages('conversation 0');
        expect([messages.length, messages[0]?.id, messages.at(-1)?.id]).toEqual([
          threadMax,
          `message-${String(threadMax + 2)}`,
          'message-3',
        ]);
        expect(await port.messages('conversation 1')).toEqual([aMessage(9)]);
      }),
    );

    it(
      'notes what the mail service called a message, as often as it is told',
      given(async ({ port, other, table }) => {
        await issue(table);
        const message = aMessage(0, { sentId: 'sent@example.com' });
        await port.relay(aDeparture(message), counted('one'));
        const before = await table.query({ by: 'key', partition: 'thread#conversation%200', limit: 2 });
        await twice(async () => other.named({ conversationId: 'conversation 0', at, id: 'message-0' }, 'wire@example.org'));
        expect(await port.messages('conversation 0')).toEqual([{ ...message, wireId: 'wire@example.org' }]);
        const after = await table.query({ by: 'key', partition: 'thread#conversation%200', limit: 2 });
        expect(after.items.map(({ deleteAt, version }) => [deleteAt, version])).toEqual([[before.items[0]?.deleteAt, 2]]);
      }),
    );

    it(
      'forgets a message when mail to its reader’s alias was no longer answered, as that stood when it was relayed',
      given(async ({ port, table, clock }) => {
        await issue(table);
        await port.relay(aDeparture(), (conversation): Deciding => {
          const { reader, writer } = conversation!;
          return changed({ writer, reader: { ...reader, deleteAt: later(at, 10 * dayMs) } }, undefined);
        });
        clock.moveBy(10 * dayMs);
        expect(await port.messages('conversation 0')).toHaveLength(1);
        clock.moveBy(2_000);
        expect(await port.messages('conversation 0')).toEqual([]);
      }),
    );

    it(
      'lists open sides that close before a time and whose members were not warned, the earliest first',
      given(async ({ port, table, settled }) => {
        for (const [number, day] of [30, 10, 20, 20, 20].entries()) await issue(table, { number, expiresAt: later(at, day * dayMs) });
        const alias = (number: number) => aliasOf(2 * number, 'a');
        await port.change(alias(3), (conversation): Deciding => {
          const { reader, writer } = conversation!;
          return changed({ reader: { ...reader, warnedAt: at }, writer: { ...writer, status: 'closed' } }, undefined);
        });
        await port.change(alias(4), (conversation): Deciding => {
          const { reader, writer } = conversation!;
          const expiresAt = later(at, 40 * dayMs);
          return changed({ reader: { ...reader, expiresAt }, writer: { ...writer, expiresAt } }, undefined);
        });
        await settled();
        const listed = async (day: number, limit = 200) =>
          (await port.expiring(later(at, day * dayMs), limit)).map(
            ({ conversationId, alias: name }) => `${conversationId.slice(-1)}${name.slice(-1)}`,
          );
        expect((await listed(30)).map((name) => name[0])).toEqual(['1', '1', '2', '2']);
        expect(await listed(10)).toEqual([]);
        expect((await listed(41)).map((name) => name[0])).toEqual(['1', '1', '2', '2', '0', '0', '4', '4']);
        expect(await listed(41, 3)).toEqual((await listed(41)).slice(0, 3));
      }),
    );

    it(
      'lists a side that was used again after its member was warned',
      given(async ({ port, table, settled }) => {
        await issue(table);
        const warned = (warnedAt: Instant | undefined) => (conversation: Conversation | undefined) =>
          changed({ writer: conversation!.writer, reader: { ...conversation!.reader, warnedAt } }, undefined);
        const listed = async () => {
          await settled();
          return (await port.expiring(later(at, 200 * dayMs), 9)).map(({ alias }) => alias);
        };
        await port.change(ana, warned(at));
        expect(await listed()).toEqual([ben]);
        await port.change(ana, warned(undefined));
        expect((await listed()).sort()).toEqual([ana, ben].sort());
      }),
    );

    it(
      'knows the conversation of a replaced alias as closed, and of its successor as open, and never half of each',
      given(async ({ port, table }) => {
        await issue(table);
        const successor = openedSide({ ...aSide('a'), alias: aliasOf(77, 'a'), at });
        const [item, partner] = await Promise.all([ana, ben].map(async (alias) => table.get({ pk: `alias#${alias}`, sk: 'alias' })));
        const old = closedSide(item, { at, because: 'replaced' });
        if (typeof old === 'string') throw new Error('it was open');
        const between: Table = {
          ...table,
          get: async (key) => {
            const found = await table.get(key);
            // Replaced by somebody else between the reads of the two.
            if (key.pk === `alias#${ben}` && found?.version === 1)
              await table.commit([
                ...issuingWrites(successor),
                { op: 'put', item: { ...item!, ...old }, expect: { version: 1 } },
                {
                  op: 'put',
                  item: { ...partner!, body: asBody({ ...aSide('b'), counterparty: successor.alias }) },
                  expect: { version: 1 },
                },
              ]);
            return found;
          },
        };
        expect(await createTableConversations(between).of(ben)).toMatchObject({
          reader: { alias: ben, status: 'open' },
          writer: { alias: successor.alias, status: 'open' },
        });
        expect(await port.of(ana)).toMatchObject({ reader: { status: 'closed', closedBecause: 'replaced' }, writer: { alias: ben } });
        expect((await port.of(successor.alias))?.writer.alias).toBe(ben);
      }),
    );
  });
};
