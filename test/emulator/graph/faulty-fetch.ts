import { setTimeout as pause } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { FaultScript, GraphFault } from '../faults.ts';
import type { GraphRequest } from '../ledger.ts';
import type { World } from '../world.ts';
import { recipientIn } from './graph-env.ts';
import { errorBody, refusal, statusOf } from './graph-error.ts';

type Env = HttpBindings & { record: GraphRequest; afterwards: (() => Promise<void>)[] };
type Fetch = (request: Request, env: Env) => Response | Promise<Response>;

/**
 * Puts scripted faults and the ledger around the Graph API. What a call sets off (statuses) happens once it is
 * answered, or once its connection is gone. `track` is told of all of it, so that a test can wait for quiet.
 */
export function faultyFetch(
  graph: Fetch,
  world: World,
  faults: FaultScript,
  track: (work: Promise<unknown>) => void,
) {
  return async (request: Request, bindings: HttpBindings): Promise<Response> => {
    const { pathname, search } = new URL(request.url);
    const record: GraphRequest = {
      at: world.clock.now(),
      method: request.method,
      path: pathname + search,
      status: null,
    };
    world.ledger.requests.push(record);

    const fault = faults.pending > 0 ? faults.takeForCall(await callOf(request, record)) : null;
    if (fault) record.fault = fault.kind;
    const env: Env = { ...bindings, record, afterwards: [] };

    const before = await instead(fault, world, record);
    if (before === 'reset') return destroyed(env);
    if (before === 'hang') return new Promise<Response>(() => {});
    if (before) {
      record.status = before.status;
      return before;
    }

    const response = await graph(request, env);
    const settle = async () => {
      for (const work of env.afterwards) await work();
    };
    if (fault?.kind === 'status-first') await settle();
    else if (fault?.kind === 'hang') track(settle());
    else if (env.afterwards.length > 0) track(whenGone(env).then(settle));

    if (fault?.kind === 'accept-then-drop') return destroyed(env);
    if (fault?.kind === 'hang') return new Promise<Response>(() => {});
    record.status = response.status;
    if (fault?.kind === 'delay' && fault.accepted) await pause(fault.ms);
    if (fault?.kind === 'garbage') return garbage(fault.body);
    return fault?.kind === 'slow' ? trickle(response, fault.bytesPerSecond) : response;
  };
}

/** What happens in place of processing the call, or null if it is to be processed. */
async function instead(
  fault: GraphFault | null,
  world: World,
  record: GraphRequest,
): Promise<Response | 'reset' | 'hang' | null> {
  switch (fault?.kind) {
    case 'reset':
      return 'reset';
    case 'hang':
      return fault.accepted ? null : 'hang';
    case 'delay':
      if (!fault.accepted) await pause(fault.ms);
      return null;
    case 'garbage':
      return fault.accepted ? null : garbage(fault.body);
    case 'error': {
      const refused = refusal(fault.code, fault.details ?? 'Scripted by the test.');
      const status = fault.status ?? statusOf(fault.code);
      world.ledger.refused.push({
        at: record.at,
        phoneNumberId: record.path.split('/')[2] ?? '',
        to: recipientIn(record.body),
        ...refused,
        status,
        body: record.body,
      });
      return Response.json(errorBody(refused, world.ids.traceId()), { status });
    }
    default:
      return null;
  }
}

async function callOf(request: Request, record: GraphRequest) {
  const isJson = request.headers.get('content-type')?.includes('json') ?? false;
  const body: unknown = isJson
    ? await request
        .clone()
        .json()
        .catch(() => undefined)
    : undefined;
  if (body !== undefined) record.body = body;
  // A mark names no type, but what it does.
  const named =
    typeof body === 'object' && body !== null ? ['type', 'status'].map((key) => Reflect.get(body, key)) : [];
  const type = named.find((value) => typeof value === 'string');
  return {
    method: record.method,
    path: record.path,
    to: recipientIn(body) ?? undefined,
    type,
  };
}

function destroyed({ incoming }: HttpBindings): Response {
  incoming.socket?.destroy();
  return RESPONSE_ALREADY_SENT;
}

function garbage(body?: string): Response {
  if (body !== undefined) return new Response(body, { headers: { 'content-type': 'application/json' } });
  return new Response('<!doctype html><title>Sorry, something went wrong.</title>', {
    headers: { 'content-type': 'text/html; charset=utf-8' },
  });
}

async function trickle(response: Response, bytesPerSecond: number): Promise<Response> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const step = Math.max(1, Math.floor(bytesPerSecond / 10));
  async function* slowly() {
    for (let from = 0; from < bytes.length; from += step) {
      yield bytes.subarray(from, from + step);
      await pause(100);
    }
  }
  return new Response(ReadableStream.from(slowly()), { status: response.status, headers: response.headers });
}

/** Resolves when the answer is out or the caller is gone. */
function whenGone({ outgoing }: HttpBindings): Promise<void> {
  return new Promise((resolve) => {
    if (outgoing.destroyed || outgoing.writableFinished) resolve();
    else outgoing.once('close', () => resolve());
  });
}
