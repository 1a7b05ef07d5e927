import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { capture } from '../support/capture.ts';

const file = join(import.meta.dirname, '..', '..', '..', 'infra', 'account', 'Pulumi.main.yaml');

it('the account’s program runs on its sample file as it is, and tells what the deployment needs', async () => {
  const lines = readFileSync(file, 'utf8').matchAll(/^ {2}([a-z-]+:\w+): '?(.*?)'?$/gm);
  const config = Object.fromEntries([...lines].map(([, key = '', value = '']) => [key, value]));
  const { outputs, resources } = await capture(async () => ({ ...(await import('../../../infra/account/index.ts')) }), {
    stack: 'main',
    config,
  });
  expect(Object.keys(config)).toContain('loop-account:mailDomain');
  expect(resources.length).toBeGreaterThan(15);
  expect(Object.entries(outputs).filter(([, value]) => value === undefined)).toEqual([]);
  expect(Object.keys(outputs).toSorted()).toEqual([
    'deployRoleArn',
    'dnsRecords',
    'previewRoleArn',
    'receiptRuleSet',
    'repositoryUrl',
    'roleBoundaryArn',
  ]);
});
