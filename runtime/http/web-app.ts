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
  if (!existsSync(path.join(folder, 'index.html'))) {
    app.get('/*', (c) => (c.req.path === '/' ? c.html(notBuilt) : refuse('not-found')));
    return app;
  }
  const files = serveStatic({ root: folder });
  const start = serveStatic({ root: folder, path: 'index.html' });
  app.get('/*', async (c) => {
    if (FOR_PROGRAMS.test(c.req.path)) refuse('not-found');
    const isHashed = HASHED.test(c.req.path);
    const file = await files(c, async () => {});
    // A file that is not there must not become the page: a script that is HTML only confuses.
    const found = file ?? (isHashed ? undefined : await start(c, async () => {}));
    if (!found) return refuse('not-found');
    found.headers.set('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    return found;
  });
  return app;
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
