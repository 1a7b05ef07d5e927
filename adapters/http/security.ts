import type { MiddlewareHandler } from 'hono';
import { contentSecurityPolicy } from './pages/content-policy.ts';
import { conversationRoute } from './links.ts';
import type { WebNeeds } from './needs.ts';
import { refused } from './respond.ts';
import { resendWebhookPath } from './routes/webhook-needs.ts';
import type { LoopContext, LoopEnv } from './session.ts';

/** Every answer says what a browser may do with it; a route that needs another policy sets its own header first. */
export const guarded =
  (needs: WebNeeds): MiddlewareHandler<LoopEnv> =>
  async (context, next) => {
    const refusal = isMisdirected(context, needs) ?? isForeign(context, needs);
    if (refusal === undefined) await next();
    else context.res = refusal;
    const { headers } = context.res;
    for (const [name, value] of Object.entries(always)) if (!headers.has(name)) headers.set(name, value);
    if (needs.baseUrl.startsWith('https:')) headers.set('Strict-Transport-Security', 'max-age=31536000');
  };

const always = {
  'Content-Security-Policy': contentSecurityPolicy,
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  'X-Robots-Tag': 'noindex, nofollow',
  // Pages are personal unless they say otherwise: nobody's page is kept by a proxy, or shown after signing out.
  'Cache-Control': 'no-store',
} as const;

/**
 * The embedded run answers to its own name alone, so that no name that somebody else's DNS points to this machine reaches it.
 * Addresses of the machine itself lead to that name.
 */
const isMisdirected = (context: LoopContext, needs: WebNeeds): Response | undefined => {
  if (needs.embedded === undefined) return undefined;
  const base = new URL(needs.baseUrl);
  const host = (context.req.header('host') ?? new URL(context.req.url).host).toLowerCase();
  if (host === base.host) return undefined;
  const { pathname, search } = new URL(context.req.url);
  const isLoopback = [`127.0.0.1:${base.port}`, `[::1]:${base.port}`].includes(host);
  if (isLoopback && isSafe(context.req.method)) return context.redirect(`${base.origin}${pathname}${search}`, 307);
  return refused(context, needs, 'http.misdirected');
};

/**
 * What changes something comes from a page of ours. Browsers say so in `Sec-Fetch-Site`; under `no-referrer` their `Origin` of a form is
 * `null`, so it alone proves nothing. The exceptions come from programs and are signed each in its own way: the one-click button of
 * mail programs (RFC 8058) and, where there is one, the webhook of the mail provider.
 */
const isForeign = (context: LoopContext, needs: WebNeeds): Response | undefined => {
  const { method, path } = context.req;
  if (isSafe(method) || (method === 'POST' && isForPrograms(path, needs))) return undefined;
  const site = context.req.header('sec-fetch-site');
  const origin = context.req.header('origin');
  const isOurs = origin === new URL(needs.baseUrl).origin;
  if (site === 'same-origin' && (origin === undefined || origin === 'null' || isOurs)) return undefined;
  if (site === undefined && isOurs) return undefined;
  return refused(context, needs, 'http.foreign_origin');
};

const isForPrograms = (path: string, { resendWebhook }: WebNeeds): boolean =>
  path === '/unsubscribe' || path === `${conversationRoute}/mute` || (path === resendWebhookPath && resendWebhook !== undefined);

const isSafe = (method: string): boolean => method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
