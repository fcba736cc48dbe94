import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { wouldGoOnInVain } from '../conversation/begins-freely.ts';
import { findConversation } from '../conversation/find-conversation.ts';
import type { Database } from '../db/tables.ts';
import { handBack } from '../escalation/hand-back.ts';
import { assign, type OwnDeps, release } from '../escalation/own.ts';
import { isVisible } from '../escalation/visible.ts';
import type { Caller } from '../people/caller.ts';
import { createMachineCache } from '../turn/machine-cache.ts';
import { labelConversation } from './labels.ts';
import { type Snooze, snooze, snoozeOf } from './own-marks.ts';

/** So long it can be undone. What cannot be undone once it is done, handing back to the bot, is done when that time is over. */
export const UNDO_MS = 10_000;

export type BulkAct =
  | { act: 'assign'; to: string }
  | { act: 'label'; add: readonly string[]; remove: readonly string[] }
  | { act: 'snooze'; until: Snooze }
  | { act: 'resolve'; outcome?: string | undefined };

/** One thing to do to one conversation: to undo what was done, or, in an act that is pending, to do it. */
const Step = z.discriminatedUnion('act', [
  z.object({ act: z.literal('assign'), id: z.uuid(), to: z.string(), from: z.string() }),
  z.object({ act: z.literal('release'), id: z.uuid(), from: z.string() }),
  z.object({ act: z.literal('back'), id: z.uuid(), from: z.string() }),
  z.object({ act: z.literal('label'), id: z.uuid(), add: z.array(z.string()), remove: z.array(z.string()) }),
  z.object({
    act: z.literal('snooze'),
    id: z.uuid(),
    until: z.iso.datetime().or(z.literal('until-reply')).nullable(),
  }),
  z.object({ act: z.literal('resolve'), id: z.uuid(), outcome: z.string().optional() }),
]);
type Step = z.infer<typeof Step>;

export type BulkDone = {
  /** Conversations that it was done to, or will be. */
  done: string[];
  /** Those that are not there, not for the caller to see, or nobody's to hand back. */
  refused: string[];
  /** What undoes all of it; null when nothing was done. */
  token: string | null;
};

/**
 * Does one thing to many conversations, each on its own: one that refuses keeps the others from nothing. Who has somebody's conversation
 * meanwhile is not touched by undoing.
 */
export async function doToMany(
  deps: OwnDeps,
  caller: Caller,
  by: string,
  ids: readonly string[],
  act: BulkAct,
): Promise<BulkDone> {
  const steps: Step[] = [];
  const done: string[] = [];
  const refused: string[] = [];
  for (const id of new Set(ids)) {
    const conversation = await findConversation(deps.db, id);
    const isThere = conversation !== null && (await isVisible(deps.db, conversation, caller));
    const undo = isThere ? await doToOne(deps, conversation, by, act) : null;
    if (undo === null) refused.push(id);
    else {
      done.push(id);
      if (undo) steps.push(undo);
    }
  }
  if (steps.length === 0) return { done, refused, token: null };
  const token = randomUUID();
  await sql`
    insert into desk_acts (token, person_id, steps, is_pending, due_at)
    values (${token}, ${by}, ${JSON.stringify(steps)}, ${act.act === 'resolve'},
      now() + ${UNDO_MS}::integer * interval '1 millisecond')
  `.execute(deps.db);
  return { done, refused, token };
}

type Where = { lane: number; id: string; held: boolean };

