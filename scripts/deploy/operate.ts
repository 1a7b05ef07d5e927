import { exitCode, say } from '../commands/terminal.ts';
import { bundlesIn } from './bundles.ts';
import { type Facts, type Operation, type Refusal, refusalsOf } from './refusals.ts';
import { asked, ran, root } from './run-tool.ts';

export interface OperationOptions {
  readonly stack: string;
  readonly yes?: boolean;
}

/** Looks at tools, bundles and configuration first, says all that is missing, and then lets Pulumi do it. Answers an exit code. */
export const operate = async (operation: Operation, { stack, yes }: OperationOptions): Promise<number> => {
  const refusals = refusalsOf(factsOf(operation, stack));
  if (refusals.length > 0) return refused(operation, refusals);
  const policies = operation === 'destroy' ? [] : ['--policy-pack', 'infra/policy'];
  const code = await ran('pulumi', [operation, '--stack', stack, ...policies, ...(yes === true ? ['--yes'] : [])]);
  if (operation === 'up' && code === 0)
    say(
      `What is left to do by hand, secrets and mail, is in docs/runbooks/first-deployment.md; \`pulumi stack output --stack ${stack}\` says what it asks for.`,
    );
  return code;
};

const refused = (operation: string, refusals: readonly Refusal[]): number => {
  say(`Nothing was done: ${operation} cannot begin.`);
  for (const { code, message } of refusals) say(`  ${code}: ${message}`);
  return exitCode.refused;
};

const factsOf = (operation: Operation, stack: string): Facts => {
  const pulumi = asked('pulumi', ['version']);
  const isLoggedIn = pulumi !== undefined && asked('pulumi', ['whoami', '--non-interactive']) !== undefined;
  return {
    operation,
    stack,
    pulumi,
    isLoggedIn,
    bundles: bundlesIn(root),
    config: isLoggedIn ? configOf(asked('pulumi', ['config', '--json', '--stack', stack, '--non-interactive'])) : undefined,
    protectedCount: isLoggedIn && operation === 'destroy' ? protectedIn(asked('pulumi', ['stack', 'export', '--stack', stack])) : 0,
  };
};

const configOf = (text: string | undefined): Facts['config'] => {
  if (text === undefined) return undefined;
  const config = JSON.parse(text === '' ? '{}' : text) as Readonly<Record<string, { readonly value?: string }>>;
  return Object.fromEntries(Object.entries(config).map(([key, { value = '' }]) => [key, value]));
};

const protectedIn = (text: string | undefined): number => {
  if (text === undefined) return 0;
  const state = JSON.parse(text) as { readonly deployment?: { readonly resources?: readonly { readonly protect?: boolean }[] } };
  return (state.deployment?.resources ?? []).filter(({ protect }) => protect === true).length;
};
