import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { apiEnv } from '../../../adapters/config/env.ts';
import { createSecrets } from '../../../adapters/crypto/secrets.ts';
import { conversationPath } from '../../../adapters/http/links.ts';
import { createApiHandler } from '../../../adapters/lambda/api-handler.ts';
import type { AliasName } from '../../../domain/kernel/alias-name.ts';
import { type AwsWire, startAwsWire } from '../../support/aws-wire.ts';
import { testKey, withSecrets } from '../../support/deployed-parts.ts';
import { httpEvent } from '../../support/golden-events.ts';
import { aContext, hostOver } from '../../support/lambda-host.ts';

let wire: AwsWire;
beforeEach(async () => {
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, 'test');
  wire = withSecrets(await startAwsWire());
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await wire.close();
});

const alias = `c_${'a'.repeat(26)}a` as AliasName;
const secrets = createSecrets(Buffer.from(testKey, 'base64'));

describe('the links that each mail between members carries, where Loop is deployed', () => {
  it('lead to the pages of a conversation', async () => {
    const page = await createApiHandler(hostOver(apiEnv, wire).host)(httpEvent('GET', conversationPath(secrets, alias)), aContext);
    expect(page.statusCode).toBe(404);
    expect(page.body).toContain('We do not find that conversation');
  });

  it('take the one-click button of a mail program', async () => {
    const handler = createApiHandler(hostOver(apiEnv, wire).host);
    const muted = await handler(
      httpEvent('POST', conversationPath(secrets, alias, 'mute'), { body: 'List-Unsubscribe=One-Click' }),
      aContext,
    );
    expect(muted.statusCode).toBe(200);
  });
});
