import type { Facts } from '@parley/flows/input.ts';
import { isFreeForm } from '@parley/flows/message.ts';
import { isHeldAt, start, transition } from '@parley/flows/transition.ts';
import type { SessionState, Turn } from '@parley/flows/turn.ts';
import { windowAt } from '@parley/flows/window.ts';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { Machine, MachineCache } from '../turn/machine-cache.ts';
import type { FoundConversation } from './find-conversation.ts';

/**
 * Whether a flow that is started now would begin with something that does not arrive: the window is closed, its first words are free-form, and
 * it names no template that re-opens the window. Its turn looks again, and with the values of that moment.
 */
export async function wouldSayInVain(
  db: Kysely<Database>,
  machines: MachineCache,
  conversation: Pick<FoundConversation, 'lane' | 'id'>,
  flowId: string,
): Promise<boolean> {
  const facts = await factsOfClosed(db, conversation);
  return facts !== null && beginsFreely(db, machines, flowId, facts);
}

/**
 * The same for a flow that goes on where it stands when a person hands the conversation back to it: what it says next does not arrive, and
 * nothing re-opens the window for it.
 */
export async function wouldGoOnInVain(
  db: Kysely<Database>,
  machines: MachineCache,
  conversation: Pick<FoundConversation, 'lane' | 'id'>,
): Promise<boolean> {
  const facts = await factsOfClosed(db, conversation);
  if (!facts) return false;
  const session = await db
    .selectFrom('sessions')
    .select(['flow_id', 'version', 'state'])
    .where('lane', '=', conversation.lane)
    .where('conversation_id', '=', conversation.id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (!session) return false;
  const { flow_id: flowId, version } = session;
  const [machine] = await db.transaction().execute((tx) => machines.get(tx, [{ flowId, version }]));
  return machine !== undefined && goesOnFreely(machine, session.state, facts);
}

function goesOnFreely(machine: Machine, state: SessionState, facts: Facts): boolean {
  const loaded = machine.load();
  const type = isHeldAt(loaded, state) ? ('agent.resolved' as const) : ('agent.returned' as const);
  const turn = transition(loaded, state, { type }, facts);
  // Where the flow asks for a person at once again, it says nothing.
  return !turn.held && saysFreely(turn);
}

const saysFreely = ({ effects }: Pick<Turn, 'effects'>) =>
  effects.some((effect) => effect.type === 'send' && isFreeForm(effect.message));

/** Null while the window is open, and where there is no such conversation. */
async function factsOfClosed(
  db: Kysely<Database>,
  conversation: Pick<FoundConversation, 'lane' | 'id'>,
): Promise<Facts | null> {
  const seen = await readContact(db, conversation);
  if (!seen || windowAt(seen.last_inbound_at, seen.now).open) return null;
  return {
    now: seen.now.getTime(),
    contact: { name: seen.name, phone: seen.phone, locale: seen.locale, timezone: seen.timezone },
    windowClosesAt: null,
  };
}

async function beginsFreely(
  db: Kysely<Database>,
  machines: MachineCache,
  flowId: string,
  facts: Facts,
): Promise<boolean> {
  const flow = await db
    .selectFrom('flows')
    .select('published_version')
    .where('id', '=', flowId)
    .executeTakeFirst();
  const version = flow?.published_version ?? null;
  if (version === null) return false;
  const [machine] = await db.transaction().execute((tx) => machines.get(tx, [{ flowId, version }]));
  return machine !== undefined && saysFreely(start(machine.load(), facts, ''));
}

type Seen = {
  last_inbound_at: Date | null;
  now: Date;
  name: string;
  phone: string;
  locale: string;
  timezone: string;
};

async function readContact(
  db: Kysely<Database>,
  { lane, id }: Pick<FoundConversation, 'lane' | 'id'>,
): Promise<Seen | null> {
  const { rows } = await sql<Seen>`
    select c.last_inbound_at, now() as now, p.name, p.phone, p.locale, p.timezone
    from conversations c join contacts p on p.id = c.contact_id
    where c.lane = ${lane} and c.id = ${id}
  `.execute(db);
  return rows[0] ?? null;
}
