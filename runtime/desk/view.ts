import { WINDOW_MS } from '@parley/flows/window.ts';
import { type RawBuilder, sql } from 'kysely';
import type { Place } from '../conversation/place-in-list.ts';
import type { CasePriority } from '../db/tables.ts';
import { type Caller, visibleTeams } from '../people/caller.ts';

export const VIEWS = ['mine', 'unassigned', 'team', 'all', 'bot', 'snoozed', 'resolved'] as const;
export type View = (typeof VIEWS)[number];

/** What a list shows. Whatever is asked for, a caller sees only what they may. */
export type Filter = {
  view: View;
  /** Those of these teams' open cases; '' for cases of no team. */
  teams?: readonly string[] | undefined;
  owner?: string | undefined;
  numberId?: string | undefined;
  priority?: CasePriority | undefined;
  /** Ids of labels: with any of them. */
  labels?: readonly string[] | undefined;
  contactId?: string | undefined;
  ids?: readonly string[] | undefined;
  onlyOpenWindow?: boolean | undefined;
};

export type Order = 'newest' | 'waiting';

/** The condition on `conversation_cards k` for what a caller may see: theirs, or with a case of one of their teams. Most see everything. */
export function visibleTo(caller: Caller): RawBuilder<boolean> {
  const teams = visibleTeams(caller);
  if (teams === null) return sql<boolean>`true`;
  // The first part says nothing more; PostgreSQL finds by it the indexes that leave out what never was for a person or a team.
  return sql<boolean>`(k.teams <> '{}' or k.owner is not null)
    and (k.owner = ${caller.id} or k.teams && ${[...teams]}::text[])`;
}

/** The condition on `conversation_cards k` for a list. */
export function matches(filter: Filter, caller: Caller): RawBuilder<boolean> {
  const { teams, owner, numberId, priority, labels, contactId, ids, onlyOpenWindow } = filter;
  const conditions = [visibleTo(caller), inView(filter.view, caller)];
  if (teams)
    conditions.push(
      sql<boolean>`(k.case_id is not null and coalesce(k.team, '') = any(${[...teams]}::text[]))`,
    );
  if (owner !== undefined) conditions.push(sql<boolean>`k.owner = ${owner}`);
  if (numberId !== undefined) conditions.push(sql<boolean>`k.channel_id = ${numberId}`);
  if (priority !== undefined) conditions.push(sql<boolean>`k.priority = ${priority}`);
  if (contactId !== undefined) conditions.push(sql<boolean>`k.contact_id = ${contactId}`);
  if (ids) conditions.push(sql<boolean>`k.conversation_id = any(${[...ids]}::uuid[])`);
  if (labels) {
    conditions.push(sql<boolean>`exists (
      select from conversation_labels l
      where l.lane = k.lane and l.conversation_id = k.conversation_id and l.label_id = any(${[...labels]}::text[])
    )`);
  }
  if (onlyOpenWindow) {
    conditions.push(sql<boolean>`exists (
      select from conversations w
      where w.lane = k.lane and w.id = k.conversation_id
        and w.last_inbound_at > now() - ${WINDOW_MS}::integer * interval '1 millisecond'
    )`);
  }
  return sql<boolean>`${sql.join(conditions, sql` and `)}`;
}

const AWAKE = sql`(k.snoozed_until is null or k.snoozed_until <= now())`;

function inView(view: View, caller: Caller): RawBuilder<boolean> {
  switch (view) {
    case 'mine':
      return sql<boolean>`k.owner = ${caller.id} and ${AWAKE}`;
    case 'unassigned':
      return sql<boolean>`k.state = 'waiting' and ${AWAKE}`;
    case 'team':
      // Without teams of one's own to look at: of whichever team.
      return sql<boolean>`k.team is not null and ${AWAKE}`;
    case 'all':
      return sql<boolean>`true`;
    case 'bot':
      return sql<boolean>`k.state = 'bot'`;
    case 'snoozed':
      return sql<boolean>`k.snoozed_until is not null and k.snoozed_until > now()`;
    case 'resolved':
      return sql<boolean>`k.state = 'resolved'`;
  }
}

/** Where the page begins, and how it is sorted. */
export function pageOf(
  order: Order,
  after: Place | null,
): { from: RawBuilder<boolean>; by: RawBuilder<unknown> } {
  const at = after && sql`(timestamptz 'epoch' + ${after.micros}::float8 * interval '1 microsecond')`;
  if (order === 'waiting') {
    return {
      from: at
        ? sql<boolean>`(k.wait_order, k.conversation_id) > (${at}, ${after.id}::uuid)`
        : sql<boolean>`true`,
      by: sql`k.wait_order, k.conversation_id`,
    };
  }
  return {
    from: at ? sql<boolean>`(k.last_at, k.conversation_id) < (${at}, ${after.id}::uuid)` : sql<boolean>`true`,
    by: sql`k.last_at desc, k.conversation_id desc`,
  };
}
