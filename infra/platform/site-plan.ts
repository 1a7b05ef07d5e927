import type { Settings } from '../config/settings.ts';

/**
 * Which name browsers reach the pages by, and where its certificate comes from. CloudFront takes a name only together with a certificate
 * that is issued (CloudFront, "Requirements for using alternate domain names").
 *
 * - `own`: the distribution's own name.
 * - `zoned`: the certificate is made here, proved and kept by records in the zone.
 * - `certified`: the certificate was there before; its records are made where there is a zone, and printed where there is none.
 * - `awaiting`: a certificate is made here, and what proves it is to be written into a DNS elsewhere by hand. Nothing can wait for a hand,
 *   so pages stay under the distribution's own name until the certificate, once issued, is named in `loop:siteCertificateArn`.
 */
export type SiteName =
  | { readonly kind: 'own' }
  | { readonly kind: 'zoned'; readonly domain: string; readonly zoneId: string }
  | { readonly kind: 'certified'; readonly domain: string; readonly certificateArn: string; readonly zoneId: string | undefined }
  | { readonly kind: 'awaiting'; readonly domain: string };

type Wanted = Pick<Settings, 'siteDomain' | 'siteZoneId' | 'siteCertificateArn' | 'relayDomain'>;

/** No site can have such a name. */
export class SiteNameRefused extends Error {
  override readonly name = 'SiteNameRefused';
}

/** Throws `SiteNameRefused`, before anything is made. */
export const siteNameOf = ({ siteDomain: domain, siteZoneId: zoneId, siteCertificateArn, relayDomain }: Wanted): SiteName => {
  if (domain === undefined) {
    if (zoneId !== undefined) throw new SiteNameRefused('loop:siteZoneId is of use with loop:siteDomain alone');
    if (siteCertificateArn !== undefined) throw new SiteNameRefused('loop:siteCertificateArn is of use with loop:siteDomain alone');
    return { kind: 'own' };
  }
  if (zoneId === undefined && domain === relayDomain)
    // Mail needs an MX record, and beside a CNAME no other record may stand (RFC 1034, 3.6.2).
    throw new SiteNameRefused('loop:siteDomain and loop:relayDomain are the same; without loop:siteZoneId they have to differ');
  if (siteCertificateArn !== undefined) return { kind: 'certified', domain, certificateArn: siteCertificateArn, zoneId };
  return zoneId === undefined ? { kind: 'awaiting', domain } : { kind: 'zoned', domain, zoneId };
};

/** The name that is served beside the distribution's own, if any. */
export const servedDomainOf = (name: SiteName): string | undefined =>
  name.kind === 'zoned' || name.kind === 'certified' ? name.domain : undefined;

/**
 * Where CloudFront answers from: North America, Europe and Israel cost least, and a community there is met by all of them; elsewhere
 * everywhere (CloudFront, "Choose the price class").
 */
export const priceClassOf = (region: string): 'PriceClass_100' | 'PriceClass_All' =>
  /^(eu|us|ca|il)-/.test(region) ? 'PriceClass_100' : 'PriceClass_All';

/** Shows the API that a request came through the distribution; the function compares it (`adapters/lambda/origin.ts`). */
export const originHeader = 'x-origin-secret';

/**
 * The headers that the pages and the webhook read, and no others: what a person's browser says of itself does not reach the function.
 * `Host` must not be among them, since API Gateway would look for an API of that name. The managed policy that sends everything but
 * `Host` lacks `CloudFront-Viewer-Address`. A policy has at most 10 (CloudFront, "Quotas on policies"), so one serves all paths.
 */
export const originRequestHeaders = [
  'CloudFront-Viewer-Address',
  'Content-Type',
  'Origin',
  'Sec-Fetch-Site',
  'svix-id',
  'svix-signature',
  'svix-timestamp',
] as const;

/** What the function answers alike to everybody, and says so: kept by the distribution. */
export const keptPaths = ['/style.css', '/icon.svg'] as const;
/**
 * Seconds that it is kept at most, whatever the answer says. The stylesheet's name changes with what is in it, but while a version takes
 * another's place the old one may answer to the new name, and that must not stay for a year.
 */
export const keptSecondsMax = 3_600;

/** What the bucket holds under the same paths. */
export const assetsPaths = '/assets/*';
/** Pages that live, which the bucket holds with a word for each of how long it is kept (web-assets-plan.ts). */
export const webPaths = '/web/*';

/**
 * Errors are kept by CloudFront for 10 seconds even where they say `no-store`, unless this says otherwise, and they are kept under the path
 * alone: a page that does not exist greets whoever asked by name, and would greet the next one by the same
 * (CloudFront, "Control how long CloudFront caches errors").
 */
export const errorStatuses = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504] as const;
