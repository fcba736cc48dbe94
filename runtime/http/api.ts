import { OpenAPIHono } from '@hono/zod-openapi';
import { type ConversationsDeps, conversations } from './conversations.ts';
import { flowVersions } from './flow-versions.ts';
import { flows } from './flows.ts';
import { messageTrace } from './message-trace.ts';
import { type NumbersDeps, numbers } from './numbers.ts';
import { refuse } from './problem.ts';
import { type StatusDeps, status } from './status.ts';

export type ApiDeps = NumbersDeps & ConversationsDeps & StatusDeps;

/** Everything under /api that a program or the web app calls. */
export function api(deps: ApiDeps) {
  return new OpenAPIHono({
    defaultHook: (result) => {
      if (result.success) return;
      const fields = result.error.issues.map(({ path, message }) => ({
        in: result.target,
        path: path.map(String).join('.'),
        message,
      }));
      const [first] = fields;
      refuse('request-invalid', {
        detail: first && `${first.path || `The ${first.in}`}: ${first.message}.`,
        fields,
      });
    },
  })
    .route('/', status(deps))
    .route('/flows', flows(deps))
    .route('/flows', flowVersions(deps))
    .route('/numbers', numbers(deps))
    .route('/', conversations(deps))
    .route('/', messageTrace(deps));
}
