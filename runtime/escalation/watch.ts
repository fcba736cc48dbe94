import { windowAt } from '@parley/flows/window.ts';
import { type Kysely, sql } from 'kysely';
import { retriedTransaction } from '../db/retried-transaction.ts';
import type { CaseStatus, Database } from '../db/tables.ts';
import { enqueue, type Work } from '../inbox/enqueue.ts';
import { queueLetters } from './alarm-letters.ts';
import { isAvailable, readTeams, type TeamNow } from './availability.ts';
import { UNFINISHED } from './case-rows.ts';
import { chooseAgent } from './choose-agent.ts';
import {
  backAt,
  type Deadline,
  deadlinesOf,
  isNoticed,
  type WatchedCase,
  type WindowNews,
  windowNews,
} from './deadlines.ts';
import { handBackLocked } from './hand-back.ts';
import { record, SYSTEM } from './history.ts';
import { type LockedConversation, lockConversation } from './locked-conversation.ts';
import { assignLocked, releaseLocked } from './own.ts';
import { NO_TEAM } from './team-service.ts';
import { noticeFor } from './words.ts';

export type WatchDeps = {
  db: Kysely<Database>;
  /** These conversations have something to do. */
  wake?: (work: Work[]) => void;
  /** Letters are sent: those who want some are to hear of alarms by them. */
  writesLetters?: boolean;
};

/** Cases that are looked at in one round. */
const BATCH = 50;
/** A case is looked at again after this at the latest: what the contact writes moves its deadlines without telling anybody. */
const LOOK_AGAIN_MS = 15 * 60_000;
/** One that nobody could be found for. */
const ASSIGN_AGAIN_MS = 15_000;

/**
 * Looks at the cases of one lane that are due by the database's clock: gives them to people, raises the alarms of deadlines that were
 * missed, tells the contact when nobody has answered, and gives back to the bot what has fallen silent. Any number of processes may do
 * this at once: each case is looked at with its conversation's row locked, so everything happens once. Returns how many were due.
 */
export async function watchCases(
  { db, wake, writesLetters = false }: WatchDeps,
  lane: number,
): Promise<number> {
  const { rows } = await sql<{ id: string; conversation_id: string }>`
    select id, conversation_id from cases
    where lane = ${lane} and status in ('requested', 'assigned', 'answered') and due_at <= now()
    order by due_at limit ${BATCH}
  `.execute(db);
  for (const { id, conversation_id } of rows) {
    const hasWork = await retriedTransaction(db, (tx) =>
      watchOne(tx, { lane, caseId: id, conversationId: conversation_id, writesLetters }),
    );
    if (hasWork) wake?.([{ lane, conversationId: conversation_id }]);
  }
  return rows.length;
}

/** True when the conversation has something to do now. */
async function watchOne(
  tx: Kysely<Database>,
  {
    lane,
    caseId,
    conversationId,
    writesLetters,
  }: { lane: number; caseId: string; conversationId: string; writesLetters: boolean },
): Promise<boolean> {
  const conversation = await lockConversation(tx, lane, conversationId);
  const row = await readDue(tx, lane, caseId);
  if (!row) return false;
  if (!conversation) {
    await lookAgain(tx, lane, caseId, null);
    return false;
  }
  // One at a time for a team, so that nobody gets more than they have room for.
  await sql`select from team_service where team = ${row.team} for update`.execute(tx);
  const team = (await readTeams(tx, [row.team])).get(row.team);
  if (!team) throw new Error(`nothing is known of the team ${row.team}`);
  const one = { ...row, ...timesOf(conversation) };
  return act(tx, { conversation, caseId, one, team, name: row.team, writesLetters });
}

type Due = Omit<WatchedCase, 'lastInboundAt' | 'ownedAt'> & { team: string };

async function readDue(tx: Kysely<Database>, lane: number, caseId: string): Promise<Due | null> {
  const { rows } = await sql<{
    team: string;
    status: CaseStatus;
    opened_at: Date;
    acknowledged_at: Date | null;
    answered_at: Date | null;
    last_answer_at: Date | null;
    noticed_at: Date | null;
    alarms: string[];
  }>`
    select coalesce(team, ${NO_TEAM}) as team, status, opened_at, acknowledged_at, answered_at, last_answer_at, noticed_at, alarms
    from cases
    where lane = ${lane} and id = ${caseId} and status = any(${UNFINISHED}::text[]) and due_at <= now()
  `.execute(tx);
  const [row] = rows;
  if (!row) return null;
  return {
    team: row.team,
    status: row.status,
    openedAt: row.opened_at,
    acknowledgedAt: row.acknowledged_at,
    answeredAt: row.answered_at,
    lastAnswerAt: row.last_answer_at,
    noticedAt: row.noticed_at,
    alarms: row.alarms,
  };
}

function timesOf({ lastInboundAt, ownedAt }: LockedConversation) {
  return { lastInboundAt, ownedAt };
}

type Scene = {
  conversation: LockedConversation;
  caseId: string;
  one: WatchedCase;
  team: TeamNow;
  name: string;
  writesLetters: boolean;
};

