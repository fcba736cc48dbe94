import type { Transaction } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { Leased } from '../outbox/leased.ts';
import type { Loaded } from './batch.ts';
import type { Change, Of } from './change.ts';
import { writeCases, writeConsents, writeContacts, writeHolds, writeWindows } from './write-conversations.ts';
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
  const all = decided.flatMap(({ conversation, changes }) =>
    changes.map((change) => ({ conversation, change })),
  );
  const of = <Type extends Change['type']>(type: Type): Of<Type> =>
    all.flatMap(({ conversation, change }) => (isA(type, change) ? [{ conversation, ...change }] : []));

  await writeTimers(tx, lane, of('timer'), of('session'));
  await writeCalls(tx, lane, of('call'));
  await writeCases(tx, lane, of('cases-resolved'), of('case'));
  await writeConsents(tx, of('consent'));
  await writeContacts(tx, of('tag'), of('locale'));
  await writeHolds(tx, lane, of('held'));
  await writeWindows(
    tx,
    lane,
    decided.map(({ conversation }) => conversation),
  );
  return writeTurns(
    tx,
    lane,
    {
      sessions: of('session'),
      done: of('done'),
      ignored: of('ignored'),
      failed: of('failed'),
      sends: of('send'),
    },
    leaseMs,
  );
}

function isA<Type extends Change['type']>(
  type: Type,
  change: Change,
): change is Extract<Change, { type: Type }> {
  return change.type === type;
}
