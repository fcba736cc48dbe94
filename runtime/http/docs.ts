import { OpenAPIHono } from '@hono/zod-openapi';
import { docsPage } from './docs-page.ts';
import type { OpenApi } from './openapi.ts';
import { STYLE, STYLE_PATH } from './page.ts';

/** The API's own description: for programs, and for people. `document` is asked for once all routes are there. */
export function docs(document: () => OpenApi) {
  const app = new OpenAPIHono();
  app.get('/api/openapi.json', (c) => c.json(document()));
  app.get('/api/docs', (c) => c.html(docsPage(document())));
  app.get(STYLE_PATH, (c) => c.body(STYLE, 200, { 'content-type': 'text/css; charset=utf-8' }));
  return app;
}
