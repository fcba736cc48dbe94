import type { Transaction } from 'kysely';
import { verifyIdentity } from '../contact/doubts.ts';
import type { Database } from '../db/tables.ts';
import { BOT } from '../escalation/history.ts';
import type { Leased } from '../outbox/leased.ts';
import type { Loaded } from './batch.ts';
import type { Change, Of } from './change.ts';
import { addPaths, writeCases, writeEchoes, writeNotices } from './write-cases.ts';
import { writeConsents, writeContacts, writeHolds, writeThaws, writeWindows } from './write-conversations.ts';
import { writeCalls, writeTimers } from './write-timers.ts';
import { writeTurns } from './write-turns.ts';

/** What was decided for one conversation. */
export type Decided = { conversation: Loaded; changes: Change[] };

type Tx = Transaction<Database>;

/**
 * Write what was decided for a whole batch, in a fixed number of statements however many conversations there are: usually one. With `leaseMs` the
 * new outbox rows are leased to this process and returned, in the order in which they are to be sent; with null they wait in
 * the outbox for whoever claims them, and nothing is returned.
 */
export async function applyChanges(
  tx: Tx,
  lane: number,
  decided: readonly Decided[],
  leaseMs: number | null,
): Promise<Leased[]> {
  const types = new Set(decided.flatMap(({ changes }) => changes.map(({ type }) => type)));
  const of = <Type extends Change['type']>(type: Type): Of<Type> =>
    // Most types are in no turn of a batch.
    types.has(type) ? decided.flatMap((one) => changesOf(one, type)) : [];

  await writeTimers(tx, lane, of('timer'), of('session'));
  await writeCalls(tx, lane, of('call'));
  const opened: string[] = [];
  for (const { closed, asked } of rounds(decided))
    opened.push(...(await writeCases(tx, lane, closed, asked)));
  await writeContacts(tx, of('tag'), of('locale'));
  for (const { conversation } of of('verified')) await verifyIdentity(tx, conversation.contact_id, BOT);
  await writeHolds(tx, lane, of('held'));
  await writeEchoes(tx, lane, of('echo'));
  await writeNotices(tx, lane, of('noticed'));
  await writeWindows(
    tx,
    lane,
    decided.map(({ conversation }) => conversation),
  );
  const written = await writeTurns(
    tx,
    lane,
    {
      sessions: of('session'),
      done: of('done'),
      ignored: of('ignored'),
      kept: of('kept'),
      failed: of('failed'),
      sends: of('send'),
    },
    leaseMs,
  );
  // After the sessions, which say where people came from.
  await writeConsents(tx, lane, of('consent'));
  await writeThaws(tx, lane, of('thawed'));
  await addPaths(tx, lane, opened);
  return written;
}

function changesOf<Type extends Change['type']>({ conversation, changes }: Decided, type: Type): Of<Type> {
  return changes.flatMap((change) => (isA(type, change) ? [{ conversation, ...change }] : []));
}

/** Cases that are closed and opened, in an order that holds for each conversation: one may close what it has just opened. Usually one round. */
function rounds(decided: readonly Decided[]): { closed: Of<'cases-closed'>; asked: Of<'case'> }[] {
  const all: { closed: Of<'cases-closed'>; asked: Of<'case'> }[] = [];
  for (const { conversation, changes } of decided) {
    let n = 0;
    for (const change of changes) {
      if (change.type !== 'cases-closed' && change.type !== 'case') continue;
      // A round closes first.
      if (change.type === 'cases-closed' && all[n]?.asked.some((one) => one.conversation === conversation))
        n++;
      const round = all[n] ?? { closed: [], asked: [] };
      all[n] = round;
      if (change.type === 'case') round.asked.push({ conversation, ...change });
      else round.closed.push({ conversation, ...change });
    }
  }
  return all;
}

function isA<Type extends Change['type']>(
  type: Type,
  change: Change,
): change is Extract<Change, { type: Type }> {
  return change.type === type;
}