/** Returns how it is undone, `undefined` when nothing has changed, null when it is refused. */
async function doToOne(
  deps: OwnDeps,
  { lane, id, held }: Where,
  by: string,
  act: BulkAct,
): Promise<Step | undefined | null> {
  switch (act.act) {
    case 'assign': {
      const before = await ownerOf(deps.db, lane, id);
      const assigned = await assign(deps, { conversationId: id, to: act.to, by });
      if (!assigned.ok) return null;
      if (!assigned.isNew) return undefined;
      if (before !== null) return { act: 'assign', id, to: before, from: act.to };
      return { act: held ? 'release' : 'back', id, from: act.to };
    }
    case 'label': {
      const changed = await labelConversation(deps.db, { lane, id }, act, by);
      if (changed.add.length + changed.remove.length === 0) return undefined;
      return { act: 'label', id, add: [...changed.remove], remove: [...changed.add] };
    }
    case 'snooze': {
      const before = await snooze(deps.db, { lane, id }, { until: act.until, by });
      return { act: 'snooze', id, until: before instanceof Date ? before.toISOString() : before };
    }
    case 'resolve':
      return held ? { act: 'resolve', id, ...(act.outcome !== undefined && { outcome: act.outcome }) } : null;
  }
}

async function ownerOf(db: Kysely<Database>, lane: number, id: string): Promise<string | null> {
  const row = await db
    .selectFrom('conversations')
    .select('owner')
    .where('lane', '=', lane)
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.owner ?? null;
}

/** Undoes what this token was given for; null when it is too late, or was undone before. Only for whoever did it. */
export async function undo(deps: OwnDeps, by: string, token: string): Promise<string[] | null> {
  const { rows } = await sql<{ steps: unknown; is_pending: boolean }>`
    delete from desk_acts where token = ${token} and person_id = ${by} and due_at > now() returning steps, is_pending
  `.execute(deps.db);
  const [row] = rows;
  if (!row) return null;
  const steps = z.array(Step).parse(row.steps);
  if (!row.is_pending) for (const step of steps) await doStep(deps, step, by);
  return steps.map(({ id }) => id);
}

/** While one process does what is due, no other does; if it ends meanwhile, it is done again after so long. */
const LEASE_S = 60;

/** Does what nobody has undone in time, and forgets what can no longer be undone. Returns the conversations. */
export async function doDue(deps: OwnDeps): Promise<string[]> {
  await sql`delete from desk_acts where due_at <= now() and not is_pending`.execute(deps.db);
  const { rows } = await sql<{ token: string; person_id: string; steps: unknown }>`
    update desk_acts set due_at = now() + ${LEASE_S}::integer * interval '1 second'
    where token = (
      select token from desk_acts where due_at <= now() and is_pending order by due_at limit 1 for update skip locked
    )
    returning token, person_id, steps
  `.execute(deps.db);
  const [row] = rows;
  if (!row) return [];
  const steps = z.array(Step).parse(row.steps);
  for (const step of steps) await doStep(deps, step, row.person_id);
  await deps.db.deleteFrom('desk_acts').where('token', '=', row.token).execute();
  return steps.map(({ id }) => id);
}

async function doStep(deps: OwnDeps, step: Step, by: string): Promise<void> {
  const conversation = await findConversation(deps.db, step.id);
  if (!conversation) return;
  const { lane, id } = conversation;
  if ('from' in step && (await ownerOf(deps.db, lane, id)) !== step.from) return;
  switch (step.act) {
    case 'assign':
      await assign(deps, { conversationId: id, to: step.to, by });
      return;
    case 'release':
      await release(deps, { conversationId: id, by: step.from });
      return;
    case 'back':
      await handBack(deps, { conversationId: id, by, outcome: undefined, how: 'exit' });
      return;
    case 'label':
      await labelConversation(deps.db, { lane, id }, step, by);
      return;
    case 'snooze': {
      await snooze(deps.db, { lane, id }, { until: snoozeOf(step.until), by });
      return;
    }
    case 'resolve': {
      // Nobody is there to be told that the flow has something to say that would not arrive: then it ends.
      const isInVain = await wouldGoOnInVain(deps.db, createMachineCache(1), { lane, id });
      await handBack(deps, {
        conversationId: id,
        by,
        outcome: step.outcome,
        how: isInVain ? 'end' : 'exit',
      });
      return;
    }
  }
}
