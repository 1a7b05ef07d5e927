import { Config } from '@pulumi/pulumi/config.js';
import { allConfig } from '@pulumi/pulumi/runtime/config.js';
import { getStack } from '@pulumi/pulumi/runtime/settings.js';
import { type ConfigProblem, isRefused } from './problem.ts';
import { type Settings, settingsOf } from './settings.ts';

/** The configuration of a stack cannot be deployed; its message has a line for each thing that is wrong. */
export class SettingsRefused extends Error {
  override readonly name = 'SettingsRefused';
  readonly problems: readonly ConfigProblem[];

  constructor(stack: string, problems: readonly ConfigProblem[]) {
    super(
      [
        `Pulumi.${stack}.yaml cannot be deployed:`,
        ...problems.map(({ key, code, message }) => `  ${key}: ${code}: ${message}`),
        'What each key means is in docs/deployment.md.',
      ].join('\n'),
    );
    this.problems = problems;
  }
}

/** The keys below a prefix of the stack that is being deployed, without it. */
export const keysBelow = (prefix: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(allConfig())
      .filter(([key]) => key.startsWith(`${prefix}:`))
      .map(([key, value]) => [key.slice(prefix.length + 1), value]),
  );

export const regionGiven = (): string | undefined => new Config('aws').get('region');

/** The settings of the stack that is being deployed; throws `SettingsRefused` with every problem at once. */
export const readSettings = (): Settings => {
  const stack = getStack();
  const settings = settingsOf({ stack, region: regionGiven(), aws: Object.keys(keysBelow('aws')), loop: keysBelow('loop') });
  if (isRefused(settings)) throw new SettingsRefused(stack, settings);
  return settings;
};
