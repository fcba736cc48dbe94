import { DISTRIBUTED } from '@parley/runtime/db/distribute.ts';
import { afterEach, expect, test, vi } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';
import { recordWork } from './recorded-work.ts';

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
      await recordWork(await place(), { isDistributed }, (seen) => {
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
      });
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
