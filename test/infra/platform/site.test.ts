import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { originHeader as headerThatIsRead } from '../../../adapters/lambda/origin.ts';
import { HttpApi } from '../../../infra/platform/http-api.ts';
import { cachingDisabled, cachingOptimized } from '../../../infra/platform/site-policies.ts';
import { keptSecondsMax, originHeader, originRequestHeaders } from '../../../infra/platform/site-plan.ts';
import { Site } from '../../../infra/platform/site.ts';
import type { Given } from '../../../infra/config/settings.ts';
import { stylesheetPath } from '../../../adapters/http/pages/layout.ts';
import { capture, type Captures, isSecret } from '../support/capture.ts';
import { aStack } from '../support/stack.ts';

const siteDomain = 'circle.example.com';
const siteZoneId = 'Z0123456789ABCDEFGHIJ';
const siteCertificateArn = 'arn:aws:acm:us-east-1:000000000000:certificate/0-0';

const captured = async (given: Given['loop'] = {}): Promise<Captures & { readonly told: Told }> => {
  const told: Partial<Told> = {};
  const captures = await capture(() => {
    const stack = aStack(given);
    const site = new Site(stack, { name: 'site', api: new HttpApi(stack, { name: 'api' }), originSecret: 'x'.repeat(32) });
    site.baseUrl.apply((value) => (told.baseUrl = value));
    site.dnsRecords.apply((value) => (told.dnsRecords = value));
    site.certificateArn?.apply((value) => (told.certificateArn = value));
  });
  return { ...captures, told: told as Told };
};

interface Told {
  baseUrl: string;
  dnsRecords: readonly { readonly name: string; readonly type: string; readonly value: string }[];
  certificateArn?: string;
}

interface Behaviour {
  readonly pathPattern?: string;
  readonly targetOriginId: string;
  readonly cachePolicyId: string;
  readonly originRequestPolicyId?: string;
  readonly responseHeadersPolicyId: string;
  readonly viewerProtocolPolicy: string;
  readonly allowedMethods: readonly string[];
}

const distributionOf = ({ one }: Captures) => {
  const distribution = one('aws:cloudfront/distribution:Distribution');
  const { inputs } = distribution;
  return {
    distribution,
    inputs,
    pages: inputs['defaultCacheBehavior'] as Behaviour,
    others: inputs['orderedCacheBehaviors'] as readonly Behaviour[],
    origins: inputs['origins'] as readonly {
      readonly originId: string;
      readonly customHeaders?: readonly { name: string; value: unknown }[];
    }[],
  };
};

