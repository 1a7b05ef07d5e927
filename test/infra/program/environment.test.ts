import { describe, expect, it } from 'vitest';
import { readEnv } from '../../../adapters/config/env.ts';
import { environmentsOf, schemas } from '../support/environments.ts';
import { wholeProgram } from '../support/whole-program.ts';

const stacks = [
  'dev',
  'prod',
  'dev with Resend',
  'prod with Resend',
  'prod with a domain in a zone',
  'a stack with the longest name',
] as const;

/** What the runtime reads, beside the entry point: Node, and in a task the AWS SDK, for whom Lambda sets it by itself. */
const ofTheRuntime = new Set(['NODE_OPTIONS']);

describe.each(stacks)('the environment of %s', (stack) => {
  it('is one that each function and task can begin with', async () => {
    const environments = environmentsOf(await wholeProgram(stack));
    for (const { name, variables } of environments)
      expect([name, readEnv(schemas[name], { AWS_REGION: 'eu-central-1', ...variables })]).toMatchObject([name, { ok: true }]);
    expect(environments.map(({ name }) => name).toSorted()).toEqual(Object.keys(schemas).toSorted());
  });

  it('tells each what it reads, and nothing else', async () => {
    for (const { name, variables } of environmentsOf(await wholeProgram(stack)))
      expect([name, Object.keys(variables).filter((each) => !(each in schemas[name].shape) && !ofTheRuntime.has(each))]).toEqual([
        name,
        [],
      ]);
  });

  it('lets Lambda say which region it is, and tells tasks', async () => {
    for (const { kind, variables } of environmentsOf(await wholeProgram(stack)))
      expect(variables['AWS_REGION']).toBe(kind === 'task' ? 'eu-central-1' : undefined);
  });
});
