import { existsSync } from 'node:fs';
import path from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { OpenAPIHono } from '@hono/zod-openapi';
import { html } from 'hono/html';
import { page } from './page.ts';
import { refuse } from './problem.ts';

/** Addresses that are for programs: what does not exist there is a problem, not a page of the web app. */
const FOR_PROGRAMS = /^\/(api|webhooks|metrics|healthz|readyz)(\/|$)/;
/** Built files carry a hash of their content in their names. */
const HASHED = /^\/assets\//;

/**
 * The web app, from the folder that it was built into; its own addresses all answer with its page. Where it has not been built, a
 * page says so.
 */
export function webApp(folder: string) {
  const app = new OpenAPIHono();
  const isBuilt = existsSync(path.join(folder, 'index.html'));
  const files = isBuilt ? serveStatic({ root: folder, onFound: (_, c) => cache(c) }) : null;
  const start = isBuilt
    ? serveStatic({ root: folder, path: 'index.html', onFound: (_, c) => cache(c) })
    : null;
  app.get('/*', async (c, next) => {
    if (FOR_PROGRAMS.test(c.req.path)) refuse('not-found');
    if (!files || !start) return c.req.path === '/' ? c.html(notBuilt) : refuse('not-found');
    const found = await files(c, async () => {});
    if (found) return found;
    // A file that is not there must not become the page: a script that is HTML only confuses.
    if (HASHED.test(c.req.path)) refuse('not-found');
    return (await start(c, next)) ?? refuse('not-found');
  });
  return app;
}

function cache(c: { req: { path: string }; header(name: string, value: string): void }): void {
  c.header('cache-control', HASHED.test(c.req.path) ? 'public, max-age=31536000, immutable' : 'no-cache');
}

const notBuilt = page({
  title: 'Parley',
  content: html`<main>
<h1>Parley is running</h1>
<p>Its web app has not been built here. <code>npm start</code> builds it; everything else works without it.</p>
<ul>
<li><a href="/api/docs">The API</a></li>
<li><a href="/readyz">Is it ready?</a></li>
</ul>
</main>`,
});