describe('the distribution', () => {
  it('asks the API over TLS, at the API’s own name, and shows it a secret that stays one', async () => {
    const { origins } = distributionOf(await captured());
    const api = origins.find(({ originId }) => originId === 'api');
    expect(api).toMatchObject({
      domainName: 'loop-dev-api-1234567.execute-api.eu-central-1.amazonaws.com',
      customOriginConfig: { originProtocolPolicy: 'https-only', originSslProtocols: ['TLSv1.2'] },
    });
    const [header] = api?.customHeaders ?? [];
    expect(header?.name).toBe(headerThatIsRead);
    expect(originHeader).toBe(headerThatIsRead);
    expect(isSecret(header?.value)).toBe(true);
  });

  it('keeps nothing of a page, and passes every method, cookie and query on', async () => {
    const captures = await captured();
    const { pages } = distributionOf(captures);
    expect(pages).toMatchObject({ targetOriginId: 'api', cachePolicyId: cachingDisabled, viewerProtocolPolicy: 'redirect-to-https' });
    expect(pages.allowedMethods).toHaveLength(7);
    const passed = captures.one('aws:cloudfront/originRequestPolicy:OriginRequestPolicy');
    expect(pages.originRequestPolicyId).toBe(`${passed.name}-1234567`);
    expect(passed.inputs).toMatchObject({ cookiesConfig: { cookieBehavior: 'all' }, queryStringsConfig: { queryStringBehavior: 'all' } });
  });

  it('passes on the headers that the product reads, all of them and no others', () => {
    const read = globSync('adapters/{http,lambda}/**/*.ts', { cwd: root }).flatMap((file) =>
      [...readFileSync(`${root}/${file}`, 'utf8').matchAll(/(?:\breq\.header\('|event\.headers\[')([\w-]+)'/g)].map(([, name = '']) =>
        name.toLowerCase(),
      ),
    );
    // Read by the embedded run alone: `host` would lead API Gateway to another API, and what buckets hold they answer themselves.
    const wanted = [...new Set(read)].filter((name) => !['host', 'if-none-match', 'range'].includes(name)).sort();
    expect(originRequestHeaders.map((name) => name.toLowerCase()).sort()).toEqual(wanted);
    // CloudFront takes no more.
    expect(originRequestHeaders.length).toBeLessThanOrEqual(10);
  });

  it('keeps no error, which may greet somebody by name', async () => {
    const { inputs } = distributionOf(await captured());
    const kept = inputs['customErrorResponses'] as readonly { readonly errorCode: number; readonly errorCachingMinTtl: number }[];
    expect(kept.map(({ errorCode }) => errorCode)).toEqual([400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504]);
    expect(new Set(kept.map(({ errorCachingMinTtl }) => errorCachingMinTtl))).toEqual(new Set([0]));
  });

  it('keeps the stylesheet by what is in it, and not for longer than a deployment may be wrong about it', async () => {
    const captures = await captured();
    const [path = '', query = ''] = stylesheetPath.split('?');
    const behaviour = distributionOf(captures).others.find(({ pathPattern }) => pathPattern === path);
    const kept = captures.one('aws:cloudfront/cachePolicy:CachePolicy');
    expect(behaviour).toMatchObject({ targetOriginId: 'api', cachePolicyId: `${kept.name}-1234567`, allowedMethods: ['GET', 'HEAD'] });
    expect(behaviour).not.toHaveProperty('originRequestPolicyId');
    expect(kept.inputs).toMatchObject({
      minTtl: 0,
      maxTtl: keptSecondsMax,
      parametersInCacheKeyAndForwardedToOrigin: {
        cookiesConfig: { cookieBehavior: 'none' },
        queryStringsConfig: { queryStringBehavior: 'whitelist', queryStrings: { items: [query.split('=')[0]] } },
      },
    });
  });

  it('shows the assets of a private bucket, signed, for good', async () => {
    const captures = await captured();
    const { others, origins } = distributionOf(captures);
    expect(others.find(({ pathPattern }) => pathPattern === '/assets/*')).toMatchObject({
      targetOriginId: 'assets',
      cachePolicyId: cachingOptimized,
      allowedMethods: ['GET', 'HEAD'],
    });
    expect(origins.find(({ originId }) => originId === 'assets')).toMatchObject({
      domainName: 'loop-dev-site-assets-1234567.s3.eu-central-1.amazonaws.com',
      originAccessControlId: 'loop-dev-site-1234567',
    });
    expect(captures.one('aws:cloudfront/originAccessControl:OriginAccessControl').inputs).toMatchObject({
      originAccessControlOriginType: 's3',
      signingBehavior: 'always',
      signingProtocol: 'sigv4',
    });
    expect(captures.one('aws:s3/bucketPolicy:BucketPolicy').inputs['policy']).toContain(
      'arn:aws:cloudfront::000000000000:distribution/loop-dev-site-1234567',
    );
  });

  it('shows the parts of pages that live, each for as long as it says itself', async () => {
    const captures = await captured();
    expect(distributionOf(captures).others.find(({ pathPattern }) => pathPattern === '/web/*')).toMatchObject({
      targetOriginId: 'assets',
      cachePolicyId: cachingOptimized,
      responseHeadersPolicyId: 'loop-dev-site-web-1234567',
      allowedMethods: ['GET', 'HEAD'],
    });
    const headers = captures.one('aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy', '-web').inputs;
    expect(JSON.stringify(headers)).not.toContain('Cache-Control');
  });

  it('leaves the last word on a page to the page, and has it on assets', async () => {
    const { of } = await captured();
    const policies = of('aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy');
    const overrides = policies.map(
      ({ name, inputs }) => [name, [...JSON.stringify(inputs).matchAll(/"override":(\w+)/g)].map(([, is]) => is)] as const,
    );
    expect(Object.fromEntries(overrides)).toEqual({
      'loop-dev-site-pages': Array(8).fill('false'),
      'loop-dev-site-assets': Array(8).fill('true'),
      // Each file there says itself for how long it is kept.
      'loop-dev-site-web': Array(7).fill('true'),
    });
    for (const { inputs } of policies)
      expect(inputs).toMatchObject({
        securityHeadersConfig: {
          strictTransportSecurity: { accessControlMaxAgeSec: 31_536_000 },
          contentSecurityPolicy: { contentSecurityPolicy: "default-src 'none'; base-uri 'none'; frame-ancestors 'none'" },
          frameOptions: { frameOption: 'DENY' },
        },
      });
  });

  it('speaks HTTP/3 and IPv6, and writes no log of its own', async () => {
    const { inputs } = distributionOf(await captured());
    expect(inputs).toMatchObject({ httpVersion: 'http2and3', isIpv6Enabled: true, priceClass: 'PriceClass_100' });
    expect(inputs).not.toHaveProperty('loggingConfig');
    expect(inputs).not.toHaveProperty('defaultRootObject');
  });

  it('stays in a protected stack: its name stands in mails', async () => {
    expect(distributionOf(await captured({ stage: 'prod' })).distribution).toMatchObject({ protect: true, retainOnDelete: true });
    expect(distributionOf(await captured()).distribution.protect).toBe(false);
  });

  it('has a firewall before it where the stack says so', async () => {
    const guarded = await captured({ firewall: 'true' });
    expect(distributionOf(guarded).inputs['webAclId']).toMatch(/^arn:aws:wafv2:/);
    const open = await captured();
    expect(distributionOf(open).inputs).not.toHaveProperty('webAclId');
    expect(open.of('aws:wafv2/webAcl:WebAcl')).toEqual([]);
  });

  it('makes the same in a preview', async () => {
    const program = (preview: boolean) =>
      capture(
        () => {
          const stack = aStack({ firewall: 'true', siteDomain, siteZoneId });
          new Site(stack, { name: 'site', api: new HttpApi(stack, { name: 'api' }), originSecret: 'x' });
        },
        { preview },
      );
    const names = ({ resources }: Captures) => resources.map(({ type, name }) => `${type} ${name}`).sort();
    expect(names(await program(true))).toEqual(names(await program(false)));
  });
});

describe('where browsers reach the pages', () => {
  it('is the distribution’s own name, where there is no other', async () => {
    const captures = await captured();
    expect(captures.told).toMatchObject({ baseUrl: 'https://d111111abcdef8.cloudfront.net', dnsRecords: [] });
    const { inputs } = distributionOf(captures);
    expect(inputs).toMatchObject({ viewerCertificate: { cloudfrontDefaultCertificate: true } });
    expect(inputs).not.toHaveProperty('aliases');
  });

  it('is a domain in a zone of ours, with its certificate and both its addresses', async () => {
    const captures = await captured({ siteDomain, siteZoneId });
    expect(captures.told).toMatchObject({ baseUrl: `https://${siteDomain}`, dnsRecords: [] });
    const { distribution, inputs } = distributionOf(captures);
    expect(inputs).toMatchObject({
      aliases: [siteDomain],
      viewerCertificate: { sslSupportMethod: 'sni-only', minimumProtocolVersion: 'TLSv1.2_2021' },
    });
    expect(distribution.dependencies).toContain(captures.one('aws:acm/certificateValidation:CertificateValidation').urn);
    for (const type of ['A', 'AAAA'])
      expect(captures.one('aws:route53/record:Record', `site-${type.toLowerCase()}`).inputs).toMatchObject({
        zoneId: siteZoneId,
        name: siteDomain,
        type,
        aliases: [{ name: 'd111111abcdef8.cloudfront.net', zoneId: 'Z2FDTNDATAQYW2', evaluateTargetHealth: false }],
      });
  });

  it('stays the distribution’s own name while a certificate waits for a record made by hand, which is printed', async () => {
    const captures = await captured({ siteDomain });
    expect(captures.told).toMatchObject({
      baseUrl: 'https://d111111abcdef8.cloudfront.net',
      dnsRecords: [{ name: '_x.circle.example.com', type: 'CNAME', value: '_y.acm-validations.aws' }],
      certificateArn: expect.stringContaining('arn:aws:acm:') as unknown,
    });
    expect(distributionOf(captures).inputs).not.toHaveProperty('aliases');
  });

  it('is a domain elsewhere once its certificate is named, and the record that leads there is printed', async () => {
    const captures = await captured({ siteDomain, siteCertificateArn });
    expect(captures.told).toMatchObject({
      baseUrl: `https://${siteDomain}`,
      dnsRecords: [{ name: siteDomain, type: 'CNAME', value: 'd111111abcdef8.cloudfront.net' }],
      certificateArn: siteCertificateArn,
    });
    expect(distributionOf(captures).inputs).toMatchObject({
      aliases: [siteDomain],
      viewerCertificate: { acmCertificateArn: siteCertificateArn },
    });
    expect([...captures.of('aws:acm/certificate:Certificate'), ...captures.of('aws:route53/record:Record')]).toEqual([]);
  });
});

const root = new URL('../../..', import.meta.url).pathname;
