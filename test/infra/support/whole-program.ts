import { program } from '../../../infra/program.ts';
import { capture, type Captured, type Captures } from './capture.ts';
import { configOf } from './engine-config.ts';
import { madeUpBundles } from './made-up-bundle.ts';

/** A stack that somebody may deploy. */
interface Variant {
  readonly stack: string;
  readonly config: Readonly<Record<string, string>>;
}

const dev = configOf('dev');
const prod = configOf('prod');
const zoned = { 'loop:siteDomain': 'circle.example.com', 'loop:siteZoneId': 'Z0123456789ABCDEFGHIJ' };
const certificate = 'arn:aws:acm:us-east-1:000000000000:certificate/00000000-0000-0000-0000-000000000000';

/** The stacks of the repository, each way in which the program takes another turn, and all of the longest names. */
export const variants = {
  dev: { stack: 'dev', config: dev },
  prod: { stack: 'prod', config: prod },
  'dev with Resend': { stack: 'dev', config: { ...dev, 'loop:mailer': 'resend' } },
  'prod with Resend': { stack: 'prod', config: { ...prod, 'loop:mailer': 'resend' } },
  'dev that is warm': { stack: 'dev', config: { ...dev, 'loop:warm': 'true' } },
  'dev with two origin secrets': { stack: 'dev', config: { ...dev, 'loop:originSecrets': '2,1' } },
  'dev with its relay in a zone': { stack: 'dev', config: { ...dev, 'loop:relayZoneId': 'Z0123456789ABCDEFGHIJ' } },
  'dev without somebody to tell': { stack: 'dev', config: without(dev, 'loop:alarmEmail') },
  'prod with a domain in a zone': { stack: 'prod', config: { ...prod, ...zoned } },
  'prod with a domain elsewhere': { stack: 'prod', config: { ...prod, 'loop:siteDomain': 'circle.example.com' } },
  'prod with a certificate': {
    stack: 'prod',
    config: { ...prod, 'loop:siteDomain': 'circle.example.com', 'loop:siteCertificateArn': certificate },
  },
  'prod that may be taken down': { stack: 'prod', config: { ...prod, 'loop:protect': 'false', 'loop:firewall': 'false' } },
  'prod in us-east-1': { stack: 'prod', config: { ...prod, 'aws:region': 'us-east-1' } },
  'a stack with the longest name': { stack: 'a'.repeat(20), config: { ...prod, ...zoned, 'loop:originSecrets': 'abcdefgh,ijklmnop' } },
} as const satisfies Readonly<Record<string, Variant>>;

export type VariantName = keyof typeof variants;
export const variantNames = Object.keys(variants) as readonly VariantName[];

function without(config: Variant['config'], key: string): Variant['config'] {
  return Object.fromEntries(Object.entries(config).filter(([name]) => name !== key));
}

const captured = new Map<string, Promise<Captures>>();
let last: Promise<unknown> = Promise.resolve();

/** The whole program of a stack, captured once for a file of tests, with bundles that are made up. */
export const wholeProgram = async (name: VariantName, { preview = false } = {}): Promise<Captures> => {
  const key = `${name} ${String(preview)}`;
  const known = captured.get(key);
  if (known !== undefined) return known;
  const { stack, config } = variants[name];
  // Mocks belong to the process, so one at a time.
  const made = last.then(async () => capture(() => program({ bundles }), { stack, config, preview }));
  last = made.catch(() => undefined);
  captured.set(key, made);
  return made;
};

const bundles = madeUpBundles(
  'api',
  'drain-outbox',
  'schedule',
  'mail-events',
  'receive-mail',
  'send-relayed',
  'chat-socket',
  'chat-missed',
);

/** What AWS makes; the other resources are components, which only hold them together. */
export const madeIn = ({ resources }: Captures): readonly Captured[] =>
  resources.filter(({ custom, type }) => custom || type.startsWith('awsx:'));

/** How Pulumi calls what has no name of its own: the logical one with a hyphen and seven characters more. */
const suffix = '-1234567';

/** What AWS calls it, in a captured program. */
export const physicalNameOf = ({ name, type, inputs }: Captured): string => {
  const given = inputs[type.endsWith(':Bucket') ? 'bucket' : (nameKeys[type.split(':').at(-1) ?? ''] ?? 'name')];
  return typeof given === 'string' ? given : `${name}${suffix}`;
};

/** Kinds whose name is called otherwise. */
const nameKeys: Readonly<Record<string, string>> = {
  CompositeAlarm: 'alarmName',
  ConfigurationSet: 'configurationSetName',
  ConfigurationSetEventDestination: 'eventDestinationName',
  Dashboard: 'dashboardName',
  LogResourcePolicy: 'policyName',
  TaskDefinition: 'family',
};
