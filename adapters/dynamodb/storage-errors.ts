/**
 * The tables are not what the settings say, and trying again does not help before an operator has changed that. `setting` names the
 * settings of the tables concerned. It never carries the words of AWS, which may quote what was to be stored.
 */
export class StorageMisconfigured extends Error {
  override readonly name = 'StorageMisconfigured';
  readonly code: StorageMisconfiguredCode;
  readonly setting: string;
  constructor(code: StorageMisconfiguredCode, setting: string) {
    super(`${code} (${setting}): ${explained[code]}`);
    this.code = code;
    this.setting = setting;
  }
}

/** `wrong_shape`: another key, or no index `by_index`. */
export type StorageMisconfiguredCode = 'storage.table_missing' | 'storage.denied' | 'storage.wrong_shape';

const explained: Readonly<Record<StorageMisconfiguredCode, string>> = {
  'storage.table_missing': 'there is no such table in this region and account',
  'storage.denied': 'these credentials may not use the table',
  'storage.wrong_shape': 'the table has other keys or lacks its index',
};
