import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Container } from 'inversify';
import { randomBytes } from 'node:crypto';
import { createContainer } from '../../adapters/composition/container.ts';
import { communityOf } from '../../adapters/config/community.ts';
import { createSecrets } from '../../adapters/crypto/secrets.ts';
import { createDynamoClient } from '../../adapters/dynamodb/dynamo-client.ts';
import type { TableNames } from '../../adapters/dynamodb/placement.ts';
import { createTables } from '../../adapters/dynamodb/sdk-tables.ts';
import { createTableOnSdk } from '../../adapters/dynamodb/table-on-sdk.ts';
import { defaultDrainLimits } from '../../adapters/email/drain-limits.ts';
import { surveyOf } from '../../adapters/files/survey-file.ts';
import { planBeside } from '../../adapters/local/planning.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import { seededRandom } from '../../domain/kernel/random.ts';
import type { Result } from '../../domain/kernel/result.ts';
import type { MiniStack } from './ministack.ts';

/** A deployed stack, as far as an operator's commands see it. */
export interface DeployedStack {
  readonly name: string;
  readonly sqs: SQSClient;
  /** A queue of dead letters and the one that they came from. */
  readonly queues: { readonly events: QueuePair; readonly ordered: QueuePair };
  /** The same stack, wired in this process: what its members and its own tasks do. */
  readonly inside: Container;
  readonly putParameter: (name: string, value: string) => Promise<void>;
  readonly close: () => void;
}

export interface QueuePair {
  readonly queue: string;
  readonly source: string;
}

const tableNames = (stack: string): TableNames => ({
  users: `loop-${stack}-users`,
  surveys: `loop-${stack}-surveys`,
  matches: `loop-${stack}-matches`,
  relays: `loop-${stack}-relays`,
});

/** The two files of its community; rounds are held in every week, on the clocks of UTC. */
export const communityFilesOf = {
  'community.json': JSON.stringify({
    name: 'Test Circle',
    timeZone: 'UTC',
    round: { day: 'monday', hour: 8 },
    sendingHour: 9,
    locale: 'en-GB',
    from: 'circle@example.com',
    postalAddress: ['Test Circle', '1 Example Street'],
    holidayWeeks: [],
    operators: ['operator@example.com'],
  }),
  'survey.json': JSON.stringify({
    version: 3,
    questions: [
      {
        id: 'colour',
        kind: 'single',
        label: 'Colour?',
        required: true,
        options: [
          { id: 'red', label: 'Deep Red' },
          { id: 'blue', label: 'Sky' },
        ],
        matching: { rule: 'similar', weight: 1 },
      },
      { id: 'themes', kind: 'tags', label: 'Themes?', matching: { rule: 'overlap', weight: 2 } },
    ],
  }),
} as const;

/** Puts a stack into an emulator: tables, the key, queues and parameters. */
export const aDeployedStack = async (aws: MiniStack, name: string): Promise<DeployedStack> => {
  const at = { endpoint: aws.url, region: aws.region, credentials: aws.credentials };
  const [dynamo, secretsManager, ssm] = [createDynamoClient(at), new SecretsManagerClient(at), new SSMClient(at)];
  const sqs = new SQSClient({ ...at, useQueueUrlAsEndpoint: false });
  const key = randomBytes(32);
  const putParameter = async (parameter: string, value: string): Promise<void> => {
    await ssm.send(new PutParameterCommand({ Name: `/loop/${name}/${parameter}`, Value: value, Type: 'String', Overwrite: true }));
  };
  await createTables(dynamo, tableNames(name));
  await secretsManager.send(new CreateSecretCommand({ Name: `loop-${name}-key`, SecretString: key.toString('base64') }));
  const queues = { events: await aPair(sqs, `loop-${name}-events`), ordered: await aPair(sqs, `loop-${name}-ordered`, '.fifo') };
  const parameters: Readonly<Record<string, string>> = {
    ...Object.fromEntries(Object.entries(tableNames(name)).map(([table, called]) => [`${table}-table`, called])),
    'relay-domain': 'relay.example.com',
    'relay-ttl-days': '180',
    'base-url': 'https://circle.example.com',
    'from-email': 'circle@example.com',
    'key-secret-id': `loop-${name}-key`,
    mailer: 'ses',
    'dead-letters/events': JSON.stringify(queues.events),
    'dead-letters/ordered': JSON.stringify(queues.ordered),
  };
  for (const [parameter, value] of Object.entries(parameters)) await putParameter(parameter, value);
  return {
    name,
    sqs,
    queues,
    inside: wiredInside(createTableIn(dynamo, name), key),
    putParameter,
    close: () => {
      for (const each of [dynamo, secretsManager, ssm, sqs]) each.destroy();
    },
  };
};

const clock = { now: () => Date.now() as Instant };

const createTableIn = (client: ReturnType<typeof createDynamoClient>, name: string) =>
  createTableOnSdk({
    client,
    tables: tableNames(name),
    clock,
    random: seededRandom(1),
    pause: async () => Promise.resolve(),
    patienceMs: 10_000,
  });

const wiredInside = (table: ReturnType<typeof createTableOnSdk>, key: Uint8Array): Container =>
  createContainer({
    community: given(communityOf(JSON.parse(communityFilesOf['community.json']), 'community.json')),
    survey: given(surveyOf(JSON.parse(communityFilesOf['survey.json']), 'survey.json')),
    table,
    secrets: createSecrets(key),
    clock,
    random: seededRandom(2),
    plan: planBeside,
    mailer: { honoursKeys: true, send: async () => Promise.resolve({ kind: 'refused', code: 'address_unknown' }) },
    links: { baseUrl: 'https://circle.example.com', relayDomain: 'relay.example.com' },
    limits: { ...defaultDrainLimits, ratePerSecond: 1_000, burst: 1_000 },
    pause: async () => Promise.resolve(),
    wake: () => undefined,
    observer: () => undefined,
  });

const given = <T>(read: Result<T, unknown>): T => {
  if (!read.ok) throw new Error('the community of a test is refused');
  return read.value;
};

/** A source that gives a letter up after one delivery; each fails at once where nobody hides it. */
const aPair = async (sqs: SQSClient, name: string, suffix = ''): Promise<QueuePair> => {
  const fifo = suffix === '' ? {} : { FifoQueue: 'true', ContentBasedDeduplication: 'true' };
  const { QueueUrl: queue = '' } = await sqs.send(new CreateQueueCommand({ QueueName: `${name}-dead${suffix}`, Attributes: fifo }));
  const { Attributes: { QueueArn: deadLetterTargetArn = '' } = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queue, AttributeNames: ['QueueArn'] }),
  );
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1 });
  const { QueueUrl: source = '' } = await sqs.send(
    new CreateQueueCommand({ QueueName: `${name}${suffix}`, Attributes: { ...fifo, RedrivePolicy } }),
  );
  return { queue, source };
};
