import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../../scripts/build/bundle.ts';
import { entries } from '../../scripts/build/entries.ts';
import { type AwsWire, wireTables } from './aws-wire.ts';

const root = join(fileURLToPath(import.meta.url), '..', '..', '..');

/** Bundles as they are deployed, built into a folder of their own. */
export interface BuiltBundles {
  readonly folder: string;
  readonly pathOf: (name: string) => string;
  readonly remove: () => Promise<void>;
}

export const buildBundles = async (...names: readonly string[]): Promise<BuiltBundles> => {
  const folder = await mkdtemp(join(tmpdir(), 'loop-bundles-'));
  await Promise.all(entries.filter(({ name }) => names.includes(name)).map(async (entry) => bundle(entry, { root, into: folder })));
  return {
    folder,
    pathOf: (name) => join(folder, name, 'index.mjs'),
    remove: async () => rm(folder, { recursive: true, force: true }),
  };
};

export const testKey = Buffer.from('a key of thirty-two bytes, right').toString('base64');
export const originSecret = 'the-value-that-cloudfront-alone-knows';

/** The settings of a stack on this machine; nothing of them reaches another. */
export const settingsOn = (wire: Pick<AwsWire, 'url'>): Readonly<Record<string, string>> => ({
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_ENDPOINT_URL: wire.url,
  AWS_EC2_METADATA_DISABLED: 'true',
  STAGE: 'dev',
  USERS_TABLE: wireTables.users,
  SURVEYS_TABLE: wireTables.surveys,
  MATCHES_TABLE: wireTables.matches,
  RELAY_TABLE: wireTables.relays,
  RELAY_DOMAIN: 'relay.example.com',
  BASE_URL: 'https://circle.example.com',
  KEY_SECRET_ID: 'test/key',
  CHAT_SOCKET_URL: 'wss://id.execute-api.eu-central-1.amazonaws.com/live',
  CHAT_SOCKET_ENDPOINT: wire.url,
  CHAT_BUCKET: 'test-chat-files',
  CHAT_QUEUE_URL: `${wire.url}/000000000000/test-chat-missed`,
});

export const mailSettingsOn = (wire: Pick<AwsWire, 'url'>): Readonly<Record<string, string>> => ({
  ...settingsOn(wire),
  MAILER: 'resend',
  FROM_EMAIL: 'circle@example.com',
  RESEND_SECRET_ID: 'test/resend',
  RESEND_BASE_URL: wire.url,
  RESEND_RATE_LIMIT_PER_SEC: '100',
  RESEND_RETRY_BASE_DELAY: '1',
});

export const withSecrets = <W extends AwsWire>(wire: W): W => {
  wire.secrets.set('test/key', testKey);
  wire.secrets.set('test/resend', 're_test_key');
  wire.secrets.set('test/origin', originSecret);
  return wire;
};
