/** Where a link of a mail may lead, and how the host of an address on the web is called. */

/** The target without what browsers ignore in it; undefined where it is none that a mail may have. */
export const keptLink = (href: string, base: string | undefined): string | undefined => {
  const target = href.replace(/[\p{Cc}\u2028\u2029]/gu, '').trim();
  if (target.length > linkMax || target === '') return undefined;
  const scheme = /^([a-z][a-z0-9+.-]{0,20}):/i.exec(target)?.[1]?.toLowerCase();
  if (scheme !== undefined) return schemes.has(scheme) ? target : undefined;
  if (target.startsWith('#')) return target;
  if (target.startsWith('//')) return `https:${target}`;
  if (base === undefined) return /^www\.[a-z0-9-]{1,63}\./i.test(target) ? `http://${target}` : undefined;
  const { origin, folder } = partsOf(base);
  if (target.startsWith('/')) return `${origin}${target}`;
  return target.startsWith('?') ? `${base.replace(/[?#].*$/s, '')}${target}` : `${folder}${target}`;
};

const linkMax = 8_192;
const schemes: ReadonlySet<string> = new Set(['http', 'https', 'mailto', 'tel', 'sms', 'geo', 'callto', 'facetime', 'xmpp', 'matrix']);

/** The address that relative links of a document are meant from (`<base>`), where it is one on the web. */
export const keptBase = (href: string): string | undefined => {
  const target = href.replace(/[\p{Cc}]/gu, '').trim();
  return target.length <= linkMax && hostOf(target) !== undefined && /^https?:/i.test(target) ? target : undefined;
};

const partsOf = (base: string): { readonly origin: string; readonly folder: string } => {
  const origin = /^https?:\/\/[^/?#]*/i.exec(base)?.[0] ?? '';
  const path = base.slice(origin.length).replace(/[?#].*$/s, '');
  return { origin, folder: `${origin}${path.slice(0, path.lastIndexOf('/') + 1) || '/'}` };
};

/** The host of an `http:`, `https:` or scheme-less address, without user, password and port. */
export const hostOf = (address: string): string | undefined => {
  const authority = /^(?:https?:)?\/\/([^/?#\\]{1,300})/i.exec(address)?.[1];
  if (authority === undefined) return undefined;
  const host = authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d{0,5}$/, '');
  return host === '' ? undefined : host.toLowerCase();
};
