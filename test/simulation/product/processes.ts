import { Unavailable } from '../../../adapters/dynamodb/table.ts';
import { Crash, type CrashPoint, createFaults, type Faults } from '../../support/faults.ts';
import type { ProductAround } from '../../support/product-around.ts';
import { type Doors, doorsOf } from '../../support/product-doors.ts';
import { createHiccups } from '../../support/product-hiccups.ts';
import { type Product, productOver, type ProductOverrides } from '../../support/product-world.ts';

/** One process of the product, and how browsers reach it. */
export type Process = Product & { readonly doors: () => Doors };

export interface Processes {
  /** Asks a process for something; `'lost'` where it died on the way, and nobody knows how far it came. It is back at once. */
  readonly ask: <T>(process: number, call: (process: Process) => Promise<T>) => Promise<T | 'lost'>;
  /** Its next life ends so many calls from now. */
  readonly crashAt: (process: number, point: CrashPoint) => void;
  /** The table cannot be reached at its call so many calls from now. */
  readonly hiccupAt: (point: CrashPoint) => void;
  readonly noCrashes: () => void;
  /** Both processes begin again, between two calls. */
  readonly restart: () => void;
  /** How often a process died. */
  readonly deaths: () => number;
}

export interface ProcessOptions {
  readonly overrides?: ProductOverrides;
  /** Hears of every call of a port. */
  readonly onCall?: (name: string, given: readonly unknown[]) => void;
}

/** Two processes over one table, each of which may die at any call of a port and begin anew. */
export const createProcesses = (
  around: ProductAround,
  { overrides, onCall }: ProcessOptions,
  complain: (invariant: string, detail: string) => void,
): Processes => {
  const told = <P extends object>(port: P, name: string): P => (onCall === undefined ? port : overheard(port, name, onCall));
  const hiccups = createHiccups();
  const shaky = { ...around, table: { ...around.table, ...hiccups.over(around.table) } };
  const hear = (error: unknown): void => {
    if (!(error instanceof Crash) && !(error instanceof Unavailable))
      complain('nothing is thrown', error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  };
  const start = (): { readonly faults: Faults; readonly process: Process } => {
    const faults = createFaults();
    const product = productOver(shaky, (port, name) => rejecting(faults.guard(told(port, name), name)), overrides);
    return { faults, process: { ...product, doors: once(() => doorsOf(shaky, product, hear)) } };
  };
  const processes = [start(), start()];
  let deaths = 0;
  const at = (n: number) => processes[n % processes.length] ?? start();
  return {
    ask: async (n, call) => {
      const asked = at(n);
      const answer = await call(asked.process).catch((error: unknown) => {
        hear(error);
        return 'lost' as const;
      });
      if (!asked.faults.hasCrashed()) return answer;
      // Whatever else it was asked at the time dies with it, and it begins again once.
      if (at(n) === asked) {
        deaths += 1;
        processes[n % processes.length] = start();
      }
      return 'lost';
    },
    crashAt: (n, point) => {
      at(n).faults.plan(point);
    },
    hiccupAt: hiccups.plan,
    deaths: () => deaths,
    restart: () => {
      for (const n of processes.keys()) processes[n] = start();
    },
    noCrashes: () => {
      hiccups.plan(undefined);
      for (const { faults } of processes) faults.plan(undefined);
    },
  };
};

/** A port that is asked of a dead process answers as a port does: with a promise, not by throwing at whoever has begun two things at once. */
const rejecting = <P extends object>(port: P): P =>
  new Proxy(port, {
    get: (target, property, receiver): unknown => {
      const member: unknown = Reflect.get(target, property, receiver);
      if (typeof member !== 'function') return member;
      return async (...given: unknown[]): Promise<unknown> => (await Reflect.apply(member, target, given)) as unknown;
    },
  });

const overheard = <P extends object>(port: P, name: string, onCall: NonNullable<ProcessOptions['onCall']>): P =>
  new Proxy(port, {
    get: (target, property, receiver): unknown => {
      const member: unknown = Reflect.get(target, property, receiver);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]): unknown => {
        onCall(`${name}.${String(property)}`, given);
        return Reflect.apply(member, target, given);
      };
    },
  });

const once = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => (made ??= make());
};
