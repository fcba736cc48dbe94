import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { Log } from '../log.ts';

/** One line for each request: its route, not its address, which may hold what somebody typed. */
export function requestLog(log: Log): MiddlewareHandler {
  return async (c, next) => {
    const startedAt = performance.now();
    await next();
    const fields = {
      requestId: c.get('requestId'),
      method: c.req.method,
      // By now the route that answered.
      path: routePath(c),
      status: c.res.status,
      durationMs: Math.round(performance.now() - startedAt),
    };
    if (c.error && c.res.status >= 500) log.error({ ...fields, err: c.error }, 'a request failed');
    else log.debug(fields, 'a request');
  };
}
