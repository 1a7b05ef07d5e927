import type { Plugin } from 'esbuild';

/** What a package brings along and nothing that is deployed uses; in its place a bundle gets a few lines. */
interface LeftOut {
  readonly module: RegExp;
  /** Only where the module is asked for from here. */
  readonly importer?: RegExp;
  readonly because: string;
  readonly instead: string;
}

// The chain of providers goes on to the next one where one says that it has nothing (`tryNextLink`).
const noCredentials = (names: readonly string[]): string =>
  names
    .map(
      (name) =>
        `export const ${name} = () => async () => { throw Object.assign(new Error('left out of this bundle'), { name: 'CredentialsProviderError', tryNextLink: true }); };`,
    )
    .join('\n');

const fromProfiles = 'functions and tasks have their credentials from the environment or from the container: profiles are for people';

export const leftOut: readonly LeftOut[] = [
  { module: /^@aws-sdk\/credential-provider-ini$/, because: fromProfiles, instead: noCredentials(['fromIni']) },
  { module: /^@aws-sdk\/credential-provider-sso$/, because: fromProfiles, instead: noCredentials(['fromSSO']) },
  { module: /^@aws-sdk\/credential-provider-process$/, because: fromProfiles, instead: noCredentials(['fromProcess']) },
  {
    module: /^@aws-sdk\/credential-provider-web-identity$/,
    because: fromProfiles,
    instead: noCredentials(['fromTokenFile', 'fromWebToken']),
  },
  {
    module: /^postal-mime$/,
    importer: /\/node_modules\/resend\//,
    because: 'Resend reads received mails with it, and Loop only sends there',
    instead: 'export default class { static parse() { throw new Error("left out of this bundle"); } }',
  },
  {
    module: /\/mime-types(\.js)?$/,
    importer: /\/node_modules\/nodemailer\//,
    because: 'a table of file endings: mails of Loop have no files, and those that are passed on name the kind of each',
    instead:
      'export const detectMimeType = () => "application/octet-stream"; export const detectExtension = () => "bin"; export default { detectMimeType, detectExtension };',
  },
];

export const leavingOut: Plugin = {
  name: 'leaving-out',
  setup: (build) => {
    for (const [at, { module, importer, instead }] of leftOut.entries()) {
      build.onResolve({ filter: module }, ({ importer: from, kind }) =>
        kind !== 'entry-point' && (importer === undefined || importer.test(from)) ? { path: String(at), namespace: 'left-out' } : undefined,
      );
      build.onLoad({ filter: new RegExp(`^${String(at)}$`), namespace: 'left-out' }, () => ({ contents: instead, loader: 'js' }));
    }
  },
};
