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
  'body-empty': { status: 400, title: 'The body is empty' },
  'body-cut-off': { status: 400, title: 'The body did not arrive to its end' },
  'key-missing': { status: 401, title: 'Sign in, or send an API key' },
  'key-wrong': { status: 401, title: 'The API key is not valid' },
  'sign-in-refused': { status: 401, title: 'The address or the password is not right' },
  'not-allowed': { status: 403, title: 'This is not among what you may do' },
  'foreign-origin': { status: 403, title: 'The request comes from a page of another site' },
  'password-wrong': { status: 403, title: 'The password is not right' },
  'code-wrong': { status: 403, title: 'The code is not right' },
  'link-not-valid': { status: 403, title: 'The link does not hold, or no longer' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  'flow-not-found': { status: 404, title: 'There is no such flow' },
  'version-not-found': { status: 404, title: 'The flow has no such version' },
  'number-not-found': { status: 404, title: 'There is no such number' },
  'template-not-found': { status: 404, title: 'There is no such template' },
  'account-not-found': { status: 404, title: 'No number of this business account is connected' },
  'conversation-not-found': { status: 404, title: 'There is no such conversation' },
  'session-not-found': { status: 404, title: 'There is no such session in this conversation' },
  'message-not-found': { status: 404, title: 'There is no such message' },
  'person-not-found': { status: 404, title: 'There is no such person' },
  'team-not-found': { status: 404, title: 'There is no such team' },
  'invitation-not-found': { status: 404, title: 'There is no such invitation' },
  'api-key-not-found': { status: 404, title: 'There is no such API key' },
  'sign-in-not-found': { status: 404, title: 'There is no such sign-in' },
  'subscription-not-found': { status: 404, title: 'Nobody is told of notices under this id' },
  'label-not-found': { status: 404, title: 'There is no such label' },
  'saved-view-not-found': { status: 404, title: 'There is no such saved view' },
  'canned-reply-not-found': { status: 404, title: 'There is no such canned reply' },
  'file-not-found': { status: 404, title: 'There is no such file, or WhatsApp no longer has it' },
  'link-not-found': { status: 404, title: 'There is no such link' },
  'contact-not-found': { status: 404, title: 'There is no such contact' },
  'field-not-found': { status: 404, title: 'There is no such field' },
  'segment-not-found': { status: 404, title: 'There is no such segment' },
  'import-not-found': { status: 404, title: 'There is no such import' },
  'broadcast-not-found': { status: 404, title: 'There is no such broadcast' },
  'body-too-slow': { status: 408, title: 'The body took too long to arrive' },
  'flow-exists': { status: 409, title: 'There is a flow with this id already' },
  'stale-revision': { status: 409, title: 'Somebody else has saved the flow in the meantime' },
  'flow-has-conversations': { status: 409, title: 'Conversations are under way on this flow' },
  'template-exists': { status: 409, title: 'There is a template of this name in this language already' },
  'template-not-editable': { status: 409, title: 'This template cannot be changed now' },
  'flow-not-published': { status: 409, title: 'The flow is not published' },
  'number-exists': { status: 409, title: 'This number was added before' },
  'held-by-a-person': { status: 409, title: 'A person holds this conversation' },
  'taken-by': { status: 409, title: 'Somebody else has this conversation' },
  'window-closed': { status: 409, title: 'The 24-hour window has closed: only a template may be sent' },
  'no-consent': { status: 409, title: 'The person has not agreed to messages of this kind' },
  'opted-out': { status: 409, title: 'The person does not want messages of this kind' },
  'no-flow-yet': { status: 409, title: 'No flow has run in this conversation' },
  'nobody-holds-it': { status: 409, title: 'No person holds this conversation' },
  'label-exists': { status: 409, title: 'There is a label with this name already' },
  'shortcut-taken': { status: 409, title: 'There is a canned reply with this shortcut already' },
  'too-late-to-undo': { status: 409, title: 'It can no longer be undone' },
  'person-exists': { status: 409, title: 'There is a person with this address already' },
  'last-administrator': { status: 409, title: 'Nobody else is an administrator' },
  'team-exists': { status: 409, title: 'There is a team with this id or name already' },
  'second-factor-exists': { status: 409, title: 'There is a second factor already' },
  'contacts-both-reachable': {
    status: 409,
    title: 'Each of the two contacts has a phone number of its own, so they are not made one',
  },
  'contact-is-same': { status: 409, title: 'A contact cannot be made one with itself' },
  'contact-busy': { status: 409, title: 'Something is under way with one of the contacts: try again' },
  'field-exists': { status: 409, title: 'There is a field with this id already' },
  'segment-exists': { status: 409, title: 'There is a segment with this name already' },
  'import-has-begun': { status: 409, title: 'The import has begun already' },
  'broadcast-state-wrong': { status: 409, title: 'The broadcast is not in a state for this' },
  'broadcast-test-refused': { status: 409, title: 'The test was not sent' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'body-not-accepted': { status: 415, title: 'The body must be application/json' },
  'file-not-accepted': { status: 415, title: 'WhatsApp does not take files of this kind' },
  'contact-value-wrong': { status: 422, title: 'A value is not one that the field takes' },
  'rate-card-not-found': { status: 404, title: 'There is no such rate card' },
  'rate-card-wrong': { status: 422, title: 'The rate card cannot be read: `faults` say where' },
  'file-unreadable': { status: 422, title: 'The file cannot be read as a table with a heading' },
  'flow-unreadable': { status: 422, title: 'The machine cannot be read as a flow' },
  'template-has-errors': {
    status: 422,
    title: 'WhatsApp would reject the template, so it was not submitted',
  },
  'template-refused': { status: 422, title: 'WhatsApp refused it' },
  'flow-has-errors': { status: 422, title: 'The flow has errors, so it was not published' },
  'message-not-sendable': { status: 422, title: 'WhatsApp would not take this message' },
  'flows-clash': { status: 422, title: 'These flows cannot all answer on this number' },
  'token-not-usable': { status: 422, title: 'The token was not taken' },
  'number-not-connected': { status: 422, title: 'The number could not be connected' },
  'test-not-sent': { status: 422, title: 'WhatsApp did not take the message' },
  'whatsapp-refused': { status: 502, title: 'WhatsApp did not do it' },
  'tests-failed': { status: 422, title: 'Tests of the flow fail, so it was not published' },
  'flow-id-differs': { status: 422, title: 'The machine has the id of another flow' },
  'revision-missing': { status: 428, title: 'The revision that was edited is missing' },
  'too-many-wrong-keys': { status: 429, title: 'Too many wrong API keys came from this address' },
  'too-many-tries': { status: 429, title: 'There were too many tries' },
  'too-many-listeners': { status: 503, title: 'Too many are listening to this process' },
  'file-not-reachable': { status: 502, title: 'WhatsApp did not give or take the file' },
  'whatsapp-no-answer': { status: 502, title: 'WhatsApp did not answer' },
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
