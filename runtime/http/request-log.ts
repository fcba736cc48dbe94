import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { Log } from '../log.ts';

/** One line for each request: its route, not its address, which may hold what somebody typed. */
export function requestLog(log: Log): MiddlewareHandler {
  return async (c, next) => {
    const startedAt = performance.now();
    await next();
    const id = c.get('requestId');
    const fields = {
      method: c.req.method,
      // By now the route that answered.
      path: routePath(c),
      status: c.res.status,
      durationMs: Math.round(performance.now() - startedAt),
    };
    if (c.error && c.res.status >= 500) log.error({ ...fields, err: c.error }, `request ${id} failed`);
    else log.debug(fields, `request ${id}`);
  };
}
