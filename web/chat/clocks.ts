import type { Timers } from './needs.ts';

/** Timers by name, at most one of each: setting one again takes the one before it back. */
export interface Clocks<Name extends string> {
  readonly set: (name: Name, ms: number, run: () => void) => void;
  readonly clear: (...names: readonly Name[]) => void;
  readonly has: (name: Name) => boolean;
}

export const makeClocks = <Name extends string>({ timers }: { readonly timers: Timers }): Clocks<Name> => {
  const running = new Map<Name, () => void>();
  const clear = (...names: readonly Name[]): void => {
    for (const name of names) {
      running.get(name)?.();
      running.delete(name);
    }
  };
  return {
    clear,
    has: (name) => running.has(name),
    set: (name, ms, run) => {
      clear(name);
      const cancel = timers.after(ms, () => {
        running.delete(name);
        run();
      });
      running.set(name, cancel);
    },
  };
};
