import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineResult } from './engine/run-engine.ts';
import { check } from './provider/check.ts';
import { groups } from './provider/generic-kinds.ts';
import { answerOf } from './provider/invokes.ts';
import { kindOfType, madeKinds } from './provider/kinds.ts';
import { createProviderPlugin } from './provider/plugin.ts';
import { schemaOf } from './provider/schema.ts';
import { aTestStack, changesOf, type TestStack } from './support/engine-run.ts';
import { isSecret, opened, unknownValue } from './support/engine-values.ts';

const stacks: TestStack[] = [];
let brought: TestStack;
let up: EngineResult;

/** A stack of its own; nothing stands behind its provider, which says what it was asked to do. */
const aStack = (from?: TestStack) => {
  const calls: string[] = [];
  const settings = {
    cwd: join(import.meta.dirname, 'fixtures/small'),
    main: 'index.ts',
    project: 'fixture',
    stack: 'dev',
    config: { 'aws:region': 'eu-central-1', 'fixture:token': 'open-sesame' },
    secretKeys: ['fixture:token'],
    provider: createProviderPlugin({ seen: (call) => void calls.push(call) }),
  };
  const stack = aTestStack(settings, from);
  stacks.push(stack);
  return { ...stack, calls };
};

/** One that was brought up before. */
const aStandingStack = () => aStack(brought);

beforeAll(async () => {
  brought = aStack();
  up = await brought.run('up');
});
afterAll(() => {
  for (const stack of stacks) stack.close();
});

const changes = async (stack: ReturnType<typeof aStack>, op: 'preview' | 'up' | 'destroy', config: Readonly<Record<string, string>> = {}) =>
  changesOf(await stack.run(op, config));

describe('a program under the test engine', () => {
  it('is shown before it is made, is made once, and has nothing to do a second time', async () => {
    const stack = aStack();
    const preview = await stack.run('preview');
    expect(stack.calls).toEqual([]);
    expect(preview.outputs['peopleArn']).toBe(unknownValue);
    const made = await stack.run('up');
    expect(changesOf(made).toSorted()).toEqual(changesOf(preview).toSorted());
    expect(made.operations.every(({ op }) => op === 'create')).toBe(true);
    const calls = stack.calls.length;
    expect(await changes(stack, 'preview')).toEqual([]);
    expect(await changes(stack, 'up')).toEqual([]);
    expect(stack.calls.length).toBe(calls);
  });

  it('is given what AWS answered, by its own account, by resources and by components', () => {
    const { outputs, state } = up;
    const people = state.resources.find(({ type, urn }) => type.endsWith(':Table') && urn.endsWith('::people'));
    expect(outputs).toMatchObject({
      accountOf: '000000000000',
      peopleArn: `arn:aws:dynamodb:eu-central-1:000000000000:table/${people?.id ?? ''}`,
    });
    expect(outputs['subnets']).toHaveLength(2);
    const post = state.resources.find(({ type }) => type === 'fixture:post:Post');
    expect(post?.outputs).toEqual({ url: outputs['lettersUrl'] });
  });

  it('makes each thing after what it stands on, and deletes in the other direction', async () => {
    const stack = aStandingStack();
    const down = await stack.run('destroy');
    const [made, gone] = [up, down].map(({ operations }) => operations.map(({ urn }) => urn));
    for (const { urn, dependencies } of up.state.resources)
      for (const dependency of dependencies) {
        expect(made?.indexOf(dependency)).toBeLessThan(made?.indexOf(urn) ?? -1);
        expect(gone?.indexOf(dependency)).toBeGreaterThan(gone?.indexOf(urn) ?? -1);
      }
    expect(gone?.toSorted()).toEqual(made?.toSorted());
    expect(down.state.resources).toEqual([]);
  });

  it('keeps secrets marked in the state, and masks them where it prints', () => {
    const { outputs, log, state } = up;
    expect(isSecret(outputs['secretWords'])).toBe(true);
    expect(log.join('\n')).not.toContain('open-sesame');
    const worker = state.resources.find(({ type }) => type.endsWith(':Function'));
    const variables = (worker?.outputs['environment'] as { readonly variables: Readonly<Record<string, unknown>> }).variables;
    expect([isSecret(variables['TOKEN']), isSecret(variables['PEOPLE'])]).toEqual([true, false]);
    const bare = JSON.stringify(JSON.parse(readFileSync(brought.statePath, 'utf8')), (_key, value: unknown) =>
      isSecret(value) ? 0 : value,
    );
    expect(bare).not.toContain('open-sesame');
  });
});

