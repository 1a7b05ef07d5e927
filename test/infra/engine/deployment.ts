import type { Providers } from './providers.ts';
import type { Run } from './run.ts';

/** A run and the providers that it speaks to. */
export interface Deployment {
  readonly run: Run;
  readonly providers: Providers;
}

/** Why a deployment does not go on: Pulumi's rule is that what is protected is neither deleted nor replaced. */
export const isProtected = (urn: string, what: string): Error => new Error(`${urn} is protected, and ${what}`);
