import { Distribution } from '@pulumi/aws/cloudfront/distribution.js';
import { OriginAccessControl } from '@pulumi/aws/cloudfront/originAccessControl.js';
import { type Input, interpolate, output, type Output, secret } from '@pulumi/pulumi';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import { Assets } from './assets.ts';
import { Certificate } from './certificate.ts';
import { Firewall } from './firewall.ts';
import type { HttpApi } from './http-api.ts';
import { aliasRecords, type DnsRecord, recordsByHand } from './site-records.ts';
import { behavioursOf } from './site-behaviours.ts';
import { sitePoliciesOf } from './site-policies.ts';
import { errorStatuses, originHeader, priceClassOf, servedDomainOf, type SiteName, siteNameOf } from './site-plan.ts';
import { called, keeping, type Stack } from './stack.ts';

export interface SiteArgs {
  readonly name: string;
  readonly api: HttpApi;
  /** The value of the header that shows the API where a request came from. */
  readonly originSecret: Input<string>;
}

/**
 * The one distribution that browsers see: pages of the API, and the web's assets of a private bucket, all of one origin, so that the
 * session's cookie is a first-party one. It writes no access log: any would hold paths and queries with links that sign people in, and
 * addresses; what goes on is told by its metrics and by the logs of the API, which name no URL.
 */
export class Site extends ComponentResource {
  /** `d….cloudfront.net`; not `baseUrl` where there is a domain. */
  readonly domainName: Output<string>;
  /** Where browsers reach the pages, without a path. */
  readonly baseUrl: Output<string>;
  readonly distributionId: Output<string>;
  readonly assetsBucket: Output<string>;
  /** The firewall's name in its metrics, where there is one. */
  readonly firewallMetric: string | undefined;
  /** Of the domain, where there is one; in us-east-1. Where it waits for `dnsRecords`, it goes into `loop:siteCertificateArn` afterwards. */
  readonly certificateArn: Output<string> | undefined;
  /** What is to be written into a DNS elsewhere, by hand; often nothing. */
  readonly dnsRecords: Output<readonly DnsRecord[]>;

  constructor(stack: Stack, args: SiteArgs, options?: ComponentResourceOptions) {
    const site = siteNameOf(stack.settings);
    super('loop:platform:Site', called(stack, args.name), {}, options);
    const child = { parent: this };
    const assets = new Assets(stack, { name: `${args.name}-assets` }, child);
    const firewall = stack.settings.firewall ? new Firewall(stack, { name: `${args.name}-firewall` }, child) : undefined;
    const certificate = certificateOf(stack, { name: args.name, site }, this);
    const distribution = this.distributionOf(stack, { ...args, site, assets, firewall, certificate });
    assets.shownBy(distribution.arn);
    if ('zoneId' in site && site.zoneId !== undefined)
      aliasRecords(called(stack, args.name), { domain: site.domain, zoneId: site.zoneId, distribution }, this);
    const domain = servedDomainOf(site);
    this.domainName = distribution.domainName;
    this.baseUrl = domain === undefined ? interpolate`https://${distribution.domainName}` : output(`https://${domain}`);
    this.distributionId = distribution.id;
    this.assetsBucket = assets.bucketName;
    this.firewallMetric = firewall?.metricName;
    this.certificateArn = site.kind === 'certified' ? output(site.certificateArn) : certificate?.arn;
    this.dnsRecords = recordsByHand(site, { distributionName: distribution.domainName, validation: certificate?.validation });
    this.registerOutputs({ domainName: this.domainName, baseUrl: this.baseUrl, distributionId: this.distributionId });
  }

  private distributionOf(stack: Stack, parts: Parts): Distribution {
    const { api, assets, certificate, firewall, originSecret, site } = parts;
    const name = called(stack, parts.name);
    const domain = servedDomainOf(site);
    const signing = new OriginAccessControl(
      name,
      { description: 'Assets of Loop', originAccessControlOriginType: 's3', signingBehavior: 'always', signingProtocol: 'sigv4' },
      { parent: this },
    );
    const certificateArn = site.kind === 'certified' ? site.certificateArn : certificate?.arn;
    return new Distribution(
      name,
      {
        comment: `Loop, stack ${stack.settings.stack}`,
        enabled: true,
        isIpv6Enabled: true,
        httpVersion: 'http2and3',
        priceClass: priceClassOf(stack.settings.region),
        ...(domain === undefined ? {} : { aliases: [domain] }),
        // A distribution's own name comes with CloudFront's own certificate, and with whatever versions of TLS that takes.
        viewerCertificate:
          domain === undefined || certificateArn === undefined
            ? { cloudfrontDefaultCertificate: true }
            : { acmCertificateArn: certificateArn, sslSupportMethod: 'sni-only', minimumProtocolVersion: 'TLSv1.2_2021' },
        origins: [
          {
            originId: 'api',
            domainName: api.endpoint.apply((endpoint) => new URL(endpoint).hostname),
            customHeaders: [{ name: originHeader, value: secret(originSecret) }],
            customOriginConfig: {
              httpPort: 80,
              httpsPort: 443,
              originProtocolPolicy: 'https-only',
              originSslProtocols: ['TLSv1.2'],
              originReadTimeout: originReadSeconds,
            },
          },
          { originId: 'assets', domainName: assets.regionalDomainName, originAccessControlId: signing.id },
        ],
        ...behavioursOf(sitePoliciesOf(name, this)),
        customErrorResponses: errorStatuses.map((errorCode) => ({ errorCode, errorCachingMinTtl: 0 })),
        restrictions: { geoRestriction: { restrictionType: 'none' } },
        ...(firewall === undefined ? {} : { webAclId: firewall.arn }),
      },
      // Its name stands in mails that were sent.
      { parent: this, ...keeping(stack) },
    );
  }
}

interface Parts extends SiteArgs {
  readonly site: SiteName;
  readonly assets: Assets;
  readonly firewall: Firewall | undefined;
  readonly certificate: Certificate | undefined;
}

/** Longer than an HTTP API takes (30), so that what it says of a function that takes too long is what the visitor gets. */
const originReadSeconds = 35;

const certificateOf = (
  stack: Stack,
  { name, site }: { readonly name: string; readonly site: SiteName },
  parent: Site,
): Certificate | undefined => {
  if (site.kind !== 'zoned' && site.kind !== 'awaiting') return undefined;
  const zoneId = site.kind === 'zoned' ? site.zoneId : undefined;
  return new Certificate(stack, { name: `${name}-certificate`, domain: site.domain, zoneId }, { parent });
};
