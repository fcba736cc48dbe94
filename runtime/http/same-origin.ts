import type { Context } from 'hono';

/**
 * Whether a request that changes something comes from our own pages, or from no browser at all. A browser says where from in
 * `Sec-Fetch-Site`, which no page can forge, and else in `Origin`. What says neither is no
 * browser's, and is not foreign.
 *
 * @param publicUrl what people have in their address bar, when a proxy changes `Host`
 */
export function isForeign(c: Context, publicUrl: string | undefined): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = c.req.header('origin');
  if (origin === undefined) return false;
  return !ownOrigins(c, publicUrl).includes(origin);
}

/** Whether the request says which page it comes from. With a cookie alone, it must. */
export function saysOrigin(c: Context): boolean {
  return c.req.header('sec-fetch-site') !== undefined || c.req.header('origin') !== undefined;
}

function ownOrigins(c: Context, publicUrl: string | undefined): string[] {
  const host = c.req.header('host') ?? new URL(c.req.url).host;
  const ours = publicUrl === undefined ? [] : [new URL(publicUrl).origin];
  return [...ours, `http://${host}`, `https://${host}`];
}
