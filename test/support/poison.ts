/**
 * Runs `body` while the clock, chance, timers and the network throw, and puts them back whatever happens; for a promise, when it settles.
 * A use that the body swallowed still fails the whole. Bodies do not overlap: the second would find the first one's poison and keep it.
 */
export const poison = <T>(body: () => T): T => {
  if (poisoned) throw new Error('poison does not nest: a body is already running under it');
  const swallowed: string[] = [];
  const restore = replaceAll((what) => {
    swallowed.push(what);
    throw new AmbientUse(what);
  });
  const finish = (): void => {
    restore();
    const [first] = swallowed;
    if (first !== undefined) throw new AmbientUse(first);
  };
  let outcome: T;
  try {
    outcome = body();
  } catch (error) {
    restore();
    throw error;
  }
  if (!(outcome instanceof Promise)) {
    finish();
    return outcome;
  }
  return outcome.then(
    (value: unknown) => {
      finish();
      return value;
    },
    (error: unknown) => {
      restore();
      throw error;
    },
  ) as T;
};

export class AmbientUse extends Error {
  override readonly name = 'AmbientUse';
  constructor(what: string) {
    super(`${what} is ambient: take time and chance through the needs`);
  }
}

let poisoned = false;

const replaceAll = (refuse: (what: string) => never): (() => void) => {
  const places: readonly (readonly [object, string, unknown])[] = [
    [globalThis, 'Date', poisonedDate(refuse)],
    [Math, 'random', () => refuse('Math.random')],
    [globalThis, 'setTimeout', () => refuse('setTimeout')],
    [globalThis, 'setInterval', () => refuse('setInterval')],
    [globalThis, 'fetch', () => refuse('fetch')],
    [crypto, 'randomUUID', () => refuse('crypto.randomUUID')],
    [crypto, 'getRandomValues', () => refuse('crypto.getRandomValues')],
  ];
  const undo = places.map(([owner, name, value]) => replace(owner, { name, value }));
  poisoned = true;
  return () => {
    for (const each of undo) each();
    poisoned = false;
  };
};

const replace = (owner: object, { name, value }: { readonly name: string; readonly value: unknown }): (() => void) => {
  const before = Object.getOwnPropertyDescriptor(owner, name);
  Object.defineProperty(owner, name, { value, configurable: true, writable: true, enumerable: before?.enumerable ?? false });
  return () => {
    if (before === undefined) Reflect.deleteProperty(owner, name);
    else Object.defineProperty(owner, name, before);
  };
};

/** A date made from a given moment stays usable; only reading the clock is refused. */
const poisonedDate = (refuse: (what: string) => never): DateConstructor =>
  new Proxy(Date, {
    apply: () => refuse('Date()'),
    construct: (target, given: unknown[], newTarget) => {
      if (given.length === 0) refuse('new Date()');
      return Reflect.construct(target, given, newTarget) as Date;
    },
    get: (target, key, receiver): unknown => (key === 'now' ? () => refuse('Date.now') : Reflect.get(target, key, receiver)),
  });
