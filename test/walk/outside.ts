import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Opened } from '@parley/runtime/calls/guarded-fetch.ts';

/** A call of a flow that waits for its answer. */
export type Call = {
  method: string;
  /** Path and query, the caller's name left out. */
  path: string;
  body: string;
  answer(status: number, json: unknown): void;
  /** Cuts the connection instead. */
  drop(): void;
};

export type Outside = Awaited<ReturnType<typeof startOutside>>;

const HOST = 'outside.example.com';

/**
 * The world that flows call: every call is kept until somebody answers it. The first part of a path says who calls, so that many
 * conversations may call at once.
 */
export async function startOutside() {
  const calls = new Map<string, Call[]>();
  const waiting = new Map<string, ((call: Call) => void)[]>();
  const server = createServer(async (request, response) => {
    const [, caller = '', path = ''] = /^\/([^/]+)(\/.*)$/.exec(request.url ?? '') ?? [];
    const body = await text(request);
    const call = toCall(request.method ?? '', path, body, response);
    const next = waiting.get(caller)?.shift();
    if (next) next(call);
    else calls.set(caller, [...(calls.get(caller) ?? []), call]);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const opened: Opened = {
    ports: [port],
    addresses: ['127.0.0.0/8'],
    resolve: async (host) => (host === HOST ? [{ address: '127.0.0.1', family: 4 }] : []),
  };
  return {
    /** Where it is, as an operator opens it to flows. */
    opened,
    origin: `http://${HOST}:${port}`,
    /** The oldest call of this caller that nobody has taken yet, or the next one. */
    async next(caller: string): Promise<Call> {
      const call = calls.get(caller)?.shift();
      if (call) return call;
      const { promise, resolve } = Promise.withResolvers<Call>();
      waiting.set(caller, [...(waiting.get(caller) ?? []), resolve]);
      return promise;
    },
    /** Calls that nobody has taken. */
    get untaken(): number {
      return [...calls.values()].flat().length;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function toCall(method: string, path: string, body: string, response: ServerResponse): Call {
  return {
    method,
    path,
    body,
    answer: (status, json) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json)),
    drop: () => response.destroy(),
  };
}
