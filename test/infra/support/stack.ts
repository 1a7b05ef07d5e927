import { output } from '@pulumi/pulumi';
import { isRefused } from '../../../infra/config/problem.ts';
import { settingsOf } from '../../../infra/config/settings.ts';
import type { Stack } from '../../../infra/platform/stack.ts';
import { account, region } from './made-up-aws.ts';

const image = `000000000000.dkr.ecr.eu-central-1.amazonaws.com/loop@sha256:${'0'.repeat(64)}`;
const shared = { fromEmail: 'circle@example.com', image, relayDomain: 'relay.example.com', alarmEmail: 'alarms@example.com' };

/** Keys as a stack's file has them, with their prefixes. */
export const devConfig: Readonly<Record<string, string>> = prefixed({ stage: 'dev', ...shared });
export const prodConfig: Readonly<Record<string, string>> = prefixed({ stage: 'prod', ...shared });

function prefixed(given: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { 'aws:region': region, ...Object.fromEntries(Object.entries(given).map(([key, value]) => [`loop:${key}`, value])) };
}

/** A stack for one component; only inside `capture`. */
export const aStack = (given: Readonly<Record<string, string>> = {}): Stack => {
  const settings = settingsOf({ stack: given['stage'] ?? 'dev', region, loop: { stage: 'dev', ...shared, ...given } });
  if (isRefused(settings)) throw new Error(settings.map(({ key, code }) => `${key}: ${code}`).join(', '));
  return {
    settings,
    accountId: output(account),
    partition: output('aws'),
    keyArn: output(`arn:aws:kms:${region}:${account}:key/00000000-0000-0000-0000-000000000000`),
  };
};
