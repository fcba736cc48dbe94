import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { type WebhookIntake, webhooksFirst } from './webhook.ts';

const TIMES = { headersTimeout: 10_000, requestTimeout: 60_000, keepAliveTimeout: 65_000 };

/** The server for all that Parley answers, not listening yet. */
export function createHttpServer(app: Pick<OpenAPIHono, 'fetch'>, intake: WebhookIntake): Server {
  return createServer(TIMES, webhooksFirst(intake, getRequestListener(app.fetch)));
}
