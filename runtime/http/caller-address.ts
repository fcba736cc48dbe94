import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';

/** The address of the other end of the connection: a proxy's, when there is one. What a header says about it is not believed. */
export function callerAddress(c: Context): string {
  const bindings: Partial<HttpBindings> | undefined = c.env;
  return bindings?.incoming?.socket.remoteAddress ?? 'unknown';
}
