import { expect, it } from 'vitest';
import { createTableConnections, createTableTickets } from '../../adapters/dynamodb/connections-in-table.ts';
import { type Instant, later } from '../../domain/kernel/instant.ts';
import { connectionMs, ticketMs } from '../../domain/relay/chat/limits.ts';
import type { Connection } from '../../domain/relay/chat/ports.ts';
import { memberOf } from '../support/contract-introductions.ts';
import { at } from '../support/contract-relay.ts';
import { describePort, twenty, twice, type TableKind } from '../support/contract.ts';

const aConnection = (id: string, openedAt: Instant = at, member = memberOf(0)): Connection => ({
  id,
  member,
  session: 'session',
  openedAt,
  expiresAt: later(openedAt, connectionMs),
});

export const connectionsContract = (kind: TableKind): void => {
  describePort({ name: 'Connections', create: createTableConnections }, kind, (given) => {
    it(
      'knows a window by its id and by its member, the oldest first, and no other’s',
      given(async ({ port, other }) => {
        expect([await port.find('one'), await port.ofMember(memberOf(0))]).toEqual([undefined, []]);
        const windows = [aConnection('L0SM9=#/', later(at, 2)), aConnection('two', later(at, 1)), aConnection('three', later(at, 3))];
        for (const window of windows) await port.open(window);
        await port.open(aConnection('theirs', at, memberOf(1)));
        expect(await other.find('L0SM9=#/')).toEqual(windows[0]);
        expect((await other.ofMember(memberOf(0))).map(({ id }) => id)).toEqual(['two', 'L0SM9=#/', 'three']);
        expect((await other.ofMember(memberOf(1))).map(({ id }) => id)).toEqual(['theirs']);
      }),
    );

    it(
      'knows none that was closed, as often as it is said',
      given(async ({ port, other }) => {
        const window = aConnection('one');
        await twice(async () => port.open(window));
        await port.open(aConnection('two'));
        await twice(async () => other.close(window));
        expect([await port.find('one'), (await port.ofMember(memberOf(0))).map(({ id }) => id)]).toEqual([undefined, ['two']]);
      }),
    );

    it(
      'knows none that has been open for too long',
      given(async ({ port, clock }) => {
        await port.open(aConnection('one'));
        clock.moveBy(connectionMs);
        expect(await port.ofMember(memberOf(0))).toHaveLength(1);
        clock.moveBy(2_000);
        expect([await port.find('one'), await port.ofMember(memberOf(0))]).toEqual([undefined, []]);
      }),
    );
  });

  describePort({ name: 'Tickets', create: createTableTickets }, kind, (given) => {
    const ticket = { hash: 'hash', member: memberOf(0), session: 'session', expiresAt: later(at, ticketMs) };

    it(
      'gives a ticket once, also to twenty who show it at once',
      given(async ({ port, other }) => {
        await port.issue(ticket);
        expect(await port.spend('another', at)).toBeUndefined();
        const answers = await Promise.all(twenty.map(async (n) => (n % 2 === 0 ? port : other).spend('hash', at)));
        expect(answers.filter((answer) => answer !== undefined)).toEqual([ticket]);
        expect(await port.spend('hash', at)).toBeUndefined();
      }),
    );

    it(
      'gives none that is too old, whether or not it is still there',
      given(async ({ port, table, clock }) => {
        await port.issue(ticket);
        expect(await port.spend('hash', later(at, ticketMs))).toBeUndefined();
        expect(await table.get({ pk: 'chat-ticket#hash', sk: 'chat-ticket' })).toBeDefined();
        clock.moveBy(ticketMs + 3_000);
        expect(await table.get({ pk: 'chat-ticket#hash', sk: 'chat-ticket' })).toBeUndefined();
      }),
    );
  });
};
