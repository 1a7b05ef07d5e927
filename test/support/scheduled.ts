import type { Scheduler } from 'fast-check';

/**
 * The same port, whose requests and answers arrive in an order that fast-check chooses. Scheduling the answer alone would not do: the call
 * itself would have happened already. For ports whose every member gives a promise; end a race with `s.waitFor(Promise.all(…))`.
 */
export const scheduled = <P extends object>(s: Scheduler, port: P, name = 'port'): P =>
  new Proxy(port, {
    get: (target, property, receiver): unknown => {
      const member: unknown = Reflect.get(target, property, receiver);
      if (typeof member !== 'function') return member;
      const called = `${name}.${String(property)}`;
      return async (...given: unknown[]): Promise<unknown> => {
        await s.schedule(Promise.resolve(), `→ ${called}`);
        const answer = await caught(async () => (await Reflect.apply(member, target, given)) as unknown);
        await s.schedule(Promise.resolve(), `← ${called}`);
        if ('error' in answer) throw answer.error;
        return answer.value;
      };
    },
  });

const caught = async (call: () => Promise<unknown>): Promise<{ readonly value: unknown } | { readonly error: unknown }> =>
  call().then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
