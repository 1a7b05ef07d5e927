/**
 * Nobody said which region of AWS to ask, or it is none. Trying again does not help. `setting` names where entry points are told.
 * It never quotes what was given.
 */
export class RegionRefused extends Error {
  override readonly name = 'RegionRefused';
  readonly code: RegionCode;
  readonly setting = 'AWS_REGION';
  constructor(code: RegionCode) {
    super(explained[code]);
    this.code = code;
  }
}

export type RegionCode = 'settings.region_missing' | 'settings.region_malformed';

const explained: Readonly<Record<RegionCode, string>> = {
  'settings.region_missing': 'Region is missing: set AWS_REGION, for example to eu-central-1',
  'settings.region_malformed': 'the region in AWS_REGION is none; write it like eu-central-1',
};

/**
 * The refusal that an error of an AWS client stands for. Its clients ask for a region at their first request, look in the settings, the
 * environment and the shared files, and say what they found in words alone (`@smithy/config-resolver`, `@aws-sdk/region-config-resolver`).
 */
export const regionRefused = (error: unknown): RegionRefused | undefined => {
  if (!(error instanceof Error)) return undefined;
  if (/^Region is missing\b/.test(error.message)) return new RegionRefused('settings.region_missing');
  return /^Region not accepted\b/.test(error.message) ? new RegionRefused('settings.region_malformed') : undefined;
};
