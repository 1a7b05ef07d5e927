import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aDeployedStack, type DeployedStack } from '../../support/deployed-stack.ts';
import { type MiniStack, startMiniStack } from '../../support/ministack.ts';
import { anOperatorsDesk, type OperatorsDesk } from '../../support/run-against-stack.ts';

const list = ['members', 'list', '--stack', 'here'];

describe('a stack that cannot be had', () => {
  let aws: MiniStack;
  let desk: OperatorsDesk;
  let stack: DeployedStack;
  beforeAll(async () => {
    aws = await startMiniStack();
    desk = anOperatorsDesk(aws);
    stack = await aDeployedStack(aws, 'here');
  });
  afterAll(async () => {
    stack.close();
    desk.remove();
    await aws.stop();
  });

  /** The code of the one refusal that is said. */
  const refusedBy = async (words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<readonly unknown[]> => {
    const { code, stdout, stderr } = await desk.begin(words, env).ended;
    return [code, stdout, /: ([a-z_]+\.[a-z_]+): /.exec(stderr)?.[1]];
  };

  it('is unknown, and the ones that there are are named', async () => {
    const { code, stderr } = await desk.loop('members', 'list', '--stack', 'herr');
    expect([code, stderr]).toEqual([3, expect.stringMatching(/^herr: stack\.unknown: .*there are: here\n$/)]);
    const elsewhere = await desk.loop(...list, '--region', 'eu-west-1');
    expect([elsewhere.code, elsewhere.stderr.includes('eu-west-1')]).toEqual([3, true]);
  });

  it('lacks parameters, which are all named at once', async () => {
    const halved = await aDeployedStack(aws, 'halved');
    for (const [name, value] of [
      ['mailer', 'pigeon'],
      ['relay-ttl-days', 'many'],
      ['base-url', 'http://circle.example.com'],
    ] as const)
      await halved.putParameter(name, value);
    halved.close();
    const { code, stdout } = await desk.loop('members', 'list', '--stack', 'halved', '--json');
    const { problems } = JSON.parse(stdout) as { readonly problems: readonly { readonly file: string; readonly code: string }[] };
    expect([code, problems.map(({ file, code: each }) => [file, each])]).toEqual([
      3,
      [
        ['/loop/halved/relay-ttl-days', 'stack.parameter_malformed'],
        ['/loop/halved/base-url', 'stack.parameter_malformed'],
        ['/loop/halved/mailer', 'stack.parameter_malformed'],
      ],
    ]);
  });

  it('has no table any more', async () => {
    const bare = await aDeployedStack(aws, 'bare');
    await bare.putParameter('users-table', 'loop-nowhere');
    bare.close();
    expect(await refusedBy(['members', 'list', '--stack', 'bare'])).toEqual([3, '', 'storage.table_missing']);
  });

  it('has no key any more, or one that is none', async () => {
    const keyless = await aDeployedStack(aws, 'keyless');
    await keyless.putParameter('key-secret-id', 'loop-nowhere');
    keyless.close();
    expect(await refusedBy(['members', 'list', '--stack', 'keyless'])).toEqual([3, '', 'secret.missing']);
  });

  it('is asked by nobody: no credentials, no region', async () => {
    expect(await refusedBy(list, { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' })).toEqual([3, '', 'aws.no_credentials']);
    expect(await refusedBy(list, { AWS_REGION: '' })).toEqual([3, '', 'aws.no_region']);
  });

  it.each([
    ['credentials that have expired', 'ExpiredTokenException', 'aws.credentials_expired'],
    ['credentials of nobody', 'UnrecognizedClientException', 'aws.credentials_refused'],
    ['a role that may not', 'AccessDeniedException', 'aws.denied'],
    ['an AWS that is busy', 'ThrottlingException', 'aws.busy'],
  ])('is asked with %s', async (_, type, code) => {
    const server = createServer((_request, response) => {
      response
        .writeHead(400, { 'content-type': 'application/x-amz-json-1.1' })
        .end(JSON.stringify({ __type: type, message: 'for ana@example.com' }));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { code: ended, stderr } = await desk.begin(list, { AWS_ENDPOINT_URL: `http://127.0.0.1:${String(port)}` }).ended;
    server.close();
    expect([ended, stderr.includes(`here: ${code}: `), stderr.includes('ana')]).toEqual([3, true, false]);
  });

  it.each([
    ['“"ana b"@example.com”', '"ana b"@example.com'],
    ['“ana @example.com”', 'ana @example.com'],
    ['“Ana <ana@example.com>”', 'Ana <ana@example.com>'],
  ])('is asked about nobody by %s, which is not said again', async (_, address) => {
    const { code, stderr } = await desk.loop('members', 'suspend', address, '--stack', 'here', '--yes');
    expect([code, stderr]).toEqual([2, expect.stringContaining('no mail address and no member id') as string]);
    expect(stderr).not.toMatch(/ana|@/i);
  });

  it('is asked where nobody answers', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    expect(await refusedBy(list, { AWS_ENDPOINT_URL: `http://127.0.0.1:${String(port)}` })).toEqual([3, '', 'aws.unreachable']);
  });

  it.each([
    ['no stack', ['members', 'list'], '--stack'],
    ['a stack that is a path', ['members', 'list', '--stack', '../prod'], 'small letters'],
    ['no member', ['members', 'suspend', 'nobody', '--stack', 'here'], 'no mail address and no member id'],
    ['an option that there is not', ['members', 'list', '--stack', 'here', '--sarch', 'x'], 'Did you mean --search?'],
    ['a stage that there is not', ['members', 'list', '--stack', 'here', '--stage', 'gone'], 'Allowed choices'],
    ['no reason', ['round', 'discard', '--stack', 'here', '--week', '2026-W47'], '--reason'],
    ['a week and all mails', ['introductions', 'resend', '--stack', 'here', '--week', '2026-W47', '--all-mails'], 'cannot be used with'],
    ['history for a stack', ['round', 'preview', '--stack', 'here', '--history', 'x.csv'], 'cannot be used with --stack'],
  ])('is asked with %s', async (_, words, why) => {
    const { code, stdout, stderr } = await desk.begin(words).ended;
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(why);
  });
});
