import type * as z from 'zod';
import type { Clock } from '../../domain/kernel/clock.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import type { EnvProblem } from '../config/env-values.ts';
import { type EnvSchema, readEnv } from '../config/env.ts';
import type { Problems } from '../files/problem.ts';
import { type CommunityFolder, readCommunityFolder } from './community-folder.ts';

/** What an entry point found where it runs. */
export interface Surroundings<Env> {
  readonly env: Env;
  readonly folder: CommunityFolder;
}

/** What is wrong with where an entry point runs: every problem at once, named by variable, field and code, and nothing quoted. */
export class SettingsRefused extends Error {
  override readonly name = 'SettingsRefused';
  readonly code = 'settings.refused';
}

/** Reads the environment and the community's folder; throws `SettingsRefused` with one line on all that is wrong. */
export const readSurroundings = <Shape extends z.ZodRawShape>(
  schema: EnvSchema<Shape>,
  { env, folder }: { readonly env: Readonly<Record<string, string | undefined>>; readonly folder: URL },
): Surroundings<z.output<z.ZodObject<Shape>>> => {
  const [settings, community] = [readEnv(schema, env), readCommunityFolder(folder)];
  if (settings.ok && community.ok) return { env: settings.value, folder: community.value };
  const problems = [...(settings.ok ? [] : settings.error.map(ofVariable)), ...(community.ok ? [] : ofFiles(community.error))];
  throw new SettingsRefused(problems.join('; '));
};

const ofVariable = ({ variable, code, message }: EnvProblem): string => `${variable}: ${code}: ${message}`;

const ofFiles = ({ kept, count }: Problems): readonly string[] => [
  ...kept.map(
    ({ file, column, code }) => `${file.replace(/^.*\//, '')}${column === null || column.includes('@') ? '' : ` ${column}`}: ${code}`,
  ),
  ...(count > kept.length ? [`and ${String(count - kept.length)} more`] : []),
];

/** The time of the machine; AWS keeps it right by itself (Amazon Time Sync). */
export const systemClock: Clock = { now: () => Date.now() as Instant };

/** Which setting an error is about, where it says so. */
export const settingOf = (error: unknown): string | undefined =>
  error instanceof Error && 'setting' in error && typeof error.setting === 'string' ? error.setting : undefined;
