import { OpenAPIHono } from '@hono/zod-openapi';
import { requestId } from 'hono/request-id';
import type { Kysely } from 'kysely';
import type { Database } from './db/tables.ts';
import { createLive, type Live } from './desk/live.ts';
import { checkAccess } from './http/access.ts';
import { type ApiDeps, api } from './http/api.ts';
import { keyCallers } from './http/api-key.ts';
import { requireCaller } from './http/callers.ts';
import { docs } from './http/docs.ts';
import { type HealthDeps, health } from './http/health.ts';
import { readJsonBody } from './http/json-body.ts';
import { type OpenApi, openApiOf } from './http/openapi.ts';
import { problemOfError, problemResponse } from './http/problem.ts';
import { requestLog } from './http/request-log.ts';
import { fileHeaders, securityHeaders } from './http/security-headers.ts';
import { webApp } from './http/web-app.ts';
import { type WebhookDeps, webhook } from './http/webhook.ts';
import { countWrongKeys } from './http/wrong-keys.ts';
import type { Log } from './log.ts';
import { createAuth } from './people/auth.ts';
import { createLetters } from './people/letters.ts';
import type { Mail } from './people/mail.ts';

export type AppDeps = Omit<ApiDeps, 'auth' | 'keyCaller' | 'letters' | 'live'> &
  HealthDeps &
  WebhookDeps & {
    /** The database for the question whether webhooks can be taken; `db` when left out. */
    intake?: Kysely<Database>;
    apiKey: string;
    /** Whoever listens to the inbox, to be stopped with the server. */
    live?: Live;
    /** How letters are sent; without it, or without `publicUrl` for their links, there are none. */
    mail?: Mail | undefined;
    log: Log;
    /** Where the web app was built to. */
    webAppFolder: string;
  };

/**
 * All that Parley answers over HTTP. What holds for every address is here, in this order: an id for the request, headers for
 * browsers, who the caller is and what they may, then the body. Throws when an address is missing from the table of who may call it.
 */
export function createApp(deps: AppDeps): OpenAPIHono {
  const { apiKey, db, key, log, mail, publicUrl } = deps;
  const wrongKeys = countWrongKeys(() => performance.now());
  const inside: ApiDeps = {
    ...deps,
    auth: createAuth({ db, key, publicUrl }),
    keyCaller: keyCallers({ db, apiKey, wrongKeys }),
    live: deps.live ?? createLive({ db, log }),
    letters: mail && publicUrl !== undefined ? createLetters({ mail, publicUrl }) : null,
  };
  const app = new OpenAPIHono();
  let document: OpenApi | undefined;

  app.use('/api/media/*', fileHeaders);
  app.use('/api/files/*', fileHeaders);
  app.use(requestId({ limitLength: 64 }), requestLog(log), securityHeaders);
  app.use(requireCaller(inside));
  app.use('/api/*', readJsonBody(), async (c, next) => {
    await next();
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store');
  });

  app.route('/', webhook(deps));
  app.route('/', health(deps));
  app.route('/api', api(inside));
  app.route(
    '/',
    docs(() => {
      document ??= openApiOf(app, deps.version);
      return document;
    }),
  );
  app.route('/', webApp(deps.webAppFolder));

  app.notFound((c) => problemResponse(c, 'not-found'));
  app.onError((error, c) => {
    const { code, details } = problemOfError(error);
    return problemResponse(c, code, details);
  });
  checkAccess(app.routes);
  return app;
}
