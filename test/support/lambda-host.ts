import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import type * as z from 'zod';
import { readCommunityFolder } from '../../adapters/composition/community-folder.ts';
import { systemClock } from '../../adapters/composition/host.ts';
import type { LogFields } from '../../adapters/composition/observed.ts';
import { type EnvSchema, readEnv } from '../../adapters/config/env.ts';
import type { LambdaHost } from '../../adapters/lambda/host.ts';
import { seededRandom } from '../../domain/kernel/random.ts';
import { settingsOn } from './deployed-parts.ts';

/** A function as AWS holds it, in this process and without its bundle: what it logs and counts can be looked at. */
export const hostOver = <Shape extends z.ZodRawShape>(
  schema: EnvSchema<Shape>,
  wire: { readonly url: string },
  more: Readonly<Record<string, string>> = {},
) => {
  const env = readEnv(schema, { ...settingsOn(wire), ...more });
  const folder = readCommunityFolder(new URL(`file://${join(fileURLToPath(import.meta.url), '..', '..', '..', 'community')}/`));
  if (!env.ok || !folder.ok) throw new Error(JSON.stringify([env, folder]));
  const logged: { readonly level: string; readonly event: string; readonly fields: LogFields }[] = [];
  const counted: string[] = [];
  const host: LambdaHost<z.output<z.ZodObject<Shape>>> = {
    env: env.value,
    folder: folder.value,
    log: (level, event, fields = {}) => logged.push({ level, event, fields }),
    metrics: { count: (name) => counted.push(name), flush: () => undefined },
    clock: systemClock,
    random: seededRandom(1),
    pause: async () => Promise.resolve(),
    invoked: async (_context, work) => work(new AbortController().signal),
  };
  return { host, logged, counted };
};

/** A minute is left. */
export const aContext = { awsRequestId: '00000000-0000-4000-8000-000000000000', getRemainingTimeInMillis: () => 60_000 };
