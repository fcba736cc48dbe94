import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';

/** One webhook as it came in, bytes untouched. */
export type Received = { body: string; signature: string | null; json: Envelope };

type Envelope = {
  object: string;
  entry: {
    id: string;
    time?: number;
    changes: { field: string; value: Value & Record<string, unknown> }[];
  }[];
};
type Value = {
  metadata?: { display_phone_number: string; phone_number_id: string };
  contacts?: Record<string, unknown>[];
  messages?: ({ type: string; id: string; timestamp: string } & Record<string, unknown>)[];
  statuses?: ({ id: string; status: string; timestamp: string } & Record<string, unknown>)[];
};

/** A product's webhook endpoint that only writes down what it gets. `answer` decides the status of each POST. */
export async function startReceiver(verifyToken: string) {
  const received: Received[] = [];
  const receiver = {
    url: '',
    received,
    answer: (_count: number): number | Promise<number> => 200,
    /** Every message or status so far, flat. */
    messages: () => values(received).flatMap((value) => value.messages ?? []),
    statuses: () => values(received).flatMap((value) => value.statuses ?? []),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
  const app = new Hono()
    .get('/hook', (c) =>
      c.req.query('hub.verify_token') === verifyToken
        ? c.text(c.req.query('hub.challenge') ?? '')
        : c.text('wrong token', 403),
    )
    .post('/hook', async (c) => {
      const body = await c.req.text();
      const json: Envelope = JSON.parse(body);
      const signature = c.req.header('x-hub-signature-256') ?? null;
      const status = await receiver.answer(received.push({ body, signature, json }));
      return new Response(null, { status });
    });
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false });
  receiver.url = await new Promise<string>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/hook`);
    });
  });
  return receiver;
}

function values(received: Received[]): Value[] {
  return received.flatMap(({ json }) =>
    json.entry.flatMap((entry) => entry.changes.map((change) => change.value)),
  );
}
