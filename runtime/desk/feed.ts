import { type Kysely, sql } from 'kysely';
import type { CardState, Database } from '../db/tables.ts';

/** A conversation as its card last changed: what is new in it shows in which of these has risen. */
export type CardChange = {
  conversationId: string;
  version: string;
  state: CardState;
  owner: string | null;
  /** Of all its cases: who may see it. */
  teams: string[];
  /** The newest of each kind, as ids of the thread; null for none yet. */
  lastIn: string | null;
  lastOut: string | null;
  lastEvent: string | null;
};

/** What is said of a change to whoever may see the conversation. */
export type ToldChange = Omit<CardChange, 'teams'>;

/** After so many changes it is quicker to read the lists again. */
const MOST_CHANGES = 500;

/**
 * The conversations that have changed after `since`, each once and as it is now, in the order of their changes. There is no end to how far
 * back one can go on: nothing is forgotten, only summed up. `isTooMuch`: there is more, and lists should be read again from `upTo`.
 */
export async function changesSince(
  db: Kysely<Database>,
  since: string,
): Promise<{ changes: CardChange[]; upTo: string; isTooMuch: boolean }> {
  const { rows } = await sql<{
    conversation_id: string;
    version: string;
    state: CardState;
    owner: string | null;
    teams: string[];
    message_id: string;
    outbox_id: string;
    event_id: string;
  }>`
    select conversation_id, version, state, owner, teams, message_id, outbox_id, event_id
    from conversation_cards where version > ${since}::bigint
    order by version, conversation_id limit ${MOST_CHANGES + 1}
  `.execute(db);
  if (rows.length > MOST_CHANGES) return { changes: [], upTo: await newestVersion(db), isTooMuch: true };
  const changes = rows.map((row) => ({
    conversationId: row.conversation_id,
    version: row.version,
    state: row.state,
    owner: row.owner,
    teams: row.teams,
    lastIn: nameOf('in', row.message_id),
    lastOut: nameOf('out', row.outbox_id),
    lastEvent: nameOf('event', row.event_id),
  }));
  return { changes, upTo: changes.at(-1)?.version ?? since, isTooMuch: false };
}

const nameOf = (side: string, id: string) => (id === '0' ? null : `${side}-${id}`);

/** Where the feed stands now. */
export async function newestVersion(db: Kysely<Database>): Promise<string> {
  const { rows } = await sql<{ version: string | null }>`
    select max(version) as version from conversation_cards
  `.execute(db);
  return rows[0]?.version ?? '0';
}

/** Whether somebody may see the conversation of a change; the same as `visibleTo` in SQL. */
export function maySee(
  change: Pick<CardChange, 'owner' | 'teams'>,
  viewer: { id: string; teams: readonly string[] | null },
): boolean {
  if (viewer.teams === null || change.owner === viewer.id) return true;
  return change.teams.some((team) => viewer.teams?.includes(team));
}

export function toldOf({ teams: _, ...change }: CardChange): ToldChange {
  return change;
}
