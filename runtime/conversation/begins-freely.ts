import { isFreeForm } from '@parley/flows/message.ts';
import { start } from '@parley/flows/transition.ts';
import { windowAt } from '@parley/flows/window.ts';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { MachineCache } from '../turn/machine-cache.ts';
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
  const seen = await readContact(db, conversation);
  if (!seen || windowAt(seen.last_inbound_at, seen.now).open) return false;
  return beginsFreely(db, machines, flowId, {
    now: seen.now.getTime(),
    contact: { name: seen.name, phone: seen.phone, locale: seen.locale, timezone: seen.timezone },
    windowClosesAt: null,
  });
}

async function beginsFreely(
  db: Kysely<Database>,
  machines: MachineCache,
  flowId: string,
  facts: Parameters<typeof start>[1],
): Promise<boolean> {
  const flow = await db
    .selectFrom('flows')
    .select('published_version')
    .where('id', '=', flowId)
    .executeTakeFirst();
  const version = flow?.published_version ?? null;
  if (version === null) return false;
  const [machine] = await db.transaction().execute((tx) => machines.get(tx, [{ flowId, version }]));
  const effects = machine ? start(machine.load(), facts, '').effects : [];
  return effects.some((effect) => effect.type === 'send' && isFreeForm(effect.message));
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
