import type { CallRequest } from '@parley/flows/turn.ts';
import { type Kysely, sql, type Transaction } from 'kysely';
import { retriedTransaction } from '../db/retried-transaction.ts';
import type { Database } from '../db/tables.ts';
import { type Entry, enqueue } from '../inbox/enqueue.ts';
import { persistently } from '../persistently.ts';
import { callInput } from './call-answer.ts';
import { type Fetched, guardedFetch, type Opened } from './guarded-fetch.ts';

export type CallDeps = {
  db: Kysely<Database>;
  /** What the operator opened to flows, besides the public internet. */
  opened?: Opened;
  /** An answer waits in the inbox: there is a turn to take. */
  onAnswered?: (lane: number) => void;
  /** Awaited between the steps, so that a test can end the process there. */
  at?: (point: string) => Promise<void> | void;
};

/** A lease outlives its request by this much: whoever finds it lapsed knows that the process that made the call is gone. */
const MARGIN_MS = 5_000;
/** A GET that was cut off this many times takes the process with it, or worse. */
const MAX_TRIES = 3;

type Claimed = {
  session_id: string;
  call: string;
  conversation_id: string;
  request: CallRequest;
  attempts: number;
};

/**
 * Make up to `limit` HTTP calls of one lane that sessions wait for, all at once, and put their answers into the inbox. A call
 * that its process died over is made again if it is a GET; any other may have had its effect, so its session is told that
 * nobody knows. Resolves when all are answered, with their number.
 */
export async function makeDueCalls(deps: CallDeps, lane: number, limit: number): Promise<number> {
  const calls = await startDueCalls(deps, lane, limit);
  await Promise.all(calls);
  return calls.length;
}

/** The same without waiting for the answers: a promise for every call that was claimed. */
export async function startDueCalls(deps: CallDeps, lane: number, limit: number): Promise<Promise<void>[]> {
  const claimed = await claim(deps.db, lane, limit);
  if (claimed.length > 0) await deps.at?.('calls.claimed');
  return claimed.map((call) => make(deps, lane, call));
}

async function claim(db: Kysely<Database>, lane: number, limit: number): Promise<Claimed[]> {
  const { rows } = await sql<Claimed>`
    update calls k
    set attempts = k.attempts + 1,
      leased_until = now() + ((k.request ->> 'timeoutMs')::integer + ${MARGIN_MS}::integer) * interval '1 millisecond'
    from (
      select session_id, call from calls
      where lane = ${lane} and (leased_until is null or leased_until < now())
      order by created_at
      limit ${limit}
      for update skip locked
    ) due
    where k.lane = ${lane} and k.session_id = due.session_id and k.call = due.call
    returning k.session_id, k.call, k.conversation_id, k.request, k.attempts
  `.execute(db);
  return rows;
}

async function make({ db, opened, onAnswered, at }: CallDeps, lane: number, claimed: Claimed): Promise<void> {
  const fetched = await fetchOnce(claimed, opened);
  await at?.('calls.made');
  const store = async (tx: Transaction<Database>) => {
    // Only for the attempt that it was claimed for: after a lapse somebody else answers.
    const mine = await tx
      .deleteFrom('calls')
      .where('lane', '=', lane)
      .where('session_id', '=', claimed.session_id)
      .where('call', '=', claimed.call)
      .where('attempts', '=', claimed.attempts)
      .executeTakeFirst();
    if (mine.numDeletedRows === 0n) return false;
    await enqueue(tx, [entryOf(lane, claimed, fetched)]);
    return true;
  };
  const isStored = await persistently(() => retriedTransaction(db, store));
  if (isStored) onAnswered?.(lane);
}

async function fetchOnce({ request, attempts }: Claimed, opened: Opened | undefined): Promise<Fetched> {
  const mayRepeat = request.method === 'GET' && attempts <= MAX_TRIES;
  if (attempts > 1 && !mayRepeat) return { ok: false, reason: 'unknown' };
  return guardedFetch(request, opened);
}

function entryOf(lane: number, { session_id, conversation_id, call }: Claimed, fetched: Fetched): Entry {
  return {
    lane,
    conversationId: conversation_id,
    sessionId: session_id,
    kind: 'call',
    source: `call:${session_id}:${call}`,
    input: callInput(call, fetched),
  };
}
