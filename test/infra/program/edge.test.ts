import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../../adapters/http/pages/content-policy.ts';
import type { Captures } from '../support/capture.ts';
import { wholeProgram } from '../support/whole-program.ts';
import { answered, at, kinds, plain } from '../support/wired.ts';

const stacks = [
  'dev',
  'prod',
  'dev with two origin secrets',
  'prod with a domain in a zone',
  'prod with a domain elsewhere',
  'prod with a certificate',
] as const;

interface Origin {
  readonly originId: string;
  readonly domainName: string;
  readonly customHeaders?: readonly { readonly name: string; readonly value: unknown }[];
}
const originOf = ({ one }: Captures, id: string): Origin => {
  const origins = one(kinds.distribution).inputs['origins'] as readonly Origin[];
  const [found] = origins.filter(({ originId }) => originId === id);
  if (found === undefined) throw new Error(`no origin is called ${id}`);
  return found;
};
const valueOf = ({ one }: Captures, name: string): string => String(plain(one(kinds.secretVersion, name).inputs['secretString']));

/** Where browsers reach the pages of each. */
const addresses: Readonly<Record<(typeof stacks)[number], string>> = {
  dev: 'https://d111111abcdef8.cloudfront.net',
  prod: 'https://d111111abcdef8.cloudfront.net',
  'dev with two origin secrets': 'https://d111111abcdef8.cloudfront.net',
  'prod with a domain in a zone': 'https://circle.example.com',
  // Until its certificate is proved by hand.
  'prod with a domain elsewhere': 'https://d111111abcdef8.cloudfront.net',
  'prod with a certificate': 'https://circle.example.com',
};

describe.each(stacks)('the site of %s', (stack) => {
  it('is served by the API, which knows it by the value that the secret names first', async () => {
    const captures = await wholeProgram(stack);
    const api = captures.one(kinds.api, '-api');
    const { domainName, customHeaders = [] } = originOf(captures, 'api');
    expect(domainName).toBe(`${answered(api).id}.execute-api.eu-central-1.amazonaws.com`);
    const [inUse] = valueOf(captures, '-origin').split('\n');
    expect(customHeaders.map(({ name, value }) => [name, plain(value)])).toEqual([['x-origin-secret', inUse]]);
    expect(inUse).toMatch(/^[\w-]{43}$/);
  });

  it('shows assets of its own bucket, to which nothing else leads', async () => {
    const captures = await wholeProgram(stack);
    const bucket = answered(captures.one('aws:s3/bucket:Bucket', '-site-assets'));
    expect(originOf(captures, 'assets').domainName).toBe(`${bucket.name}.s3.eu-central-1.amazonaws.com`);
    const policy = String(captures.one('aws:s3/bucketPolicy:BucketPolicy', '-site-assets').inputs['policy']);
    expect(policy).toContain(answered(captures.one(kinds.distribution)).arn);
  });

  it('is called the same by all who have to know it', async () => {
    const captures = await wholeProgram(stack);
    const told = [
      ...captures.of(kinds.function).map((fn) => at(fn, 'environment.variables.BASE_URL')),
      ...captures.of(kinds.task).map((task) => /"BASE_URL","value":"([^"]*)"/.exec(String(task.inputs['containerDefinitions']))?.[1]),
      captures.one(kinds.parameter, '-base-url').inputs['insecureValue'],
    ];
    expect(told).toHaveLength(11);
    expect(new Set(told)).toEqual(new Set([addresses[stack]]));
    const aliases = captures.one(kinds.distribution).inputs['aliases'] ?? ['d111111abcdef8.cloudfront.net'];
    expect(aliases).toEqual([new URL(addresses[stack]).hostname]);
  });

  it('leaves what pages say of themselves as it is, and says of assets that they stay', async () => {
    const captures = await wholeProgram(stack);
    const headers = (name: string) =>
      JSON.stringify(captures.one('aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy', name).inputs);
    expect(headers('-site-pages')).not.toContain('"override":true');
    expect(headers('-site-assets')).not.toContain('"override":false');
    expect(headers('-site-assets')).toContain('public, max-age=31536000, immutable');
    expect(headers('-site-web')).not.toContain('"override":false');
    expect(headers('-site-web')).not.toContain('Cache-Control');
    for (const name of ['-site-pages', '-site-assets', '-site-web'])
      expect(headers(name)).toContain(`"default-src 'none'; base-uri 'none'; frame-ancestors 'none'"`);
  });

  it('stands behind the firewall in prod', async () => {
    const captures = await wholeProgram(stack);
    const [firewall] = captures.of('aws:wafv2/webAcl:WebAcl');
    expect(captures.one(kinds.distribution).inputs['webAclId']).toBe(firewall && answered(firewall).arn);
    expect(firewall !== undefined).toBe(stack.startsWith('prod'));
  });
});

describe('pages', () => {
  it('ask nothing of any origin but the distribution, which serves all that there is', () => {
    expect(contentSecurityPolicy).toContain("default-src 'none'");
    expect(contentSecurityPolicy).not.toMatch(/https?:|\*/);
  });
});

describe('a change of the origin secret', () => {
  it('is taken before it is sent, and the old one until it is gone', async () => {
    const captures = await wholeProgram('dev with two origin secrets');
    expect(valueOf(captures, '-origin').split('\n')).toEqual([valueOf(captures, '-origin-2'), valueOf(captures, '-origin-1')]);
    expect(captures.of(kinds.secretVersion).map(({ name, ignoreChanges }) => [name, ignoreChanges])).toEqual([
      ['loop-dev-origin-2', ['secretString']],
      ['loop-dev-origin-1', ['secretString']],
      ['loop-dev-origin', []],
    ]);
  });
});
