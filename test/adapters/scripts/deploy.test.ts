import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { entries } from '../../../scripts/build/entries.ts';
import { bundlesIn } from '../../../scripts/deploy/bundles.ts';
import { type Facts, refusalsOf } from '../../../scripts/deploy/refusals.ts';
import { type FakeTools, fakeTools } from '../../support/fake-tools.ts';

const script = join(import.meta.dirname, '..', '..', '..', 'scripts', 'deploy.ts');
const ready: Facts = {
  operation: 'up',
  stack: 'dev',
  pulumi: 'v3.260.0',
  isLoggedIn: true,
  bundles: { missing: [], areOlderThanSources: false },
  config: {
    'loop:alarmEmail': 'alarms@circle.org',
    'loop:image': `123456789012.dkr.ecr.eu-central-1.amazonaws.com/loop@sha256:${'a'.repeat(64)}`,
  },
  protectedCount: 0,
};
const codes = (facts: Partial<Facts>): readonly string[] => refusalsOf({ ...ready, ...facts }).map(({ code }) => code);

describe('a deployment', () => {
  it('begins where tools, bundles and configuration are there', () => {
    expect(codes({})).toEqual([]);
  });

  it('says which bundle is missing, and what builds it', () => {
    const [refusal] = refusalsOf({ ...ready, bundles: { missing: ['api'], areOlderThanSources: false } });
    expect(refusal).toEqual({ code: 'bundle.missing', message: 'dist/api not there; run `npm run build`' });
    expect(codes({ bundles: { missing: [], areOlderThanSources: true } })).toEqual(['bundle.stale']);
  });

  it('names everything that is in the way at once', () => {
    expect(
      codes({ pulumi: undefined, bundles: { missing: ['api'], areOlderThanSources: false }, config: { 'loop:image': '000000000000.dkr' } }),
    ).toEqual(['pulumi.missing', 'bundle.missing', 'config.sample']);
  });

  it('says what is wrong with Pulumi itself', () => {
    expect([
      codes({ pulumi: 'v2.25.1' }),
      codes({ pulumi: 'v3.199.9' }),
      codes({ isLoggedIn: false }),
      codes({ config: undefined }),
    ]).toEqual([['pulumi.too_old'], ['pulumi.too_old'], ['pulumi.not_logged_in'], ['stack.unknown']]);
  });

  it('takes no samples, though a preview does', () => {
    const config = {
      'loop:alarmEmail': 'alarms@example.com',
      'loop:fromEmail': 'Circle <circle@example.com>',
      'loop:relayDomain': 'relay.example.com',
    };
    expect(refusalsOf({ ...ready, config }).map(({ message }) => message.split(' ')[0])).toEqual(Object.keys(config));
    expect(codes({ operation: 'preview', config })).toEqual([]);
    expect(codes({ config: { 'loop:fromEmail': 'circle@notexample.com' } })).toEqual([]);
  });

  it('of a protected stack is not taken down', () => {
    const [refusal] = refusalsOf({ ...ready, operation: 'destroy', stack: 'prod', protectedCount: 7 });
    expect(refusal?.code).toBe('stack.protected');
    expect(refusal?.message).toContain('pulumi config set loop:protect false --stack prod');
  });
});

describe('bundles', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });
  const aCheckout = (...built: readonly string[]): string => {
    const root = mkdtempSync(join(tmpdir(), 'loop-checkout-'));
    folders.push(root);
    for (const name of [...built.map((each) => join('dist', each)), 'adapters/lambda']) mkdirSync(join(root, name), { recursive: true });
    writeFileSync(join(root, 'adapters/lambda/api.ts'), '');
    for (const name of built) writeFileSync(join(root, 'dist', name, name === 'web' ? 'chat.js' : 'index.mjs'), '');
    return root;
  };
  const names = [...entries.map(({ name }) => name), 'web'];

  it('that were never built are missing', () => {
    expect(bundlesIn(aCheckout(...names.slice(1)))).toEqual({ missing: names.slice(0, 1), areOlderThanSources: false });
    expect(bundlesIn(aCheckout(...names.slice(0, -1)))).toEqual({ missing: ['web'], areOlderThanSources: false });
  });

  it('are stale where a source was changed since', () => {
    const root = aCheckout(...names);
    const [past, future] = [new Date(1_700_000_000_000), new Date(4_000_000_000_000)];
    utimesSync(join(root, 'adapters/lambda/api.ts'), past, past);
    expect(bundlesIn(root).areOlderThanSources).toBe(false);
    utimesSync(join(root, 'adapters/lambda/api.ts'), future, future);
    expect(bundlesIn(root).areOlderThanSources).toBe(true);
  });
});

describe('a tool whose words are not the answer', () => {
  let tools: FakeTools;
  afterEach(() => {
    tools.remove();
  });

  it('is told beside it, so that a pipeline reads the answer alone', () => {
    tools = fakeTools(['docker'], { 'docker push': { out: 'The push refers to repository' }, 'docker version': { out: '28' } });
    const module = JSON.stringify(join(import.meta.dirname, '..', '..', '..', 'scripts', 'deploy', 'run-tool.ts'));
    const push = (says: string) =>
      tools.run('--input-type=module', '--eval', `import { ran } from ${module}; await ran('docker', ['push'], '${says}');`);
    expect(push('beside')).toMatchObject({ code: 0, stdout: '', stderr: 'The push refers to repository' });
    expect(push('the answer')).toMatchObject({ code: 0, stdout: 'The push refers to repository', stderr: '' });
  });
});

describe('npm run destroy', () => {
  let tools: FakeTools;
  afterEach(() => {
    tools.remove();
  });
  const found = { 'pulumi version': { out: 'v3.260.0\n' }, 'pulumi whoami': { out: 'somebody' }, 'pulumi config': { out: '{}' } };
  const state = (protect: boolean) => ({ 'pulumi stack export': { out: JSON.stringify({ deployment: { resources: [{ protect }] } }) } });

  it('leaves it to Pulumi where nothing is protected, and ends as it ends', () => {
    tools = fakeTools(['pulumi'], { ...found, ...state(false), 'pulumi destroy': { out: 'gone', code: 7 } });
    expect(tools.run(script, 'destroy', '--stack', 'dev', '--yes')).toMatchObject({ code: 7, stdout: 'gone' });
    expect(tools.calls().at(-1)).toBe('pulumi destroy --stack dev --yes');
  });

  it('does nothing where something is', () => {
    tools = fakeTools(['pulumi'], { ...found, ...state(true) });
    const refused = tools.run(script, 'destroy', '--stack', 'prod');
    expect([refused.code, refused.stdout]).toEqual([3, '']);
    expect(refused.stderr).toContain('stack.protected: 1 of its resources');
    expect(tools.calls().some((call) => call.startsWith('pulumi destroy'))).toBe(false);
  });

  it('asks for the tool that is not there', () => {
    tools = fakeTools([], {});
    expect(tools.run(script, 'destroy', '--stack', 'dev').stderr).toContain('pulumi.missing');
    expect(tools.run(script, 'image', '--repository', 'example.com/loop').stderr).toContain('docker.missing');
  });
});
