import type { Context } from './events.ts';
import { randomInt } from 'node:crypto';
import type * as z from 'zod';
import type { Clock } from '../../domain/kernel/clock.ts';
import { type Random, seededRandom } from '../../domain/kernel/random.ts';
import type { CommunityFolder } from '../composition/community-folder.ts';
import { readSurroundings, settingOf, systemClock } from '../composition/host.ts';
import { createMetrics, type Metrics } from '../composition/metrics.ts';
import { codeOfFault, createLog, kindOf, type Log } from '../composition/observed.ts';
import type { EnvSchema } from '../config/env.ts';
import { rest } from '../local/pauses.ts';

/** A Lambda function around one entry point. */
export interface LambdaHost<Env> {
  readonly env: Env;
  readonly folder: CommunityFolder;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly random: Random;
  /** Ends early where the invocation has to. */
  readonly pause: (ms: number) => Promise<void>;
  /**
   * Does the work of one invocation. `signal` says stop `stopBeforeMs` before AWS would. Whatever is thrown is told by its kind and thrown
   * on without its words, which may be personal: the runtime would write them down.
   */
  readonly invoked: <R>(
    context: Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>,
    work: (signal: AbortSignal) => Promise<R>,
  ) => Promise<R>;
}

/** Time left at the end of an invocation: a mail under way has its own time limit, and is ended before this is over. */
export const stopBeforeMs = 10_000;

/** What failed inside an invocation, without its words. */
export class HostFault extends Error {
  override readonly name = 'HostFault';
}

interface HostedBy {
  readonly service: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Throws `SettingsRefused` while the function is initialised, so that nothing is served by halves. */
export const createLambdaHost = <Shape extends z.ZodRawShape>(
  schema: EnvSchema<Shape>,
  { service, env }: HostedBy,
): LambdaHost<z.output<z.ZodObject<Shape>>> => {
  const surroundings = readSurroundings(schema, { env, folder: new URL('./community/', import.meta.url) });
  let request: string | undefined;
  let stopping = new AbortController();
  const log = createLog({
    write: (line) => process.stdout.write(line),
    now: Date.now,
    from: 'info',
    about: () => ({ service, request }),
  });
  const metrics = createMetrics({ service, stage: env['STAGE'] ?? '' });
  return {
    ...surroundings,
    log,
    metrics,
    clock: systemClock,
    random: seededRandom(randomInt(2 ** 32)),
    pause: async (ms) => rest(ms, stopping.signal),
    invoked: async (context, work) => {
      request = context.awsRequestId;
      stopping = new AbortController();
      const stop = setTimeout(
        () => {
          stopping.abort();
        },
        Math.max(0, context.getRemainingTimeInMillis() - stopBeforeMs),
      );
      try {
        return await work(stopping.signal);
      } catch (error) {
        const [kind, code] = [kindOf(error), codeOfFault(error)];
        log('error', 'fault', { error: kind, code, setting: settingOf(error) });
        metrics.count('Faults', 1);
        throw new HostFault(code ?? kind);
      } finally {
        clearTimeout(stop);
        metrics.flush();
      }
    },
  };
};

/** Makes something once; what failed is made anew by who asks next. */
export const once = <V>(make: () => Promise<V>): (() => Promise<V>) => {
  let made: Promise<V> | undefined;
  return async () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
};
