import { deepStrictEqual } from 'node:assert/strict';
import { Crash, createFaults, type CrashPoint, type Faults } from './faults.ts';

export interface CrashSweep<W, R> {
  /** A fresh world in its first state. Everything that the use case calls went through `faults.guard`; nothing that `end` calls need have. */
  readonly world: (faults: Faults) => W | Promise<W>;
  /** Hands the cause over, as a queue or an impatient person does, again and again; and drains what leaves, if that is part of it. */
  readonly deliver: (world: W) => Promise<R>;
  /** Whether whoever hands it over is content with an answer. Only an answer counts: a delivery that threw is made again. */
  readonly settled: (result: R) => boolean;
  readonly end: (world: W) => End | Promise<End>;
  /** What begins again with the process: what it kept in memory only is made anew. The same world, if there is nothing like that. */
  readonly restarted?: (world: W, faults: Faults) => W | Promise<W>;
}

export interface End {
  /** Everything stored, as far as it must be the same whatever happened on the way. Lists at the top, or one below, may be in any order. */
  readonly state: unknown;
  /** The key of each message that left or waits to leave. */
  readonly sent: readonly string[];
}

/** Deliveries after which a cause that is not settled counts as stuck. */
const deliveriesMax = 10;
const callsMax = 1_000;

/**
 * Lets the process die at every port call of a delivery, before its effect and after it, and hands the cause over again until it is settled.
 * Whatever happened, the end must be that of a delivery without a crash, and each message must have left once. Answers the number of deaths.
 */
export const crashSweep = async <W, R>(sweep: CrashSweep<W, R>): Promise<number> => {
  const clean = await lived(sweep, undefined);
  oncePerKey(clean.end.sent, 'without a crash');
  if (clean.calls.length === 0) throw new Error('the delivery calls no port, so the sweep shows nothing: guard the ports');
  if (clean.calls.length > callsMax) throw new Error(`${String(clean.calls.length)} calls are too many to sweep`);
  let deaths = 0;
  for (const [at, name] of clean.calls.entries()) {
    for (const moment of ['before', 'after'] as const) {
      const what = `after a crash ${moment} call ${String(at + 1)} (${name})`;
      const { end, died } = await lived(sweep, { call: at + 1, moment });
      if (!died) throw new Error(`the second run took another way: no crash ${what.slice(6)}`);
      deaths++;
      oncePerKey(end.sent, what);
      deepStrictEqual(inOrder(end.state), inOrder(clean.end.state), `the state differs ${what}`);
      deepStrictEqual([...end.sent].sort(), [...clean.end.sent].sort(), `other messages left ${what}`);
    }
  }
  return deaths;
};

const lived = async <W, R>(sweep: CrashSweep<W, R>, point: CrashPoint | undefined) => {
  const faults = createFaults();
  let world = await sweep.world(faults);
  faults.plan(point);
  let died = false;
  for (let delivery = 1; delivery <= deliveriesMax; delivery++) {
    const answer = await answered(sweep.deliver(world));
    if (faults.hasCrashed()) {
      died = true;
      faults.plan(undefined);
      world = (await sweep.restarted?.(world, faults)) ?? world;
      continue;
    }
    const calls = [...faults.calls()];
    if (answer !== crashed && sweep.settled(answer)) return { calls, died, end: await sweep.end(world) };
  }
  throw new Error(`not settled after ${String(deliveriesMax)} deliveries, ${describePoint(point)}`);
};

const crashed = Symbol('crashed');

/** Any other error is a finding, and is thrown. */
const answered = async <R>(delivery: Promise<R>): Promise<R | typeof crashed> =>
  delivery.catch((error: unknown) => {
    if (error instanceof Crash) return crashed;
    throw error;
  });

const describePoint = (point: CrashPoint | undefined): string =>
  point === undefined ? 'without a crash' : `with a crash ${point.moment} call ${String(point.call)}`;

const oncePerKey = (sent: readonly string[], what: string): void => {
  const twice = sent.filter((key, at) => sent.indexOf(key) !== at);
  if (twice.length > 0) throw new Error(`sent more than once ${what}: ${twice.join(', ')}`);
};

const inOrder = (state: unknown, depth = 0): unknown => {
  if (Array.isArray(state)) return depth > 1 ? state : [...(state as unknown[])].sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
  if (typeof state !== 'object' || state === null || depth > 0) return state;
  return Object.fromEntries(Object.entries(state).map(([name, value]) => [name, inOrder(value, depth + 1)]));
};

const textOf = (value: unknown): string => JSON.stringify(value);
