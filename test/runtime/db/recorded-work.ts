import { once } from 'node:events';
import { createServer } from 'node:http';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import { addChannel } from '@parley/runtime/channel/channels.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import { resolveCase } from '@parley/runtime/escalation/cases.ts';
import type { Kysely } from 'kysely';
import pg from 'pg';
import { vi } from 'vitest';
import { startEmulator } from '../../emulator/emulator.ts';
import type { DatabasePlace } from '../../setup/database.ts';
import { KEY, startHere } from '../../walk/parley.ts';
import { flow } from '../shop.ts';

const at: [number, number] = [0, 0];
const say = (body: string) => ({
  type: 'message' as const,
  at,
  bubbles: [{ id: 'a', message: { type: 'text' as const, body } }],
});

/** Goes through everything that moves a session: a question, a tap, a timer, a call, a person, and a message that fails. */
const everything = (port: number) =>
  flow(
    'everything',
    {
      ask: {
        type: 'buttons',
        at,
        body: 'Tea?',
        buttons: [
          { id: 'yes', title: 'Yes' },
          { id: 'no', title: 'No' },
        ],
      },
      wait: { type: 'wait', at, until: { kind: 'duration', duration: 'PT1S' } },
      call: {
        type: 'request',
        at,
        method: 'GET',
        url: `http://127.0.0.1:${port}/`,
        save: [{ variable: 'said', from: 'response.body.place' }],
      },
      told: say('In {{said}}.'),
      lost: say('Nobody knows.'),
      help: { type: 'escalation', at, text: 'Somebody comes.', contact: { method: 'agent' } },
      bye: say('Goodbye.'),
      end: { type: 'end', at },
    },
    {
      ask: { yes: 'wait', no: 'end', other: 'ask' },
      wait: { elapsed: 'call' },
      call: { answered: 'told', failed: 'lost' },
      told: { next: 'help' },
      lost: { next: 'help' },
      help: { resolved: 'bye' },
      bye: { next: 'end' },
    },
    { globals: { escalation: 'help' } },
  );

/**
 * Every statement that the work makes while four people go through all of that, on one line each. `check` is called before the
 * database is closed. The spy on the driver is the caller's to restore.
 */
export async function recordWork(
  place: DatabasePlace,
  { isDistributed = false, prepare }: { isDistributed?: boolean; prepare?: () => Promise<void> },
  check: (statements: string[], db: Kysely<Database>) => Promise<void> | void,
): Promise<void> {
  const statements = recordStatements();
  const outside = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"place":"Berlin"}');
  }).listen(0, '127.0.0.1');
  await once(outside, 'listening');
  const address = outside.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const emulator = await startEmulator({ webhookOrder: 'concurrent' });
  const parley = await startHere(place, {
    graphUrl: emulator.url,
    opened: { ports: [port], addresses: ['127.0.0.0/8'] },
    pollMs: 50,
    isDistributed,
  });
  emulator.webhookUrl = parley.webhookUrl;
  try {
    const { phoneNumberId, accessToken, appSecret } = emulator;
    const number = { phoneNumberId, accessToken, appSecret, throughput: 80 };
    const channel = await addChannel(parley.db, KEY, number);
    const channelId = channel?.id ?? '';
    await publish(parley.db, channelId, everything(port));
    // What was stored before, for the number that there is now.
    await prepare?.();
    statements.length = 0;

    const people = ['491511', '491512', '491513', '491514'].map((id) => emulator.phone(`${id}00000`));
    const hear = (count: number) =>
      emulator.until(() => people.every(({ messages }) => messages.length >= count), 20_000);
    // What is told twice brings nothing new the second time.
    emulator.faults.nextWebhook({ kind: 'duplicate' }, { times: 2, match: { holds: 'statuses' } });
    for (const person of people) await person.text('hello');
    await hear(1);
    for (const person of people) await person.tap('Yes');
    await hear(3);
    // The test's own questions are not the product's.
    const seen = [...statements];
    const conversations = await parley.db.selectFrom('conversations').select('id').execute();
    statements.length = 0;
    emulator.faults.next({ kind: 'error', code: 131026 });
    for (const { id } of conversations) await resolveCase({ db: parley.db, onResolved: () => {} }, id);
    await emulator.until(() => people.filter(({ messages }) => messages.length >= 4).length >= 3, 20_000);
    await emulator.settled();
    seen.push(...statements);
    await check(seen, parley.db);
  } finally {
    await parley.stop();
    await emulator.close();
    outside.closeAllConnections();
    outside.close();
  }
}

/** Past the proofs: nobody is to be helped by this flow. */
async function publish(db: Kysely<Database>, channelId: string, machine: FlowMachine): Promise<void> {
  const { id } = machine;
  const json = JSON.stringify(machine);
  await db.insertInto('flows').values({ id, name: id, draft: json, published_version: 1 }).execute();
  await db.insertInto('flow_versions').values({ flow_id: id, version: 1, machine: json, hash: id }).execute();
  await db
    .insertInto('channel_flows')
    .values({ channel_id: channelId, flow_id: id, is_default: true })
    .execute();
}

/** Every statement that this process sends to a PostgreSQL from now on, on one line each. */
function recordStatements(): string[] {
  const statements: string[] = [];
  const { query } = pg.Client.prototype;
  vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...args: unknown[]) {
    const [first] = args;
    const text = typeof first === 'object' && first !== null && 'text' in first ? first.text : first;
    if (typeof text === 'string') statements.push(onOneLine(text));
    return Reflect.apply(query, this, args);
  });
  return statements;
}

function onOneLine(statement: string): string {
  return statement
    .replace(/--[^\n]*\n/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
