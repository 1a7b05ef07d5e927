import { createHash } from 'node:crypto';
import { scripts } from './scripts.ts';

/** The browser runs our own scripts, each known by its hash, and nothing else that stands in a page; it loads nothing from elsewhere. */
const hashes = Object.values(scripts).map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);

/** `frames`: what a page may show in a frame, for example `'self'`. */
export const policyWith = ({ frames = "'none'" }: { readonly frames?: string }): string =>
  [
    "default-src 'none'",
    "style-src 'self'",
    `script-src ${hashes.join(' ')}`,
    "img-src 'self'",
    "connect-src 'self'",
    `frame-src ${frames}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

export const contentSecurityPolicy = policyWith({});

/**
 * For a page with a script file of ours, which talks to a WebSocket and to where files lie. Styles of elements are set by the script, and
 * need no leave.
 */
export const chatPolicy = ({ socketUrl, fileOrigins }: { readonly socketUrl: string; readonly fileOrigins: readonly string[] }): string => {
  const files = fileOrigins.map((origin) => ` ${origin}`).join('');
  return [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self'",
    `connect-src 'self' ${originOfSocket(socketUrl)}${files}`,
    // What was recorded is played before it is sent.
    `media-src 'self' blob:${files}`,
    // How a mail was laid out is shown in a frame, which leads to where files are.
    `frame-src 'self'${files}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
};

/** `URL` knows an origin of the schemes of HTTP alone. */
const originOfSocket = (socketUrl: string): string => {
  const { protocol, host } = new URL(socketUrl);
  return `${protocol}//${host}`;
};
