import { CachePolicy } from '@pulumi/aws/cloudfront/cachePolicy.js';
import { OriginRequestPolicy } from '@pulumi/aws/cloudfront/originRequestPolicy.js';
import { ResponseHeadersPolicy } from '@pulumi/aws/cloudfront/responseHeadersPolicy.js';
import type { Output } from '@pulumi/pulumi';
import type { Resource } from '@pulumi/pulumi/resource.js';
import { keptSecondsMax, originRequestHeaders } from './site-plan.ts';

/** Ids of policies that AWS keeps (CloudFront, "Use managed cache policies"). */
export const cachingDisabled = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
export const cachingOptimized = '658327ea-f89d-4fab-a63d-7e88639e58f6';

export interface SitePolicies {
  /** Of cached answers of the function. */
  readonly keptId: Output<string>;
  readonly originRequestId: Output<string>;
  /** Of what the function answers. */
  readonly pagesHeadersId: Output<string>;
  /** Of what lies in the bucket. */
  readonly assetsHeadersId: Output<string>;
  /** Of what lies there and says itself for how long it is kept. */
  readonly webHeadersId: Output<string>;
}

/** What the distribution keeps, passes on and adds. */
export const sitePoliciesOf = (name: string, parent: Resource): SitePolicies => ({
  keptId: keptPolicy(`${name}-kept`, parent).id,
  originRequestId: originRequestPolicy(`${name}-to-api`, parent).id,
  pagesHeadersId: headersPolicy(`${name}-pages`, { isLast: false, cacheControl: 'no-store' }, parent).id,
  assetsHeadersId: headersPolicy(`${name}-assets`, { isLast: true, cacheControl: 'public, max-age=31536000, immutable' }, parent).id,
  webHeadersId: headersPolicy(`${name}-web`, { isLast: true, cacheControl: undefined }, parent).id,
});

/** Kept as long as the answer itself says, up to a limit; the stylesheet is named by `v`. */
const keptPolicy = (name: string, parent: Resource): CachePolicy =>
  new CachePolicy(
    name,
    {
      comment: 'What Loop answers alike to everybody',
      minTtl: 0,
      defaultTtl: 0,
      maxTtl: keptSecondsMax,
      parametersInCacheKeyAndForwardedToOrigin: {
        cookiesConfig: { cookieBehavior: 'none' },
        headersConfig: { headerBehavior: 'none' },
        queryStringsConfig: { queryStringBehavior: 'whitelist', queryStrings: { items: ['v'] } },
        enableAcceptEncodingBrotli: true,
        enableAcceptEncodingGzip: true,
      },
    },
    { parent },
  );

const originRequestPolicy = (name: string, parent: Resource): OriginRequestPolicy =>
  new OriginRequestPolicy(
    name,
    {
      comment: 'What Loop reads of a request',
      cookiesConfig: { cookieBehavior: 'all' },
      headersConfig: { headerBehavior: 'whitelist', headers: { items: [...originRequestHeaders] } },
      queryStringsConfig: { queryStringBehavior: 'all' },
    },
    { parent },
  );

interface Said {
  /** Whether it replaces what the origin says; else it stands in where the origin says nothing. */
  readonly isLast: boolean;
  /** Absent where the origin has the last word. */
  readonly cacheControl: string | undefined;
}

/**
 * The pages' own headers (`adapters/http/security.ts`) are the ones that count for pages; these are on answers that no page of ours makes:
 * of API Gateway when it refuses or fails, of the bucket. HSTS is for this name alone: its neighbours are somebody else's.
 */
const headersPolicy = (name: string, { isLast: override, cacheControl }: Said, parent: Resource): ResponseHeadersPolicy =>
  new ResponseHeadersPolicy(
    name,
    {
      securityHeadersConfig: {
        strictTransportSecurity: { accessControlMaxAgeSec: 31_536_000, includeSubdomains: false, preload: false, override },
        contentSecurityPolicy: { contentSecurityPolicy: "default-src 'none'; base-uri 'none'; frame-ancestors 'none'", override },
        contentTypeOptions: { override },
        frameOptions: { frameOption: 'DENY', override },
        referrerPolicy: { referrerPolicy: 'no-referrer', override },
      },
      customHeadersConfig: {
        items: [
          ...(cacheControl === undefined ? [] : [{ header: 'Cache-Control', value: cacheControl, override }]),
          { header: 'Cross-Origin-Resource-Policy', value: 'same-origin', override },
          { header: 'X-Robots-Tag', value: 'noindex, nofollow', override },
        ],
      },
    },
    { parent },
  );
