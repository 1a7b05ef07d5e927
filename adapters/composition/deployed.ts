import type { Container } from 'inversify';
import type { PlanRound } from '../../domain/introductions/ports.ts';
import type { SendNeeds } from '../../domain/introductions/send-introductions.ts';
import type { Survey } from '../../domain/introductions/survey.ts';
import type { Clock } from '../../domain/kernel/clock.ts';
import { parseEmailAddress } from '../../domain/kernel/email-address.ts';
import { invariant } from '../../domain/kernel/invariant.ts';
import type { Mailer } from '../../domain/kernel/mailer.ts';
import type { Random } from '../../domain/kernel/random.ts';
import type { Community } from '../config/community.ts';
import { createSecretValues, SecretUnread, type SecretValues } from '../config/secret.ts';
import { createSecrets, secretKeyBytes } from '../crypto/secrets.ts';
import { createDynamoClient } from '../dynamodb/dynamo-client.ts';
import { createTableLeases, type Leases } from '../dynamodb/leases.ts';
import { createTablePacer } from '../dynamodb/pace-in-table.ts';
import type { TableNames } from '../dynamodb/placement.ts';
import type { Table } from '../dynamodb/table.ts';
import { createTableOnSdk } from '../dynamodb/table-on-sdk.ts';
import type { DrainNeeds } from '../email/drain.ts';
import { deployedDrainLimits } from '../email/drain-limits.ts';
import type { MailerParts, MailerSettings } from '../email/mailers.ts';
import { type ChatParts, createContainer, type RelayingParts } from './container.ts';
import type { Log, Observer } from './observed.ts';

/** What a run on AWS is told of where it runs; secrets are the ids of secrets. */
export interface DeployedSettings {
  readonly tables: TableNames;
  readonly region?: string | undefined;
  /** One for every AWS client; for tests and emulators. */
  readonly endpoint?: string | undefined;
  readonly baseUrl: string;
  readonly relayDomain: string;
  readonly relayTtlDays: number;
  /** The address that mails come from; without it the one in `community.json`. */
  readonly from?: string | undefined;
  /** A secret of 32 bytes: in base64 (RFC 4648, 4 or 5), or binary. */
  readonly keySecretId: string;
  /** Without one nothing can be sent from here; what leaves waits in the outbox for who can. */
  readonly mailer?: MailerSettings | undefined;
  /** How long, in milliseconds, a call of the table goes on trying while the table is throttled. */
  readonly patienceMs: number;
}

export interface DeployedParts {
  readonly community: Community;
  readonly survey: Survey;
  readonly clock: Clock;
  readonly random: Random;
  readonly plan: PlanRound;
  readonly log: Log;
  readonly pause: DrainNeeds['pause'];
  /** `createMailer` of `adapters/email/mailers.ts`. Handed in, so that a bundle that sends nothing does not carry every provider. */
  readonly createMailer?: ((settings: MailerSettings, parts: MailerParts) => Mailer) | undefined;
  /** More members are not planned here. */
  readonly membersMax?: number | undefined;
  readonly onMails?: DrainNeeds['onProgress'] | undefined;
  /** Takes or sends mails between members. A function, so that other bundles carry neither S3 nor what reads mails. */
  readonly relaying?: ((place: RelayingPlace) => RelayingParts) | undefined;
  /** What of the chat is reached from here. A function for the same reason. */
  readonly chat?: ((place: RelayingPlace) => ChatParts) | undefined;
  readonly onSending?: SendNeeds['onProgress'];
}

export interface RelayingPlace extends Pick<DeployedSettings, 'region' | 'endpoint'> {
  readonly table: Table;
}

export interface Deployed {
  readonly container: Container;
  readonly table: Table;
  readonly leases: Leases;
  readonly secretValues: SecretValues;
  readonly close: () => void;
}

/** The secret is there, and is no key. Nothing is made in its place: member ids and signatures are made with it. */
export class KeyRefused extends Error {
  override readonly name = 'KeyRefused';
  readonly code = 'settings.key_malformed';
  readonly setting = 'KEY_SECRET_ID';
}

/** Whoever sends mails of this community shares one pace under this name. */
export const mailPace = 'mails';

/** Loop over DynamoDB and a real mailer. Reads the community's key first; throws `KeyRefused`, `RegionRefused`, or what Secrets Manager says. */
export const createDeployed = async (settings: DeployedSettings, parts: DeployedParts): Promise<Deployed> => {
  const { region, endpoint } = settings;
  const { clock, random, pause, log } = parts;
  const limits = deployedDrainLimits(settings.mailer);
  const secretValues = createSecretValues({ region, endpoint, clock });
  const key = await secretValues.read(settings.keySecretId).catch(aboutTheKey);
  const secrets = createSecrets(keyOf(key.reveal()));
  const client = createDynamoClient({ region, endpoint });
  const table = createTableOnSdk({ client, tables: settings.tables, clock, random, pause, patienceMs: settings.patienceMs });
  const container = createContainer({
    community: { ...parts.community, from: senderOf(settings, parts.community) },
    survey: parts.survey,
    table,
    secrets,
    clock,
    random,
    plan: parts.plan,
    mailer: mailerOf(settings, parts, { secretValues, region, endpoint, clock }),
    pacer: createTablePacer(table, { name: mailPace, clock, ratePerSecond: limits.ratePerSecond, burst: limits.burst }),
    links: { baseUrl: settings.baseUrl, relayDomain: settings.relayDomain },
    limits,
    pause,
    // The stream of the table wakes who sends.
    wake: () => undefined,
    observer: toldTo(log),
    introductionLimits: {
      aliasDays: settings.relayTtlDays,
      ...(parts.membersMax === undefined ? {} : { membersMax: parts.membersMax }),
    },
    onMails: parts.onMails,
    relaying: parts.relaying?.({ table, region, endpoint }),
    chat: parts.chat?.({ table, region, endpoint }),
    onSending: parts.onSending,
  });
  return {
    container,
    table,
    leases: createTableLeases(table),
    secretValues,
    close: () => {
      client.destroy();
    },
  };
};

// Several secrets are read by their names; whoever mends it wants to know which setting has this one.
const aboutTheKey = (error: unknown): never => {
  throw error instanceof SecretUnread ? Object.assign(error, { setting: 'KEY_SECRET_ID' }) : error;
};

const keyOf = (text: string): Uint8Array => {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length === secretKeyBytes && /^[A-Za-z0-9+/_-]{43}=?$/.test(text.trim())) return key;
  throw new KeyRefused(`the secret named by KEY_SECRET_ID is not a key of ${String(secretKeyBytes)} bytes in base64`);
};

const senderOf = ({ from }: DeployedSettings, community: Community): Community['from'] => {
  if (from === undefined) return community.from;
  const parsed = parseEmailAddress(from);
  invariant(parsed.ok, 'the address that mails come from was looked at when the settings were read');
  return parsed.value;
};

const mailerOf = ({ mailer }: DeployedSettings, { createMailer }: DeployedParts, parts: MailerParts): Mailer => {
  if (mailer === undefined) return noMailer;
  invariant(createMailer !== undefined, 'who has the settings of a mailer can make one');
  return createMailer(mailer, parts);
};

const noMailer: Mailer = {
  honoursKeys: false,
  send: async () => Promise.reject(new Error('nothing is sent from here')),
};

const toldTo =
  (log: Log): Observer =>
  ({ outcome, ...call }) => {
    log(outcome === 'thrown' ? 'error' : 'info', 'use_case', { outcome, ...call });
  };
