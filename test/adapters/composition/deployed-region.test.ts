import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDeployed, type DeployedParts, type DeployedSettings } from '../../../adapters/composition/deployed.ts';
import { createSecretValues, readParameters } from '../../../adapters/config/secret.ts';
import { createDynamoClient } from '../../../adapters/dynamodb/dynamo-client.ts';
import { createTableOnSdk } from '../../../adapters/dynamodb/table-on-sdk.ts';
import { createStillClock } from '../../../adapters/memory/movable-clock.ts';
import type { Instant } from '../../../domain/kernel/instant.ts';
import { seededRandom } from '../../../domain/kernel/random.ts';
import { wireTables } from '../../support/aws-wire.ts';
import { shippedCommunity, shippedSurvey } from '../../support/embedded-parts.ts';
import { planHere } from '../../support/introductions-world.ts';

const clock = createStillClock(0 as Instant);
const waiting = { clock, random: seededRandom(1), pause: async () => Promise.resolve() };
const parts: DeployedParts = { ...waiting, community: shippedCommunity, survey: shippedSurvey, plan: planHere, log: () => undefined };
const settings: DeployedSettings = {
  tables: wireTables,
  baseUrl: 'https://circle.example.com',
  relayDomain: 'relay.example.com',
  relayTtlDays: 180,
  keySecretId: 'test/key',
  patienceMs: 1_000,
};

describe('Loop on AWS, not told where', () => {
  beforeEach(() => {
    // Nothing of this machine.
    vi.stubEnv('AWS_CONFIG_FILE', '/no/such/file').stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/no/such/file');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test').stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    vi.stubEnv('AWS_REGION', undefined).stubEnv('AWS_PROFILE', undefined);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  const missing = { code: 'settings.region_missing', setting: 'AWS_REGION' };
  const malformed = { code: 'settings.region_malformed', setting: 'AWS_REGION' };

  it('refuses to begin, and names the setting', async () => {
    await expect(createDeployed(settings, parts)).rejects.toMatchObject(missing);
    const elsewhere = createDeployed({ ...settings, region: 'eu central' }, parts);
    await expect(elsewhere).rejects.toMatchObject(malformed);
    await expect(elsewhere).rejects.not.toThrow('eu central');
  });

  it('says the same of a table, a secret and the parameters of a stack', async () => {
    const client = createDynamoClient();
    const table = createTableOnSdk({ ...waiting, client, tables: wireTables, patienceMs: 1_000 });
    await expect(table.get({ pk: 'ban#m', sk: 'ban' })).rejects.toMatchObject(missing);
    client.destroy();
    await expect(createSecretValues({ clock }).read('key')).rejects.toMatchObject(missing);
    await expect(readParameters({ path: '/loop/dev/' })).rejects.toMatchObject(missing);
  });
});
