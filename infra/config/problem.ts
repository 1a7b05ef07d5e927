import type * as z from 'zod';
import { region } from './fields.ts';
import { supportedRegions } from './regions.ts';

/** What is wrong with one key. `code` is stable; `message` says what belongs there, never what was. */
export interface ConfigProblem {
  readonly key: string;
  readonly code:
    'config.missing' | 'config.malformed' | 'config.unknown' | 'config.conflict' | 'config.region_unsupported' | 'stack.name_malformed';
  readonly message: string;
}

/** What was read is a list of problems. */
export const isRefused = <P>(read: object | readonly P[]): read is readonly P[] => Array.isArray(read);

export const regionProblems = (given: string | undefined): readonly ConfigProblem[] => {
  const read = region.safeParse(given);
  if (read.success)
    return supportedRegions.includes(read.data)
      ? []
      : [
          {
            key: 'aws:region',
            code: 'config.region_unsupported',
            message: `write one of those that have all it takes: ${supportedRegions.join(', ')}`,
          },
        ];
  const code = given === undefined ? 'config.missing' : 'config.malformed';
  return [{ key: 'aws:region', code, message: 'write a region, for example eu-central-1' }];
};

/**
 * A provider that a program makes is told by the program alone: Pulumi reads no `aws:profile` or `aws:allowedAccountIds` for it, so whoever
 * relies on one would deploy into another account (github.com/pulumi/pulumi-aws/issues/1307). Credentials are found as everywhere.
 */
export const providerProblems = (given: readonly string[]): readonly ConfigProblem[] =>
  given
    .filter((name) => name !== 'region')
    .map((name) => ({
      key: `aws:${name}`,
      code: 'config.unknown',
      message: 'nothing would heed it; say who deploys by the environment, for example AWS_PROFILE',
    }));

/** The keys of one project, as its stacks' files have them below `<prefix>:`. */
export interface Keys {
  readonly prefix: string;
  readonly names: readonly string[];
  readonly given: Readonly<Record<string, string>>;
}

/** What a schema of strings found, by key. */
export const problemsOf = (error: z.ZodError | undefined, { prefix, names, given }: Keys): readonly ConfigProblem[] =>
  (error?.issues ?? []).flatMap((issue): readonly ConfigProblem[] => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((name) => ({
        key: `${prefix}:${name}`,
        code: 'config.unknown',
        message: `there is no such key; there are ${names.join(', ')}`,
      }));
    const name = String(issue.path[0]);
    return [
      given[name] === undefined
        ? { key: `${prefix}:${name}`, code: 'config.missing', message: 'it has to be set' }
        : { key: `${prefix}:${name}`, code: 'config.malformed', message: issue.message },
    ];
  });
