import { createHash, timingSafeEqual } from 'node:crypto';

/** The header in which CloudFront shows that a request came through it (infrastructure sets it on the origin). */
export const originHeader = 'x-origin-secret';

/** The secret's text is no secret to go by. */
export class OriginSecretRefused extends Error {
  override readonly name = 'OriginSecretRefused';
  readonly code = 'settings.origin_secret_malformed';
  readonly setting = 'ORIGIN_SECRET_ID';
}

export const originSecretCharactersMin = 24;

/**
 * Whether a request came through the distribution. `text` holds one value a line, one or two of them: while it is rotated both are taken,
 * the new one is added first and the old one taken out once the distribution sends the new one.
 */
export const isFromOrigin = (given: string | undefined, text: string): boolean => {
  const taken = text.split(/\s+/).filter((value) => value !== '');
  if (taken.length < 1 || taken.length > 2 || taken.some(({ length }) => length < originSecretCharactersMin))
    throw new OriginSecretRefused(`write one or two values of at least ${String(originSecretCharactersMin)} characters, one a line`);
  // Each is compared, so that the time it takes tells nothing of which one fits; digests are of one length.
  return taken.map((value) => timingSafeEqual(digest(value), digest(given ?? ''))).includes(true);
};

const digest = (value: string): Buffer => createHash('sha256').update(value).digest();

/**
 * The viewer's address out of `CloudFront-Viewer-Address`, which ends in the port: `198.51.100.10:46532`, `2001:db8::1:46532`
 * (Amazon CloudFront, "Add CloudFront request headers").
 */
export const viewerAddress = (header: string | undefined): string | undefined =>
  header?.replace(/:\d{1,5}$/, '').replace(/^\[(.*)\]$/, '$1');
