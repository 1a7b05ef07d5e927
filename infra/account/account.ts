import type { Output } from '@pulumi/pulumi';
import type { AccountSettings } from './settings.ts';

/** What every component of the account's program knows. */
export interface Account {
  readonly settings: AccountSettings;
  /** 12 digits. */
  readonly accountId: Output<string>;
  /** `aws`, or another partition's word: the second word of every ARN. */
  readonly partition: Output<string>;
}
