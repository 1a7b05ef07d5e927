import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { threadOf } from '../../web/chat/state.ts';
import { type Network, opened, pendingOf, shownBy, storedIn, textsIn } from './page-world.ts';

describe('a page that loses the network again and again', () => {
  const fate = fc.constantFrom<ReturnType<Network['fate']>>('arrives', 'arrives', 'arrives', 'is lost', 'arrives twice', 'comes late');
  const step = fc.oneof(
    fc.constant('i write' as const),
    fc.constant('they write' as const),
    fc.constant('they mail' as const),
    fc.constant('the connection drops' as const),
    fc.constant('the network goes' as const),
    fc.constant('the network comes back' as const),
    fc.constant('older' as const),
    fc.integer({ min: 1, max: 20_000 }),
  );

  it('ends with exactly what the server has, in its order, and nothing lost or doubled', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.infiniteStream(fate), async (steps, fates) => {
        const { world, page, thread } = await opened();
        world.network.fate = () => fates.next().value as ReturnType<Network['fate']>;
        let written = 0;
        const mine: string[] = [];
        for (const each of steps) {
          if (each === 'i write') {
            mine.push(`mine ${String((written += 1))}`);
            page.client.write(thread, mine.at(-1) ?? '');
          }
          if (each === 'they write') world.model.send('b', { id: `from-ben-${String((written += 1))}`, text: 'theirs' });
          if (each === 'they mail')
            world.model.mail('b', { kind: 'mail', subject: 'theirs', text: '', isCut: false, hasHtml: false, files: [] });
          if (each === 'the connection drops') page.drop();
          if (each === 'the network goes') {
            world.network.isUp = false;
            page.drop();
          }
          if (each === 'the network comes back') world.network.isUp = true;
          if (each === 'older') page.client.older(thread);
          if (typeof each === 'number') await world.time.pass(each);
        }
        world.network.isUp = true;
        world.network.fate = () => 'arrives';
        page.drop();
        await world.time.pass(10 * 60_000);
        while (threadOf(page.client.state(), thread)?.isWhole === false) {
          page.client.older(thread);
          await world.time.pass(1_000);
        }
        expect(shownBy(page, thread)).toEqual(storedIn(world));
        expect(pendingOf(page, thread)).toEqual([]);
        expect(textsIn(world).filter((text) => text.startsWith('mine'))).toEqual(mine);
      }),
      { numRuns: 150 },
    );
  });
});