describe('a changed program', () => {
  it('changes in place what can be changed', async () => {
    const stack = aStandingStack();
    const { operations } = await stack.run('up', { 'fixture:visibility': '60' });
    expect(operations.filter(({ op }) => op !== 'same')).toMatchObject([
      { op: 'update', name: 'post-letters', differs: ['visibilityTimeoutSeconds'] },
    ]);
  });

  it('uploads code again where a file of it differs', async () => {
    const stack = aStandingStack();
    expect(await changes(stack, 'up', { 'fixture:word': 'goodbye' })).toEqual(['update Function worker']);
  });

  it('replaces what cannot, the new one before the old one goes, and what stands on it', async () => {
    const stack = aStandingStack();
    expect(await changes(stack, 'up', { 'fixture:otherKey': 'true' })).toEqual([
      'replace Table people',
      'update Function worker',
      'replace EventSourceMapping people',
      'delete-replaced EventSourceMapping people',
      'delete-replaced Table people',
    ]);
    expect(await changes(stack, 'up', { 'fixture:otherKey': 'true' })).toEqual([]);
  });

  it('deletes what has a name of its own before it makes it anew, and first what would be replaced with it', async () => {
    const stack = aStandingStack();
    const replaced = [
      'delete-replaced EventSourceMapping fixed',
      'delete-replaced Table fixed',
      'replace Table fixed',
      'replace EventSourceMapping fixed',
    ];
    expect(await changes(stack, 'preview', { 'fixture:otherFixedKey': 'true' })).toEqual(replaced);
    expect(await changes(stack, 'up', { 'fixture:otherFixedKey': 'true' })).toEqual(replaced);
    expect(await changes(stack, 'up', { 'fixture:otherFixedKey': 'true' })).toEqual([]);
  });

  it('leaves what it is told to ignore, and changes the rest of the same thing', async () => {
    const stack = aStandingStack();
    expect(await changes(stack, 'up', { 'fixture:said': 'second' })).toEqual([]);
    const { operations, state } = await stack.run('up', { 'fixture:said': 'second', 'fixture:description': 'Another' });
    expect(operations.filter(({ op }) => op !== 'same')).toMatchObject([{ name: 'said', differs: ['description'] }]);
    expect(opened(state.resources.find(({ type }) => type.endsWith(':Parameter'))?.inputs['value'])).toBe('first');
  });

  it('keeps what is called otherwise and names its old name, with its children', async () => {
    const stack = aStandingStack();
    const after = await stack.run('up', { 'fixture:renamed': 'true' });
    expect(changesOf(after)).toEqual([]);
    expect(after.outputs['lettersUrl']).toBe(up.outputs['lettersUrl']);
    expect(after.state.resources.some(({ urn }) => urn.endsWith('::post'))).toBe(false);
  });

  it('deletes what is no longer named, but not what is to outlive the program', async () => {
    const stack = aStandingStack();
    expect(await changes(stack, 'up', { 'fixture:without': 'true' })).toEqual(['retain Bucket kept']);
    expect(stack.calls).toEqual([]);
  });

  it('does not delete by itself what goes with another', async () => {
    const stack = aStandingStack();
    await stack.run('destroy');
    const deleted = stack.calls.filter((call) => call.startsWith('delete'));
    expect(deleted.filter((call) => call.includes('aws:sqs/queue:Queue'))).toHaveLength(2);
    expect(deleted.filter((call) => call.includes('QueuePolicy') || call.includes('Bucket'))).toEqual([]);
  });
});

describe('what is refused', () => {
  it('is a replacement and a deletion of what is protected, before anything is touched', async () => {
    const stack = aStandingStack();
    await stack.run('up', { 'fixture:protect': 'true' });
    await expect(stack.run('up', { 'fixture:protect': 'true', 'fixture:otherKey': 'true' })).rejects.toThrow(
      /people is protected, and would be replaced/,
    );
    await expect(stack.run('destroy')).rejects.toThrow(/people is protected, and would be deleted/);
    expect(stack.calls).toEqual([]);
    await stack.run('up');
    expect((await stack.run('destroy')).state.resources).toEqual([]);
  });

  it('is a resource without what it needs, and the next run goes on from what was made', async () => {
    const stack = aStack();
    await expect(stack.run('up', { 'fixture:broken': 'true' })).rejects.toThrow(
      /SecretVersion::broken: secretId: is required|Missing required property 'secretId'/,
    );
    await stack.run('up');
    expect(await changes(stack, 'up')).toEqual([]);
  });

  it('is a program that throws, with its words', async () => {
    await expect(aStack().run('up', { 'fixture:visibility': 'soon' })).rejects.toThrow(/visibility/);
  });
});

describe('the provider', () => {
  it('makes a kind, or has it on a list with a reason; any other fails', () => {
    const listed = groups.flatMap(({ types }) => Object.keys(types));
    const made = madeKinds.map(({ type }) => type);
    expect(listed.filter((type) => made.includes(type))).toEqual([]);
    expect([...listed, ...made].filter((type) => schemaOf(type) === undefined)).toEqual([]);
    expect(groups.filter(({ reason }) => reason === '')).toEqual([]);
    expect(() => kindOfType('aws:rds/instance:Instance')).toThrow(/neither made in the emulator nor on the list/);
  });

  it('answers to the questions that a program of ours asks, and to no other', () => {
    const place = { account: '000000000000', region: 'eu-central-1' };
    expect(answerOf('aws:index/getPartition:getPartition', {}, place)).toMatchObject({ partition: 'aws' });
    expect(answerOf('aws:index/getRegion:getRegion', {}, place)).toMatchObject({ region: 'eu-central-1' });
    expect(() => answerOf('aws:ec2/getAmi:getAmi', {}, place)).toThrow(/no answer to aws:ec2\/getAmi/);
  });

  it('refuses a name that would be too long, and a text with an output in it that it does not know', () => {
    const kind = kindOfType('aws:lambda/function:Function');
    const schema = schemaOf(kind.type);
    if (schema === undefined) throw new Error('@pulumi/aws has functions');
    const news = { role: 'arn:aws:iam::000000000000:role/undefined' };
    const { failures } = check({ kind, schema, name: 'x'.repeat(57), olds: {}, news, seed: new Uint8Array(32) });
    expect(failures.map(({ property }) => property)).toEqual(['role', 'name']);
  });
});
