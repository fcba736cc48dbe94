import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { isOutage } from '../db/outage.ts';
import { retriedTransaction } from '../db/retried-transaction.ts';
import type { Database } from '../db/tables.ts';
import type { Log } from '../log.ts';
import type { Leased } from '../outbox/leased.ts';
import type { Heard } from '../outbox/read-marks.ts';
import type { Telemetry } from '../telemetry.ts';
import { applyChanges, type Decided } from './apply-changes.ts';
import { loadBatch, lockConversations, type Which } from './batch.ts';
import type { Change } from './change.ts';
import { decide, giveUp } from './decide.ts';
import { createFlowShelf, NotOnShelf } from './flow-shelf.ts';
import type { MachineCache } from './machine-cache.ts';
import type { World } from './standing.ts';

export type TurnDeps = {
  db: Kysely<Database>;
  machines: MachineCache;
  /** For how long new messages belong to this process; null leaves them to whoever claims them. Asked once a batch. */
  leaseMs: () => number | null;
  log?: Pick<Log, 'error'>;
  telemetry?: Telemetry;
  /** Awaited between the steps, so that a test can end the process there. */
  at?: (point: string) => Promise<void> | void;
};

export type Taken = {
  /** Events that had their turn, whatever became of it. */
  turns: number;
  /** Leased to this process, committed, and to be sent in this order. */
  wrote: Leased[];
  /** Something was written for `makeDueCalls`. */
  calls: boolean;
  /** People's messages whose answers wait for a call. */
  slow: (Heard & { channelId: string })[];
};

/**
 * Take the turns of up to `limit` conversations of one lane, in one transaction: all of it happens or none. A turn that throws
 * takes nothing from its neighbours: it is counted, and after three tries parked. A batch that cannot be written is taken apart
 * until the event is found that it fails on.
 */
export async function takeTurns(deps: TurnDeps, lane: number, limit: number): Promise<Taken> {
  const tried: string[] = [];
  try {
    return await takeBatch(deps, { lane, limit }, decideWith, tried);
  } catch (error) {
    // What fails with the database is nobody's fault, and counts against no event.
    if (tried.length === 0 || isOutage(error)) throw error;
    const taken: Taken[] = [];
    for (const conversationId of tried) taken.push(await takeAlone(deps, lane, conversationId));
    return {
      turns: taken.reduce((sum, { turns }) => sum + turns, 0),
      wrote: taken.flatMap(({ wrote }) => wrote),
      calls: taken.some(({ calls }) => calls),
      slow: taken.flatMap(({ slow }) => slow),
    };
  }
}

/** A conversation of a batch that failed: all of its events, else the first one alone, else that one is counted as failed. */
async function takeAlone(deps: TurnDeps, lane: number, only: string): Promise<Taken> {
  const which = { lane, limit: 1, only };
  try {
    return await takeBatch(deps, which, decideWith);
  } catch (failed) {
    if (isOutage(failed)) throw failed;
    try {
      return await takeBatch(deps, which, (world) => decideWith(world, 'first'));
    } catch (error) {
      if (isOutage(error)) throw error;
      return takeBatch(deps, which, async (world) => giveUp(world, error));
    }
  }
}

/** One transaction. `tried` is filled with the conversations that it locked. */
async function takeBatch(
  { db, machines, leaseMs, log, telemetry, at }: TurnDeps,
  which: Which,
  decideFor: (world: World) => Promise<Change[]>,
  tried: string[] = [],
): Promise<Taken> {
  const taken = await retriedTransaction(db, async (tx) => {
    const locked = await lockConversations(tx, which);
    tried.splice(0, tried.length, ...locked.map(({ id }) => id));
    if (locked.length === 0) return { decided: [], parked: [], turns: 0, wrote: [], calls: false, slow: [] };
    await at?.('turn.claimed');

    const batch = await loadBatch(tx, which.lane, locked);
    const shelf = createFlowShelf(tx, machines);
    await shelf.expect(batch.conversations);
    const decided: Decided[] = [];
    for (const conversation of batch.conversations) {
      const changes = await decideFor({ conversation, batch, shelf, newId: randomUUID });
      decided.push({ conversation, changes });
    }
    await at?.('turn.decided');

    const wrote = await applyChanges(tx, which.lane, decided, leaseMs());
    await at?.('turn.before-commit');
    const changes = decided.flatMap((one) => one.changes);
    const parked = changes.flatMap((change) => (change.type === 'failed' && change.parked ? [change] : []));
    return {
      decided,
      parked,
      turns: changes.filter(({ type }) => ENDS.has(type)).length,
      wrote,
      calls: changes.some(({ type }) => type === 'call'),
      slow: decided.flatMap(slowIn),
    };
  });
  if (taken.turns > 0) await at?.('turn.after-commit');
  telemetry?.turnsTaken(which.lane, taken.decided, taken.wrote);
  for (const { inboxId, error } of taken.parked) {
    log?.error({ lane: which.lane, inboxId, reason: error }, 'an event was set aside after its turn failed');
  }
  return taken;
}

/** What an event's turn can come to. */
const ENDS: ReadonlySet<Change['type']> = new Set(['done', 'ignored', 'kept', 'failed']);

function slowIn({ conversation, changes }: Decided): Taken['slow'] {
  const { id: conversationId, channel_id: channelId } = conversation;
  return changes.flatMap((change) =>
    change.type === 'call' && change.answers !== null
      ? [{ conversationId, channelId, wamid: change.answers }]
      : [],
  );
}

/** Decides, and again from the start with every flow that turned out to be needed. */
async function decideWith(world: World, steps?: 'first'): Promise<Change[]> {
  for (;;) {
    try {
      return decide(world, steps);
    } catch (error) {
      if (!(error instanceof NotOnShelf)) throw error;
      await world.shelf.fetch(error.wanted);
    }
  }
}
