import { createServer } from 'node:http';
import { isSignedBy } from '@parley/runtime/whatsapp/signature.ts';
import pg from 'pg';
import { Agent } from 'undici';
import { z } from 'zod';

/*
 * The least that anybody could do with a webhook: verify its signature and answer through Graph. `durable` adds one commit for each
 * message, by one prepared statement, before the 200; `batched` one commit for all messages that wait for one.
 */

const Orders = z.strictObject({
  kind: z.enum(['floor', 'durable', 'batched']),
  graphUrl: z.string(),
  appSecret: z.string(),
  databaseUrl: z.string(),
});
export type FloorOrders = z.infer<typeof Orders>;

type Message = { from: string; id: string };
type Body = {
  entry: { changes: { value: { metadata: { phone_number_id: string }; messages?: Message[] } }[] }[];
};

const CONNECTIONS = 10;
const REPLY = { type: 'text', text: { body: 'What can we do for you?' }, messaging_product: 'whatsapp' };

process.once('message', async (orders) => {
  const { kind, graphUrl, appSecret, databaseUrl } = Orders.parse(orders);
  const agent = new Agent({ connections: 96, pipelining: 1 });
  const pool = new pg.Pool({ connectionString: databaseUrl, max: CONNECTIONS });
  await pool.query('create table if not exists kept (id text primary key, body jsonb not null)');
  const store = { floor: async () => {}, durable: one(pool), batched: many(pool) }[kind];

  const answer = async (phoneNumberId: string, to: string) => {
    const { body } = await agent.request({
      ...{ origin: graphUrl, path: `/v25.0/${phoneNumberId}/messages`, method: 'POST' },
      headers: { authorization: 'Bearer token', 'content-type': 'application/json' },
      body: JSON.stringify({ ...REPLY, to }),
    });
    await body.json();
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const bytes = Buffer.concat(chunks);
      const signature = request.headers['x-hub-signature-256'];
      if (!isSignedBy(bytes, typeof signature === 'string' ? signature : undefined, [appSecret])) {
        response.writeHead(401).end();
        return;
      }
      const { entry }: Body = JSON.parse(bytes.toString());
      const values = entry.flatMap(({ changes }) => changes.map(({ value }) => value));
      for (const { messages } of values) for (const message of messages ?? []) await store(message);
      response.writeHead(200).end();
      for (const { metadata, messages } of values) {
        for (const { from } of messages ?? []) await answer(metadata.phone_number_id, from);
      }
    });
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    process.send?.({ webhookUrl: `http://127.0.0.1:${port}/`, pid: process.pid });
  });
});
process.on('disconnect', () => process.exit());

function one(pool: pg.Pool) {
  return async (message: Message) => {
    await pool.query({
      name: 'keep',
      text: 'insert into kept (id, body) values ($1, $2) on conflict do nothing',
      values: [message.id, JSON.stringify(message)],
    });
  };
}

function many(pool: pg.Pool) {
  let waiting: { message: Message; done: () => void }[] = [];
  let isUnderWay = false;
  const run = async () => {
    isUnderWay = true;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      await pool.query({
        name: 'keep-many',
        text: 'insert into kept (id, body) select * from unnest($1::text[], $2::jsonb[]) on conflict do nothing',
        values: [group.map(({ message }) => message.id), group.map(({ message }) => JSON.stringify(message))],
      });
      for (const { done } of group) done();
    }
    isUnderWay = false;
  };
  return (message: Message) =>
    new Promise<void>((done) => {
      waiting.push({ message, done });
      if (!isUnderWay) void run();
    });
}
