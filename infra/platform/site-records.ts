import type { Distribution } from '@pulumi/aws/cloudfront/distribution.js';
import { Record as DnsEntry } from '@pulumi/aws/route53/record.js';
import { all, type Output, output } from '@pulumi/pulumi';
import type { Resource } from '@pulumi/pulumi/resource.js';
import type { SiteName } from './site-plan.ts';

/** One record of a DNS, as its providers ask for it. */
export interface DnsRecord {
  readonly name: string;
  readonly type: string;
  readonly value: string;
  /** When it is to be made, and that it stays. */
  readonly use: string;
}

/** What proves to AWS that a domain is ours. */
export interface ValidationRecord {
  readonly name: Output<string>;
  readonly type: Output<string>;
  readonly value: Output<string>;
}

interface AliasArgs {
  readonly domain: string;
  readonly zoneId: string;
  readonly distribution: Distribution;
}

/** The domain leads to the distribution, over IPv4 and IPv6. An alias costs nothing, and may stand at the top of a zone. */
export const aliasRecords = (name: string, { domain, zoneId, distribution }: AliasArgs, parent: Resource): void => {
  for (const type of ['A', 'AAAA'] as const)
    new DnsEntry(
      `${name}-${type.toLowerCase()}`,
      {
        zoneId,
        name: domain,
        type,
        aliases: [{ name: distribution.domainName, zoneId: distribution.hostedZoneId, evaluateTargetHealth: false }],
      },
      { parent },
    );
};

interface Known {
  readonly distributionName: Output<string>;
  readonly validation: ValidationRecord | undefined;
}

/** What somebody has to write into the DNS of the domain, where it is not a zone of ours. */
export const recordsByHand = (site: SiteName, { distributionName, validation }: Known): Output<readonly DnsRecord[]> => {
  if (site.kind === 'awaiting' && validation !== undefined)
    return all([validation.name, validation.type, validation.value]).apply(([name, type, value]) => [
      { name, type, value, use: 'now, and for good: it proves the certificate, and proves it again each year' },
    ]);
  if (site.kind === 'certified' && site.zoneId === undefined)
    return distributionName.apply((value) => [
      { name: site.domain, type: 'CNAME', value, use: 'after this deployment; ALIAS or ANAME where the domain is the top of its zone' },
    ]);
  return output([]);
};
