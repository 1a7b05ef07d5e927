import { getStack } from '@pulumi/pulumi/runtime/settings.js';
import { isRefused } from '../config/problem.ts';
import { keysBelow, regionGiven, SettingsRefused } from '../config/read-settings.ts';
import { type AccountSettings, accountSettingsOf } from './settings.ts';

/** The settings of the account that is being deployed; throws `SettingsRefused` with every problem at once. */
export const readAccountSettings = (): AccountSettings => {
  const settings = accountSettingsOf({ region: regionGiven(), account: keysBelow('loop-account') });
  if (isRefused(settings)) throw new SettingsRefused(getStack(), settings);
  return settings;
};
