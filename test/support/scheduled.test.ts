import fc from 'fast-check';
import { expect, it } from 'vitest';
import { scheduled } from './scheduled.ts';

const ledger = () => {
  let sum = 0;
  return {
    read: async () => Promise.resolve(sum),
    write: async (next: number) => Promise.resolve(void (sum = next)),
    add: async (n: number) => Promise.resolve(void (sum += n)),
    sum: () => sum,
  };
};

const raced = (use: (port: Pick<ReturnType<typeof ledger>, 'read' | 'write' | 'add'>) => Promise<void>) =>
  fc.asyncProperty(fc.scheduler(), async (s) => {
    const { sum, ...bare } = ledger();
    const port = scheduled(s, bare, 'ledger');
    await s.waitFor(Promise.all([use(port), use(port)]));
    return sum() === 2;
  });

it('a race refutes a ledger that reads and then writes', async () => {
  const race = await fc.check(
    raced(async (port) => port.write((await port.read()) + 1)),
    { seed: 1 },
  );
  expect(race.failed).toBe(true);
});

it('a race lets a ledger pass that adds', async () => {
  await fc.assert(raced(async (port) => port.add(1)));
});
