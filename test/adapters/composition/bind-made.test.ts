import { Container } from 'inversify';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { bindMade, bindUseCase } from '../../../adapters/composition/bind-made.ts';
import type { ObservedCall } from '../../../adapters/composition/observed.ts';
import type { Token } from '../../../adapters/composition/token.ts';
import { T } from '../../../adapters/composition/tokens.ts';
import type { Clock } from '../../../domain/kernel/clock.ts';
import type { Instant } from '../../../domain/kernel/instant.ts';

const clockAt = (now: number): Clock => ({ now: () => now as Instant });
const hour = Symbol('hour') as Token<number>;
const name = Symbol('name') as Token<string>;
const makeHour = ({ clock, offset = 0 }: { readonly clock: Clock; readonly offset?: number }): number => clock.now() + offset;

const containerWithClock = (): Container => {
  const container = new Container({ defaultScope: 'Singleton' });
  container.bind(T.clock).toConstantValue(clockAt(7));
  return container;
};

describe('A binding', () => {
  it('hands each need under its name, and leaves out one that may be', () => {
    const container = containerWithClock();
    bindMade(container, hour, { make: makeHour, needs: { clock: T.clock } });
    expect(container.get(hour)).toBe(7);
    const other = containerWithClock();
    other.bind(name).toConstantValue('unused');
    const offset = Symbol('offset') as Token<number>;
    other.bind(offset).toConstantValue(3);
    bindMade(other, hour, { make: makeHour, needs: { offset, clock: T.clock } });
    expect(other.get(hour)).toBe(10);
  });

  it('does not compile with a token of another type, without a need, or for a token of another type', () => {
    const container = containerWithClock();
    // @ts-expect-error -- a name is no clock
    bindMade(container, hour, { make: makeHour, needs: { clock: name } });
    // @ts-expect-error -- the clock is missing
    bindMade(container, hour, { make: makeHour, needs: {} });
    // @ts-expect-error -- the token of a text cannot stand for a number
    bindMade(container, name, { make: makeHour, needs: { clock: T.clock } });
    // @ts-expect-error -- members are no blocks
    bindMade(container, T.membership.blocks, { make: ({ members }) => members, needs: { members: T.membership.members } });
    expectTypeOf(container.get(T.clock)).toEqualTypeOf<Clock>();
  });

  it('of a use case tells the observer how each call ended', async () => {
    const calls: ObservedCall[] = [];
    const container = containerWithClock();
    container.bind(T.observer).toConstantValue((call) => calls.push(call));
    const ask = Symbol('context.ask') as Token<(question: string) => Promise<number>>;
    bindUseCase(container, ask, {
      make:
        ({ clock }: { readonly clock: Clock }) =>
        async (question) =>
          Promise.resolve(clock.now() + question.length),
      needs: { clock: T.clock },
    });
    expect(await container.get(ask)('why')).toBe(10);
    expect(calls).toEqual([{ useCase: 'context.ask', ms: expect.any(Number) as number, outcome: 'ok' }]);
  });

  it('that is missing fails with the name of what is missing', () => {
    const container = new Container({ defaultScope: 'Singleton' });
    bindMade(container, hour, { make: makeHour, needs: { clock: T.clock } });
    expect(() => container.get(hour)).toThrow(/clock/);
  });
});
