import { createDeployed, type Deployed, type DeployedParts } from '../composition/deployed.ts';
import { deployedSettingsOf } from '../composition/deployed-settings.ts';
import type { CoreEnv, SendingEnv } from '../config/env.ts';
import { type LambdaHost, once } from './host.ts';

/** Loop for a function that plans no rounds, made at the first invocation. */
export const loopOnDemand = (
  host: LambdaHost<CoreEnv | SendingEnv>,
  more: Pick<DeployedParts, 'createMailer' | 'onMails' | 'relaying' | 'chat'> = {},
): (() => Promise<Deployed>) => {
  const { env, folder, log, clock, random, pause } = host;
  const plan = async () => Promise.reject(new Error('rounds are planned elsewhere'));
  return once(async () => createDeployed(deployedSettingsOf(env, 'unattended'), { ...folder, ...more, plan, log, clock, random, pause }));
};
