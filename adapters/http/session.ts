import type { Context, Hono, MiddlewareHandler } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Secrets } from '../../domain/kernel/secrets.ts';
import type { Member } from '../../domain/membership/member.ts';
import { isOperator } from '../../domain/membership/operators.ts';
import type { WebNeeds } from './needs.ts';

/** Who is signed in, as far as pages need to know. `fresh` opens export and erasure; `verified` says that a code of the second factor was given. */
export interface Visitor {
  readonly member: Member;
  readonly session: string;
  readonly fresh: boolean;
  readonly verified: boolean;
  readonly isOperator: boolean;
  /** Goes into each of their forms, and shows that the form was ours. */
  readonly formToken: string;
}

export interface LoopEnv {
  Variables: {
    readonly visitor: Visitor | undefined;
    /** What a request failed of, for `observe`. */
    readonly fault: unknown;
  };
}
export type App = Hono<LoopEnv>;
export type LoopContext = Context<LoopEnv>;

/** Finds out who a request comes from. It changes nothing, so it is asked for every page. */
export const visitors =
  (needs: WebNeeds): MiddlewareHandler<LoopEnv> =>
  async (context, next) => {
    context.set('visitor', await visitorOf(context, needs));
    await next();
  };

const visitorOf = async (context: LoopContext, needs: WebNeeds): Promise<Visitor | undefined> => {
  const cookie = readSession(context, needs);
  if (cookie === undefined) return undefined;
  const resumed = await needs.membership.resumeSession({ cookie });
  if (!resumed.ok) return undefined;
  const { member, session } = resumed.value;
  return { ...resumed.value, isOperator: isOperator(member, needs.operators), formToken: needs.secrets.sign('form', session) };
};

export const isOurForm = (secrets: Secrets, { session }: Visitor, token: string | null): boolean =>
  token !== null && secrets.isSigned('form', session, token);

export const readSession = (context: Context, needs: Pick<WebNeeds, 'baseUrl'>): string | undefined =>
  getCookie(context, cookieName(needs));

/** Signs a browser in with the cookie of a session, as `SpendLink` made it. */
export const keepSession = (
  context: Context,
  needs: Pick<WebNeeds, 'baseUrl'>,
  { session, expiresInMs }: { readonly session: string; readonly expiresInMs: number },
): void => {
  setCookie(context, cookieName(needs), session, { ...cookieOptions(needs), maxAge: Math.floor(expiresInMs / 1_000) });
};

export const forgetSession = (context: Context, needs: Pick<WebNeeds, 'baseUrl'>): void => {
  deleteCookie(context, cookieName(needs), cookieOptions(needs));
};

/** Where somebody was headed when they were asked to sign in again; nothing but one of our own paths comes back out of it. */
export const keepDestination = (context: Context, needs: Pick<WebNeeds, 'baseUrl'>, path: Destination): void => {
  setCookie(context, destinationName, path, { ...cookieOptions(needs), maxAge: 1_800 });
};
export const takeDestination = (context: Context, needs: Pick<WebNeeds, 'baseUrl'>): Destination | undefined => {
  const path = getCookie(context, destinationName);
  if (path !== undefined) deleteCookie(context, destinationName, cookieOptions(needs));
  return path !== undefined && isDestination(path) ? path : undefined;
};
const destinations = ['/me/export', '/me/erase', '/operator/second-factor', '/chat'] as const;
export type Destination = (typeof destinations)[number] | `/chat/${string}`;

/** Threads are called by letters, digits, `-` and `_`. */
const isDestination = (path: string): path is Destination =>
  destinations.some((each) => each === path) || /^\/chat\/[\w-]{1,200}$/.test(path);

const destinationName = 'loop-next';

// A name with the prefix `__Host-` is refused by browsers unless it is Secure, of this host alone and for all of its paths (RFC 6265bis).
const cookieName = ({ baseUrl }: Pick<WebNeeds, 'baseUrl'>): string => (isSecure(baseUrl) ? '__Host-loop' : 'loop-session');

const cookieOptions = ({ baseUrl }: Pick<WebNeeds, 'baseUrl'>) =>
  ({ httpOnly: true, secure: isSecure(baseUrl), sameSite: 'Lax', path: '/' }) as const;

const isSecure = (baseUrl: string): boolean => baseUrl.startsWith('https:');
