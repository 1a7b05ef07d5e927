import { randomInt, randomUUID } from 'node:crypto';
import type * as z from 'zod';
import type { Clock } from '../../domain/kernel/clock.ts';
import { secondMs } from '../../domain/kernel/instant.ts';
import { seededRandom } from '../../domain/kernel/random.ts';
import { createDeployed, type Deployed, type DeployedParts } from '../composition/deployed.ts';
import { deployedSettingsOf } from '../composition/deployed-settings.ts';
import { readSurroundings, settingOf, SettingsRefused, systemClock } from '../composition/host.ts';
import { createMetrics, type Metrics } from '../composition/metrics.ts';
import { codeOfFault, createLog, kindOf, type Log } from '../composition/observed.ts';
import type { CoreEnv, EnvSchema } from '../config/env.ts';
import { Unavailable } from '../dynamodb/table.ts';
import { planBeside } from '../local/planning.ts';
import { rest } from '../local/pauses.ts';
import { type ExitCode, exitCode } from './exit-codes.ts';
import { underLease } from './under-lease.ts';

/** What a task works with. */
export interface TaskNeeds {
  readonly deployed: Deployed;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Somebody asked for the end, or the lease is lost: ends what is under way and begins nothing. */
  readonly signal: AbortSignal;
  readonly pause: (ms: number) => Promise<void>;
}

/** One task of a schedule, done once and left. */
export interface Task {
  /** Also the name of its lease: one at a time. */
  readonly service: string;
  readonly work: (needs: TaskNeeds) => Promise<ExitCode>;
  readonly parts?: ((log: Log) => Pick<DeployedParts, 'createMailer' | 'onMails' | 'onSending'>) | undefined;
}

/** Runs a task to its end and ends the process, with a code that `exit-codes.ts` explains. */
export const runTask = async <Shape extends z.ZodRawShape>(
  schema: EnvSchema<Shape>,
  task: Task,
  env: Readonly<Record<string, string | undefined>>,
): Promise<never> => {
  const stopping = new AbortController();
  process.on('SIGTERM', () => {
    stopping.abort();
  });
  const run = randomUUID();
  const log = createLog({
    write: (line) => process.stdout.write(line),
    now: Date.now,
    from: 'info',
    about: () => ({ service: task.service, run }),
  });
  const code = await ended(async () => {
    const { env: settings, folder } = readSurroundings(schema, { env, folder: new URL('./community/', import.meta.url) });
    return done(task, { settings: settings as unknown as TaskEnv, folder, log, run, stopped: stopping.signal });
  }, log);
  log(code === exitCode.done ? 'info' : 'warning', 'ended', { status: code });
  process.exit(code);
};

type TaskEnv = CoreEnv & { readonly TASK_LEASE_SECONDS: number };

interface Running {
  readonly settings: TaskEnv;
  readonly folder: Pick<DeployedParts, 'community' | 'survey'>;
  readonly log: Log;
  readonly run: string;
  readonly stopped: AbortSignal;
}

const done = async (task: Task, { settings, folder, log, run, stopped }: Running): Promise<ExitCode> => {
  const clock = systemClock;
  const metrics = createMetrics({ service: task.service, stage: settings.STAGE });
  let signal = stopped;
  const pause = async (ms: number): Promise<void> => rest(ms, signal);
  const deployed = await createDeployed(deployedSettingsOf(settings, 'unattended'), {
    ...folder,
    ...task.parts?.(log),
    clock,
    log,
    pause,
    random: seededRandom(randomInt(2 ** 32)),
    plan: (input, seed) => planBeside(input, seed, { signal }),
  });
  if (stopped.aborted) return exitCode.terminated;
  const lease = { leases: deployed.leases, clock, owner: run, leaseMs: settings.TASK_LEASE_SECONDS * secondMs };
  try {
    const outcome = await underLease(lease, { name: task.service, stopped }, async (whileHeld) => {
      signal = whileHeld;
      log('info', 'began');
      return task.work({ deployed, clock, log, metrics, signal: whileHeld, pause });
    });
    if (outcome === 'held') {
      log('info', 'held');
      return stopped.aborted ? exitCode.terminated : exitCode.done;
    }
    if (outcome !== 'lost') return outcome;
    log('error', 'lease_lost');
    return exitCode.tryAgain;
  } finally {
    metrics.flush();
    deployed.close();
  }
};

/** What a task ends with; an error is told by its kind and code, never in its own words. */
const ended = async (body: () => Promise<ExitCode>, log: Log): Promise<ExitCode> => {
  try {
    return await body();
  } catch (error) {
    if (error instanceof SettingsRefused) {
      // Names of variables and fields, and what belongs there.
      process.stderr.write(`${error.message}\n`);
      log('error', 'settings_refused', { code: error.code });
      return exitCode.settings;
    }
    const code = codeOfFault(error);
    const told = { error: kindOf(error), code, setting: settingOf(error) };
    log('error', 'fault', told);
    if (error instanceof Unavailable || code === 'secret.unavailable') return exitCode.tryAgain;
    return code === undefined ? exitCode.fault : exitCode.refused;
  }
};
