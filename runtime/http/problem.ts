import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** Every way in which the API refuses, by code: what a program acts on. The page at /api/docs lists them. */
export const PROBLEMS = {
  'request-invalid': { status: 400, title: 'The request is not what this address takes' },
  'body-not-json': { status: 400, title: 'The body is not JSON' },
  'body-too-deep': { status: 400, title: 'The body is nested too deeply' },
  'body-too-many-values': { status: 400, title: 'The body holds too many values' },
  'body-not-storable': { status: 400, title: 'The body holds a name or a character that is not accepted' },
  'body-cut-off': { status: 400, title: 'The body did not arrive to its end' },
  'key-missing': { status: 401, title: 'An API key is needed' },
  'key-wrong': { status: 401, title: 'The API key is not valid' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  'flow-not-found': { status: 404, title: 'There is no such flow' },
  'version-not-found': { status: 404, title: 'The flow has no such version' },
  'number-not-found': { status: 404, title: 'There is no such number' },
  'conversation-not-found': { status: 404, title: 'There is no such conversation' },
  'message-not-found': { status: 404, title: 'There is no such message' },
  'body-too-slow': { status: 408, title: 'The body took too long to arrive' },
  'flow-exists': { status: 409, title: 'There is a flow with this id already' },
  'stale-revision': { status: 409, title: 'Somebody else has saved the flow in the meantime' },
  'flow-not-published': { status: 409, title: 'The flow is not published' },
  'number-exists': { status: 409, title: 'This number was added before' },
  'held-by-a-person': { status: 409, title: 'A person holds this conversation' },
  'nobody-holds-it': { status: 409, title: 'No person holds this conversation' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'body-not-accepted': { status: 415, title: 'The body must be application/json' },
  'flow-unreadable': { status: 422, title: 'The machine cannot be read as a flow' },
  'flow-has-errors': { status: 422, title: 'The flow has errors, so it was not published' },
  'flow-id-differs': { status: 422, title: 'The machine has the id of another flow' },
  'revision-missing': { status: 428, title: 'The revision that was edited is missing' },
  'too-many-wrong-keys': { status: 429, title: 'Too many wrong API keys came from this address' },
  'internal-error': { status: 500, title: 'Something went wrong in Parley' },
} as const satisfies { [code: string]: { status: ContentfulStatusCode; title: string } };

export type ProblemCode = keyof typeof PROBLEMS;

/** What a problem says beyond its code: `detail` in one sentence for a person, the rest as members of the JSON. */
export type ProblemDetails = {
  detail?: string;
  headers?: { [name: string]: string };
  [member: string]: unknown;
};

/**
 * Ends the request with a problem of the caller's. Throws, so that a handler's type says what it answers when all is well;
 * `answerError` turns it into the answer.
 */
export function refuse(code: ProblemCode, details: ProblemDetails = {}): never {
  throw new HTTPException(PROBLEMS[code].status, {
    message: code,
    cause: { code, details } satisfies Refusal,
  });
}

type Refusal = { code: ProblemCode; details: ProblemDetails };

/** The answer for a problem: `application/problem+json`. Source: RFC 9457. */
export function problemResponse(c: Context, code: ProblemCode, details: ProblemDetails = {}): Response {
  const { status, title } = PROBLEMS[code];
  const { detail, headers, ...members } = details;
  const body = {
    type: `/api/docs#problem-${code}`,
    title,
    status,
    ...(detail !== undefined && { detail }),
    code,
    requestId: c.get('requestId'),
    ...members,
  };
  return c.body(JSON.stringify(body), status, { ...headers, 'content-type': 'application/problem+json' });
}

/** What an error that reached the top means to the caller. Ours say nothing but the request's id, under which the log has the rest. */
export function problemOfError(error: Error): Refusal {
  if (error instanceof HTTPException) {
    if (isRefusal(error.cause)) return error.cause;
    if (error.status === 415) return { code: 'body-not-accepted', details: {} };
    if (error.status === 400) return { code: 'body-not-json', details: {} };
  }
  return { code: 'internal-error', details: {} };
}

function isRefusal(cause: unknown): cause is Refusal {
  return typeof cause === 'object' && cause !== null && 'code' in cause && 'details' in cause;
}
