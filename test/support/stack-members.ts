import { createContainer } from '../../adapters/composition/container.ts';
import { T } from '../../adapters/composition/tokens.ts';
import { createSecrets } from '../../adapters/crypto/secrets.ts';
import { createDynamoClient } from '../../adapters/dynamodb/dynamo-client.ts';
import { createTableOnSdk } from '../../adapters/dynamodb/table-on-sdk.ts';
import type { TableNames } from '../../adapters/dynamodb/placement.ts';
import type { Table } from '../../adapters/dynamodb/table.ts';
import { defaultDrainLimits } from '../../adapters/email/drain-limits.ts';
import { sampleMembers } from '../../adapters/local/sample-members.ts';
import { changed } from '../../domain/kernel/decision.ts';
import { canonicalAddress, type EmailAddress } from '../../domain/kernel/email-address.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import { seededRandom } from '../../domain/kernel/random.ts';
import { testKey } from './deployed-parts.ts';
import { shippedCommunity, shippedSurvey } from './embedded-parts.ts';
import { aParticipant, planHere } from './introductions-world.ts';

/** The community's data in its tables, as somebody beside what is deployed sees it. */
export const stackAt = (endpoint: string, tables: TableNames) => {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = createDynamoClient({ region: 'eu-central-1', endpoint, credentials });
  const parts = { clock: { now: () => Date.now() as Instant }, random: seededRandom(1), pause: async () => Promise.resolve() };
  const table = createTableOnSdk({ ...parts, client, tables, patienceMs: 0 });
  return {
    table,
    container: containerOver(table),
    close: () => {
      client.destroy();
    },
  };
};

export const containerOver = (table: Table, clock = { now: () => Date.now() as Instant }) =>
  createContainer({
    community: shippedCommunity,
    survey: shippedSurvey,
    table,
    secrets: createSecrets(Buffer.from(testKey, 'base64')),
    clock,
    random: seededRandom(1),
    plan: planHere,
    mailer: { honoursKeys: true, send: async () => Promise.reject(new Error('nothing is sent from here')) },
    links: { baseUrl: 'https://circle.example.com', relayDomain: 'relay.example.com' },
    limits: defaultDrainLimits,
    pause: async () => Promise.resolve(),
    wake: () => undefined,
    observer: () => undefined,
  });

/** So many people who take part; their addresses. */
export const settleMembers = async (
  { container }: Pick<ReturnType<typeof stackAt>, 'container'>,
  count: number,
): Promise<readonly string[]> => {
  const secrets = container.get(T.secrets);
  const people = sampleMembers(shippedSurvey, { count, seed: 1 });
  for (const { email, name, answers } of people) {
    const address = email as EmailAddress;
    const id = secrets.memberIdOf(canonicalAddress(address));
    const texts = Object.fromEntries([...answers].map(([question, cell]) => [question, cell.split(';')]));
    const member = aParticipant(name, { id, email: address, answers: { version: shippedSurvey.version, texts, at: 0 as Instant } });
    await container.get(T.membership.members).change(id, () => changed(member, undefined));
  }
  return people.map(({ email }) => email);
};
