import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { WebNeeds } from './needs.ts';
import type { LoopEnv } from './session.ts';

/** Tells of each request what may be written down about it. Of its address that is the route's pattern: the query has tokens in it. */
export const observed =
  ({ observe }: Pick<WebNeeds, 'observe'>): MiddlewareHandler<LoopEnv> =>
  async (context, next) => {
    const before = performance.now();
    await next();
    if (observe === undefined) return;
    const { method } = context.req;
    const route = matchedRoutes(context).findLast((each) => each.method !== 'ALL')?.path ?? '*';
    const fault: unknown = context.get('fault');
    const told = { method, route, status: context.res.status, ms: performance.now() - before, member: context.get('visitor')?.member.id };
    observe({ ...told, ...(fault === undefined ? {} : { fault }) });
  };
