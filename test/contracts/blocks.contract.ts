import { expect, it } from 'vitest';
import { createTableBlocks } from '../../adapters/dynamodb/blocks-in-table.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import { blocksMax, type Block } from '../../domain/membership/ports.ts';
import { memberIdOf } from '../support/contract-membership.ts';
import { describePort, twenty, twice, type TableKind } from '../support/contract.ts';

const [ana, ben, cleo] = [memberIdOf(1), memberIdOf(2), memberIdOf(3)];
const block = (by = ana, whom = ben, at = 7): Block => ({ by, whom, at: at as Instant });

export const blocksContract = (kind: TableKind): void => {
  describePort({ name: 'Blocks', create: createTableBlocks }, kind, (given) => {
    it(
      'is empty at first',
      given(async ({ port }) => {
        expect([await port.by(ana), await port.all(), await port.between(ana, ben)]).toEqual([[], [], false]);
      }),
    );

    it(
      'keeps two apart whoever asks, and tells only the one who blocked',
      given(async ({ port }) => {
        await port.add(block());
        expect([await port.between(ana, ben), await port.between(ben, ana), await port.between(ana, cleo)]).toEqual([true, true, false]);
        expect(await port.by(ana)).toEqual([block()]);
        expect(await port.by(ben)).toEqual([]);
      }),
    );

    it(
      'is the same added twice, and keeps the time of the first',
      given(async ({ port, settled }) => {
        await port.add(block());
        await port.add(block(ana, ben, 8));
        await settled();
        expect(await port.all()).toEqual([block()]);
      }),
    );

    it(
      'takes back only what the one who asks had blocked, once or twice',
      given(async ({ port }) => {
        await port.add(block(ana, ben));
        await port.add(block(ben, ana));
        await twice(async () => port.remove(ana, ben));
        expect(await port.by(ana)).toEqual([]);
        expect(await port.between(ana, ben)).toBe(true);
        await port.remove(ben, ana);
        expect(await port.between(ana, ben)).toBe(false);
      }),
    );

    it(
      'lists every block for the matching',
      given(async ({ port, settled }) => {
        for (const one of [block(cleo, ana), block(ana, cleo), block(ana, ben)]) await port.add(one);
        await settled();
        expect(await port.all()).toEqual([block(ana, ben), block(ana, cleo), block(cleo, ana)]);
      }),
    );

    it(
      'is once what twenty add at once',
      given(async ({ port, other, settled }) => {
        await Promise.all(twenty.map(async (n) => (n % 2 === 0 ? port : other).add(block(ana, ben, n))));
        await settled();
        expect(await port.all()).toHaveLength(1);
      }),
    );

    it(
      'lists at most as many of one member as it says',
      given(async ({ table, port }) => {
        for (let n = 0; n <= blocksMax; n += 67) {
          const whom = Array.from({ length: 67 }, (_, at) => memberIdOf(10 + n + at));
          await table.commit(
            whom.map((one) => ({
              op: 'put',
              expect: 'absent',
              item: { pk: `block#${ana}`, sk: one, body: { by: ana, whom: one, at: 1 } },
            })),
          );
        }
        expect(await port.by(ana)).toHaveLength(blocksMax);
      }),
    );
  });
};
