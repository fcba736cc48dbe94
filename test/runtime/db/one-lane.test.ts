import { once } from 'node:events';
import { createServer } from 'node:http';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import { addChannel } from '@parley/runtime/channel/channels.ts';
import { DISTRIBUTED } from '@parley/runtime/db/distribute.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import { resolveCase } from '@parley/runtime/escalation/cases.ts';
import type { Kysely } from 'kysely';
import pg from 'pg';
import { afterEach, expect, test, vi } from 'vitest';
import { startEmulator } from '../../emulator/emulator.ts';
import { forEachDatabase } from '../../setup/database.ts';
import { KEY, startHere } from '../../walk/parley.ts';
import { flow } from '../shop.ts';

/**
 * Statements that touch a table that is spread over lanes, and do not say by a parameter which lane they mean. On one PostgreSQL they
 * cost nothing; on Citus each goes to several nodes, or is refused. Here stands each with the reason why it may. Those `isTogether` name
 * their lane there.
 */
/** What no message waits for on its way: the inbox of people, which follows it. */
const BESIDE: readonly string[] = [
  'conversation_cards',
  'desk_progress',
  'message_words',
  'conversation_reads',
  'conversation_drafts',
  'conversation_labels',
  'broadcast_recipients',
];

const EXCEPTIONS: readonly { name: string; pattern: RegExp; why: string; isTogether?: true }[] = [
  {
    name: 'accept',
    pattern: /^with event as .* opened as \( insert into conversations/,
    why: 'a webhook brings messages of many people, and one statement stores them; each row brings its lane',
    isTogether: true,
  },
  {
    name: 'whose is this message',
    pattern: /from contact_aliases where .* from conversations where contact_id = p\.id/,
    why: 'a conversation keeps its lane when its contact is merged, so it is found by its contact',
  },
  {
    name: 'which message is this status about',
    pattern: /left join outbox a on a\.lane = t\.lane .* left join outbox b on a\.id is null and b\.wamid/,
    why: 'a status names its row, or only the wamid; a webhook brings statuses of many rows, each with its lane',
  },
  {
    name: 'statuses that bring something new',
    pattern:
      /^update outbox o .* where o\.lane = t\.lane and o\.id = t\.id and o\.channel_id = t\.channel_id/,
    why: 'a webhook brings statuses of many rows, each with its lane',
    isTogether: true,
  },
  {
    name: 'all other statuses',
    pattern: /^with told as .* held as \( .* for no key update of o \), judged as/,
    why: 'a webhook brings statuses of many rows, each with its lane',
  },
  {
    name: 'which node offered this',
    pattern: /left join lateral \( select node, session_id from outbox where wamid = i\.context_id/,
    why: 'the message that a tap belongs to may be in the lane of a conversation that was merged into this one',
  },
  {
    name: 'poll',
    pattern: /^select stage, lane from unnest/,
    why: 'asks which lanes have work; reads an index of what is open, twice a second',
  },
  {
    name: 'which conversation is this',
    pattern: /^select "lane", "id", "held", "merged_into" from "conversations" where "lane" in \(/,
    why: 'the API names a conversation by its id alone, which may be in any lane; once for a call of the API',
  },
];

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

afterEach(() => {
  vi.restoreAllMocks();
});

forEachDatabase((_name, _open, place) => {
  test.each([
    { where: 'on one server', isDistributed: false },
    { where: 'on a distributed one', isDistributed: true },
  ])(
    'every statement on the way of a message names one lane, or stands on the list of those that cannot, $where',
    async ({ isDistributed }) => {
      const exceptions = EXCEPTIONS.filter(({ isTogether }) => !isDistributed || !isTogether);
      const statements = recordStatements();
      const outside = createServer((_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"place":"Berlin"}');
      }).listen(0, '127.0.0.1');
      await once(outside, 'listening');
      const address = outside.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const emulator = await startEmulator({ webhookOrder: 'concurrent' });
      const parley = await startHere(await place(), {
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
        statements.length = 0;

        const people = ['491511', '491512', '491513', '491514'].map((id) => emulator.phone(`${id}00000`));
        const hear = (count: number) =>
          emulator.until(() => people.every(({ messages }) => messages.length >= count), 20_000);
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

        const touching = [...new Set(seen)].filter((statement) => hotTables(statement).length > 0);
        const open = touching.filter((statement) => !namesOneLane(statement));
        const excused = (statement: string) => exceptions.find(({ pattern }) => pattern.test(statement));
        expect(open.filter((statement) => !excused(statement))).toEqual([]);
        const used = new Set(open.map((statement) => excused(statement)?.name));
        expect(exceptions.filter((one) => !used.has(one.name)).map((one) => one.name)).toEqual([]);
        // What has named its lane is most of it, and in every table.
        const named = touching.filter(namesOneLane);
        expect(new Set(named.flatMap((statement) => hotTables(statement).map(({ table }) => table)))).toEqual(
          new Set(DISTRIBUTED.filter((table) => !BESIDE.includes(table))),
        );
      } finally {
        await parley.stop();
        await emulator.close();
        outside.closeAllConnections();
        outside.close();
      }
    },
  );
});

test.each([
  ['update outbox o set status = $1 where o.lane = $2 and o.id = $3', true],
  ['update outbox o set status = $1 where o.id = $3', false],
  ['update "timers" set "fired" = $1 where "lane" = $2', true],
  ['select from inbox i join sessions s on s.id = i.session_id where i.lane = $1', false],
  ['select from inbox i join sessions s on s.lane = i.lane and s.id = i.session_id where i.lane = $1', true],
  ['select from inbox i join sessions s on s.lane = i.lane and s.id = i.session_id', false],
  [
    'insert into outbox (lane, message) select $1, r.message from jsonb_to_recordset($2) as r(message jsonb)',
    true,
  ],
  ['insert into outbox (lane, message) select r.lane, r.message from told r', false],
  ['insert into "cases" ("lane", "node") values ($1, $2)', true],
  ['select from outbox o where o.lane = $1 and exists (select from outbox e where e.id < o.id)', false],
])('the check sees whether a statement names one lane: %s', (statement, isNamed) => {
  expect(hotTables(statement).length).toBeGreaterThan(0);
  expect(namesOneLane(statement)).toBe(isNamed);
});

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

type Mention = { table: string; alias: string; isInsert: boolean };

/** Where a statement names a table that is spread over lanes. */
function hotTables(statement: string): Mention[] {
  const tables = DISTRIBUTED.join('|');
  const mention = new RegExp(
    `\\b(from|join|into|update)\\s+"?(${tables})"?(?![\\w.])(?:\\s+(?:as\\s+)?"?(?!(?:${NO_ALIAS})\\b)(\\w+)"?)?`,
    'g',
  );
  return [...statement.matchAll(mention)].map(([, word, table = '', alias = table]) => ({
    ...{ table, alias, isInsert: word === 'into' },
  }));
}

const NO_ALIAS =
  'where|set|on|order|left|right|inner|cross|join|for|limit|using|group|values|select|union|returning';

/** Whether each mention is bound to a lane that is a parameter, directly or through another mention that is. */
function namesOneLane(statement: string): boolean {
  const mentions = hotTables(statement);
  const lane = (alias: string) => `"?${alias}"?\\."?lane"?`;
  const isGiven = ({ alias, table, isInsert }: Mention): boolean => {
    if (isInsert) {
      return new RegExp(`into "?${table}"? \\( ?"?lane"?,[^)]*\\) (?:select|values \\() ?\\$\\d+`).test(
        statement,
      );
    }
    const mentionedOnce = mentions.filter((other) => !other.isInsert && other.alias === alias).length;
    const own = statement.match(new RegExp(`${lane(alias)} = \\$\\d+`, 'g')) ?? [];
    if (own.length > 0) return true;
    const plain = statement.match(/(?<![.\w"])"?lane"? = \$\d+/g) ?? [];
    return alias === table && plain.length >= mentionedOnce && mentionedOnce > 0;
  };
  const given = mentions.filter(isGiven);
  const isBound = (mention: Mention) =>
    isGiven(mention) ||
    given.some(({ alias }) =>
      new RegExp(`${lane(mention.alias)} = ${lane(alias)}|${lane(alias)} = ${lane(mention.alias)}`).test(
        statement,
      ),
    );
  return mentions.every(isBound);
}
