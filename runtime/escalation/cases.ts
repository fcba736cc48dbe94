import type { Kysely } from 'kysely';
import type { CasePriority, CaseStatus, Database } from '../db/tables.ts';
import type { Work } from '../inbox/enqueue.ts';
import { UNFINISHED } from './case-rows.ts';
import { handBack } from './hand-back.ts';
import { SYSTEM } from './history.ts';

/** A person was asked to take over and has not handed back yet. */
export type OpenCase = {
  /** `<lane>.<id>`. */
  caseId: string;
  conversationId: string;
  channelId: string;
  contactId: string;
  contactName: string;
  /** The node that asked; where a person took over unasked, the one that the flow stood at, or ''. */
  node: string;
  team: string | null;
  /** What the flow has to say about it. */
  summary: string | null;
  status: CaseStatus;
  priority: CasePriority;
  reason: string | null;
  /** Who has it. */
  assignee: string | null;
  openedAt: Date;
  acknowledgedAt: Date | null;
  answeredAt: Date | null;
  /** The contact's last message. */
  lastInboundAt: Date | null;
  /** The deadlines that were missed. */
  alarms: string[];
  /** When the contact was told that nobody could answer. */
  noticedAt: Date | null;
  /** The session's variables when the case was opened, and the ports it had taken. */
  collected: { [variable: string]: unknown };
  path: { node: string; port: string }[];
};

export type CaseFilter = {
  /** Those in which there is something to do, unless told. */
  status?: readonly CaseStatus[] | undefined;
  /** '' for cases of no team. */
  teams?: readonly string[] | null | undefined;
  /** A person's id; null for cases that nobody has. */
  assignee?: string | null | undefined;
  priority?: CasePriority | undefined;
  numberId?: string | undefined;
  /** Only those that this person may see: of their teams, or of conversations that they have. Null: all. */
  seenBy?: { id: string; teams: readonly string[] } | null | undefined;
  /** Only those of one conversation. */
  conversation?: { lane: number; id: string } | undefined;
};

/** Cases, those without an answer before the others, and among each those that wait longest first. */
export async function openCases(
  db: Kysely<Database>,
  limit = 100,
  filter: CaseFilter = {},
): Promise<OpenCase[]> {
  const { status = UNFINISHED, teams = null, assignee, priority, numberId, conversation } = filter;
  const { seenBy = null } = filter;
  const rows = await db
    .selectFrom('cases as k')
    .innerJoin('conversations as c', (join) =>
      join.onRef('c.lane', '=', 'k.lane').onRef('c.id', '=', 'k.conversation_id'),
    )
    .innerJoin('contacts as p', 'p.id', 'c.contact_id')
    .select(['k.lane', 'k.id', 'k.conversation_id', 'k.node', 'k.team', 'k.summary', 'k.opened_at'])
    .select(['k.status', 'k.priority', 'k.reason', 'k.assignee', 'k.acknowledged_at', 'k.answered_at'])
    .select(['k.alarms', 'k.noticed_at', 'k.collected', 'k.path'])
    .select(['c.channel_id', 'c.contact_id', 'c.last_inbound_at', 'p.name'])
    .where('k.status', 'in', [...status])
    .$if(teams !== null, (query) =>
      query.where(({ fn, val }) => fn.coalesce('k.team', val('')), 'in', [...(teams ?? []), NEVER_A_TEAM]),
    )
    .$if(seenBy !== null, (query) =>
      query.where(({ or, eb }) =>
        or([
          eb('c.owner', '=', seenBy?.id ?? ''),
          eb('k.team', 'in', [...(seenBy?.teams ?? []), NEVER_A_TEAM]),
        ]),
      ),
    )
    .$if(assignee === null, (query) => query.where('k.assignee', 'is', null))
    .$if(typeof assignee === 'string', (query) => query.where('k.assignee', '=', assignee ?? ''))
    .$if(priority !== undefined, (query) => query.where('k.priority', '=', priority ?? 'normal'))
    .$if(numberId !== undefined, (query) => query.where('c.channel_id', '=', numberId ?? ''))
    .$if(conversation !== undefined, (query) =>
      query
        .where('k.lane', '=', conversation?.lane ?? 0)
        .where('k.conversation_id', '=', conversation?.id ?? ''),
    )
    .orderBy((order) => order('k.answered_at', 'is not', null))
    .orderBy('k.opened_at')
    .orderBy('k.id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    caseId: `${row.lane}.${row.id}`,
    conversationId: row.conversation_id,
    channelId: row.channel_id,
    contactId: row.contact_id,
    contactName: row.name,
    node: row.node,
    team: row.team,
    summary: row.summary,
    status: row.status,
    priority: row.priority,
    reason: row.reason,
    assignee: row.assignee,
    openedAt: row.opened_at,
    acknowledgedAt: row.acknowledged_at,
    answeredAt: row.answered_at,
    lastInboundAt: row.last_inbound_at,
    alarms: row.alarms,
    noticedAt: row.noticed_at,
    collected: row.collected ?? {},
    path: row.path ?? [],
  }));
}

/** Somebody limited to no team at all sees nothing; a list in SQL needs an element. */
const NEVER_A_TEAM = '\u0001';

export type CaseDeps = {
  db: Kysely<Database>;
  /** The agent's word waits in the inbox: there is a turn to take. */
  onResolved?: (lane: number) => void;
};

/**
 * Somebody hands the conversation back to its flow, with a word on how it went; see `hand-back.ts`. False when nobody has it and no case
 * is open.
 */
export async function resolveCase(
  { db, onResolved }: CaseDeps,
  conversationId: string,
  outcome?: string,
  by: string = SYSTEM,
): Promise<boolean> {
  const wake = (work: Work[]) => {
    for (const { lane } of work) onResolved?.(lane);
  };
  const handed = await handBack({ db, wake }, { conversationId, by, outcome, how: 'exit' });
  return handed.ok;
}
