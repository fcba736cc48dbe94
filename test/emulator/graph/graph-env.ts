import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { BusinessNumber } from '../business-number.ts';
import type { GraphRequest } from '../ledger.ts';
import { wake } from '../wait.ts';
import type { World } from '../world.ts';
import { errorBody, noSuchObject, type Refusal, statusOf } from './graph-error.ts';

/** What a Graph route knows of the call besides the request itself. */
export type GraphEnv = {
  Bindings: HttpBindings & {
    /** This call in the ledger. */
    record: GraphRequest;
    /** Work for after the answer, in order. */
    afterwards: (() => Promise<void>)[];
  };
};

export function refuse(
  c: Context<GraphEnv>,
  world: World,
  refused: Refusal,
  about?: { number: BusinessNumber; body: unknown },
) {
  const status = statusOf(refused.code);
  if (about) {
    world.ledger.refused.push({
      at: world.clock.now(),
      phoneNumberId: about.number.phoneNumberId,
      to: recipientIn(about.body),
      code: refused.code,
      details: refused.details,
      status,
      body: about.body,
    });
    wake(world.watchers);
  }
  // Codes map to statuses with a body, never to 204 or 304.
  return c.json(errorBody(refused, world.ids.traceId()), status as ContentfulStatusCode);
}

export function unknownObject(c: Context<GraphEnv>, world: World, id: string) {
  return c.json(noSuchObject(c.req.method, id, world.ids.traceId()), 400);
}

/** The recipient as it was written, where the body has one. */
export function recipientIn(body: unknown): string | null {
  if (typeof body !== 'object' || body === null) return null;
  const to = Reflect.get(body, 'to') ?? Reflect.get(body, 'recipient');
  return typeof to === 'string' ? to : null;
}

/** A cursor page, as Graph pages every list. */
export function page<T>(items: T[], query: { limit?: string; after?: string }, url: URL) {
  const limit = Math.max(1, Math.min(Number(query.limit ?? 25) || 25, 1000));
  const from = query.after ? Number(Buffer.from(query.after, 'base64url').toString('latin1')) || 0 : 0;
  const data = items.slice(from, from + limit);
  const cursor = (index: number) => Buffer.from(String(index), 'latin1').toString('base64url');
  if (data.length === 0) return { data };
  const after = cursor(from + data.length);
  const hasMore = from + data.length < items.length;
  const next = new URL(url);
  next.searchParams.set('after', after);
  return {
    data,
    paging: { cursors: { before: cursor(from), after }, ...(hasMore ? { next: next.toString() } : {}) },
  };
}

/** Keeps the asked-for fields; `id` is always there. */
export function pick(item: Record<string, unknown>, fields: string | undefined, usual?: string[]) {
  const wanted = fields ? fields.split(',').map((field) => field.trim()) : usual;
  if (!wanted) return item;
  return Object.fromEntries(Object.entries(item).filter(([key]) => key === 'id' || wanted.includes(key)));
}