async function act(tx: Kysely<Database>, scene: Scene): Promise<boolean> {
  const { conversation, caseId, one, team } = scene;
  const { lane, now, owner } = conversation;
  const back = backAt(team.service, one, now);
  if (back && back <= now) {
    const how = team.service.afterSilence?.how ?? 'end';
    await handBackLocked(tx, conversation, { by: SYSTEM, outcome: 'silence', how });
    return true;
  }
  const deadlines = deadlinesOf(team.service, one);
  const missed = deadlines.filter(({ at, alarm }) => at <= now && !one.alarms.includes(alarm));
  await raise(tx, scene, missed);
  const news = windowNews(team.service, one);
  await tellHolder(
    tx,
    scene,
    news.filter(({ at }) => at <= now),
  );

  const isToBeGiven = owner === null || missed.some(({ kind }) => kind !== 'window');
  const isGiven = isToBeGiven && one.answeredAt === null && (await give(tx, scene));
  const isLast = deadlines.some(({ kind, at }) => kind === 'window' && at <= now);
  const isAlone = missed.length > 0 && !isGiven && !isAvailable(team);
  const isToBeTold = (isLast || isAlone) && !isNoticed(one) && windowAt(one.lastInboundAt, now).open;
  if (isToBeTold) await tellContact(tx, scene);

  const ahead = [...deadlines, ...news].flatMap(({ at }) => (at > now ? [at.getTime()] : []));
  const isWaiting = owner === null && !isGiven && team.service.assignment !== 'pull';
  const soonest = Math.min(
    ...ahead,
    back?.getTime() ?? Number.POSITIVE_INFINITY,
    now.getTime() + (isWaiting ? ASSIGN_AGAIN_MS : LOOK_AGAIN_MS),
  );
  await lookAgain(tx, lane, caseId, new Date(soonest));
  return isToBeTold;
}

async function raise(
  tx: Kysely<Database>,
  { conversation, caseId, one, name, writesLetters }: Scene,
  missed: readonly Deadline[],
): Promise<void> {
  if (missed.length === 0) return;
  const { lane, id, owner } = conversation;
  const alarms = JSON.stringify([...one.alarms, ...missed.map(({ alarm }) => alarm)]);
  await sql`update cases set alarms = ${alarms}::jsonb where lane = ${lane} and id = ${caseId}`.execute(tx);
  await record(
    tx,
    lane,
    missed.map(({ kind, at }) => ({
      ...{ conversationId: id, caseId, kind: 'alarm' as const, who: SYSTEM },
      details: { deadline: kind, at: at.toISOString(), owner },
    })),
  );
  if (!writesLetters) return;
  await queueLetters(tx, { caseRef: `${lane}.${caseId}`, conversationId: id, team: name, owner }, missed);
}

/**
 * Whoever has the conversation hears about its window instead of the flow, once: it stands in the history, which says so itself. Only the
 * newest counts, so that a watch that comes late does not announce what is over.
 */
async function tellHolder(
  tx: Kysely<Database>,
  { conversation, caseId }: Scene,
  due: readonly WindowNews[],
): Promise<void> {
  const news = due.at(-1);
  if (!news) return;
  const { lane, id } = conversation;
  const closesAt = news.closesAt.toISOString();
  const { rows } = await sql`
    select from conversation_events
    where lane = ${lane} and conversation_id = ${id} and kind = ${news.kind} and details ->> 'closesAt' = ${closesAt}
    limit 1
  `.execute(tx);
  if (rows.length > 0) return;
  await record(tx, lane, [
    {
      conversationId: id,
      caseId,
      kind: news.kind,
      who: SYSTEM,
      details: { closesAt, owner: conversation.owner },
    },
  ]);
}

/** To the next person of the team, by its rule; false when there is nobody, or people take cases themselves. */
async function give(tx: Kysely<Database>, { conversation, team, name }: Scene): Promise<boolean> {
  const { service, agents, isServed, lastAssigned } = team;
  if (service.assignment === 'pull' || !isServed) return false;
  const to = chooseAgent(agents, service.assignment, { last: lastAssigned, except: conversation.owner });
  if (to === null) return false;
  await assignLocked(tx, conversation, { to, by: SYSTEM, details: { how: service.assignment } });
  await tx.updateTable('team_service').set({ last_assigned: to }).where('team', '=', name).execute();
  return true;
}

/** In its turn the flow says how else to reach somebody, or we that nobody could answer. Until then nobody has the conversation. */
async function tellContact(tx: Kysely<Database>, { conversation, caseId, team }: Scene): Promise<void> {
  const { lane, id, owner, ownedAt, lastInboundAt, locale } = conversation;
  if (owner !== null) await releaseLocked(tx, conversation, SYSTEM);
  const notice = team.service.notice ?? noticeFor(locale);
  await enqueue(tx, [
    {
      lane,
      conversationId: id,
      sessionId: null,
      kind: 'agent',
      source: `absent:${lane}.${caseId}.${lastInboundAt?.getTime() ?? 0}.${ownedAt?.getTime() ?? 0}`,
      input: { type: 'agent.absent' },
      raw: { act: 'absent', notice },
    },
  ]);
}

async function lookAgain(tx: Kysely<Database>, lane: number, caseId: string, at: Date | null): Promise<void> {
  await tx
    .updateTable('cases')
    .set({ due_at: at })
    .where('lane', '=', lane)
    .where('id', '=', caseId)
    .execute();
}
