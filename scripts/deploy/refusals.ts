/** Why a deployment does not begin. `code` is stable; `message` says what to do next. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

export type Operation = 'preview' | 'up' | 'destroy';

/** What was found on this machine and in the stack; undefined where it could not be asked. */
export interface Facts {
  readonly operation: Operation;
  readonly stack: string;
  /** As `pulumi version` says it. */
  readonly pulumi: string | undefined;
  readonly isLoggedIn: boolean;
  readonly bundles: { readonly missing: readonly string[]; readonly areOlderThanSources: boolean };
  /** By its full key, `loop:stage`. */
  readonly config: Readonly<Record<string, string>> | undefined;
  /** Resources that the stack's state says are protected. */
  readonly protectedCount: number;
}

/** Older ones do not run `typescript: false` programs on Node 24. */
export const oldestPulumi = { major: 3, minor: 200 } as const;

/** Everything that is in the way, at once. */
export const refusalsOf = (facts: Facts): readonly Refusal[] => [
  ...pulumiRefusals(facts),
  ...(facts.operation === 'destroy' ? protectRefusals(facts) : bundleRefusals(facts.bundles)),
  ...(facts.operation === 'up' ? sampleRefusals(facts) : []),
];

const pulumiRefusals = ({ pulumi, isLoggedIn, config, stack }: Facts): readonly Refusal[] => {
  if (pulumi === undefined)
    return [
      {
        code: 'pulumi.missing',
        message: 'there is no `pulumi` on the path; get it from https://www.pulumi.com/docs/install/ and run this again',
      },
    ];
  const [, major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(pulumi) ?? []).map(Number);
  if (major < oldestPulumi.major || (major === oldestPulumi.major && minor < oldestPulumi.minor))
    return [{ code: 'pulumi.too_old', message: `this needs Pulumi ${String(oldestPulumi.major)}.${String(oldestPulumi.minor)} or newer` }];
  if (!isLoggedIn)
    return [{ code: 'pulumi.not_logged_in', message: 'say where the state is kept: `pulumi login s3://<bucket>`, or `pulumi login`' }];
  return config === undefined
    ? [{ code: 'stack.unknown', message: `there is no stack ${stack} yet; make it with \`pulumi stack init ${stack}\`` }]
    : [];
};

export const bundleRefusals = ({ missing, areOlderThanSources }: Facts['bundles']): readonly Refusal[] => {
  if (missing.length > 0)
    return [{ code: 'bundle.missing', message: `${missing.map((name) => `dist/${name}`).join(', ')} not there; run \`npm run build\`` }];
  return areOlderThanSources
    ? [{ code: 'bundle.stale', message: 'the bundles in dist are older than the sources; run `npm run build`' }]
    : [];
};

/** What the sample files say in place of what only the community knows. */
const samples: readonly (readonly [key: string, isSample: (value: string) => boolean, message: string])[] = [
  ['loop:alarmEmail', (value) => isExample(value), 'say who hears of alarms'],
  ['loop:fromEmail', (value) => isExample(value), 'say where mails come from, an address of a domain that the account may send from'],
  ['loop:relayDomain', (value) => isExample(value), 'say the domain of the private addresses, one that is yours'],
  ['loop:siteDomain', (value) => isExample(value), 'say the domain of the pages, one that is yours, or leave it out'],
  ['loop:image', (value) => value.startsWith('000000000000.') || /sha256:0{64}$/.test(value), 'build and push one with `npm run image`'],
];

/** Domains that stand for others (RFC 2606, 3). */
const isExample = (value: string): boolean => /(^|[@.])example\.(com|net|org)>?$/.test(value);

const sampleRefusals = ({ config = {}, stack }: Facts): readonly Refusal[] =>
  samples
    .filter(([key, isSample]) => isSample(config[key] ?? ''))
    .map(([key, , message]) => ({ code: 'config.sample', message: `${key} in Pulumi.${stack}.yaml is a sample: ${message}` }));

const protectRefusals = ({ protectedCount, stack }: Facts): readonly Refusal[] =>
  protectedCount === 0
    ? []
    : [
        {
          code: 'stack.protected',
          message: `${String(protectedCount)} of its resources hold what cannot be brought back. If it is to be: \`pulumi config set loop:protect false --stack ${stack}\`, \`npm run up -- --stack ${stack}\`, then this again`,
        },
      ];
