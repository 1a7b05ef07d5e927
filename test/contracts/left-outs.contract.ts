import { expect, it } from 'vitest';
import { createTableLeftOuts } from '../../adapters/dynamodb/left-outs-in-table.ts';
import { createTableOutbox } from '../../adapters/dynamodb/outbox.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import { err } from '../../domain/kernel/result.ts';
import { settleLeftOut } from '../../domain/introductions/stored-round.ts';
import { thisWeek } from '../arbitraries/rounds.ts';
import { aLeftOut, anonymousOf, memberOf, weekAfter } from '../support/contract-introductions.ts';
import { describePort, twenty, twice, type TableKind } from '../support/contract.ts';

const at = 1_000 as Instant;
const key = (member: number) => ({ week: thisWeek, run: 1, member: memberOf(member) });
const told = { takesPart: true, at };

export const leftOutsContract = (kind: TableKind): void => {
  describePort({ name: 'LeftOuts', create: createTableLeftOuts }, kind, (given) => {
    it(
      'has nobody at first, and tells nobody who is not there',
      given(async ({ port }) => {
        expect(await port.ofRound({ week: thisWeek, run: 1 }, undefined, 10)).toEqual([]);
        expect(await port.ofMember(memberOf(0), 10)).toEqual([]);
        expect(await port.change(key(0), (leftOut) => settleLeftOut(leftOut, told))).toEqual(err({ code: 'left_out.unknown' }));
        await port.add([]);
      }),
    );

    it(
      'keeps who is there when they are added again',
      given(async ({ port }) => {
        await port.add([aLeftOut(0)]);
        await port.change(key(0), (leftOut) => settleLeftOut(leftOut, told));
        await port.add([aLeftOut(0), aLeftOut(1)]);
        expect(await port.ofMember(memberOf(0), 10)).toEqual([aLeftOut(0, { settled: { as: 'told', at } })]);
        expect(await port.ofMember(memberOf(1), 10)).toEqual([aLeftOut(1)]);
      }),
    );

    it(
      'tells somebody once, whoever races',
      given(async ({ port, other, table, settled }) => {
        await port.add([aLeftOut(0)]);
        await Promise.all(twenty.map(async (n) => (n % 4 === 0 ? other : port).change(key(0), (leftOut) => settleLeftOut(leftOut, told))));
        await settled();
        expect((await createTableOutbox(table).due(at, 10)).map((mail) => mail.key)).toEqual([`left-over:2026-W47:${memberOf(0)}`]);
      }),
    );

    it(
      'lists them in order of member, page by page, and a member’s own newest first',
      given(async ({ port, settled }) => {
        await port.add([aLeftOut(3), aLeftOut(1), aLeftOut(2), aLeftOut(1, { week: weekAfter(1) }), aLeftOut(9, { run: 2 })]);
        await settled();
        const members = async (after: number | undefined, limit: number) =>
          (await port.ofRound({ week: thisWeek, run: 1 }, after === undefined ? undefined : memberOf(after), limit)).map(
            ({ member }) => member,
          );
        expect(await members(undefined, 200)).toEqual([1, 2, 3].map(memberOf));
        expect(await members(1, 1)).toEqual([memberOf(2)]);
        expect((await port.ofMember(memberOf(1), 10)).map(({ week }) => week)).toEqual([weekAfter(1), thisWeek]);
      }),
    );

    it(
      'puts an anonymous id in a member’s place',
      given(async ({ port, settled }) => {
        await port.add([aLeftOut(0), aLeftOut(0, { week: weekAfter(1) })]);
        await twice(async () => port.anonymise(memberOf(0), anonymousOf(0)));
        await settled();
        expect(await port.ofMember(memberOf(0), 10)).toEqual([]);
        expect(await port.ofRound({ week: thisWeek, run: 1 }, undefined, 10)).toEqual([aLeftOut(0, { member: anonymousOf(0) })]);
      }),
    );
  });
};
