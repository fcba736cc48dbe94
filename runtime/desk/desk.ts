import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { EVERY_LANE } from '../db/lane.ts';
import type { Database } from '../db/tables.ts';
import type { Work } from '../inbox/enqueue.ts';
import type { Log } from '../log.ts';
import { doDue } from './bulk.ts';
import { catchUp, eventsSince, makeMissingCards, newestEvent } from './catch-up.ts';
import { type Changes, startChanges } from './changes.ts';

export type DeskDeps = {
  db: Kysely<Database>;
  log: Pick<Log, 'warn'>;
  /** These conversations have something to do. */
  wake?: (work: Work[]) => void;
  /** How often to look for what people have done, in this process or another. */
  pollMs?: number;
};

/** The inbox's own work: it keeps the cards, what can be searched and what is to be done later up to date. */
export type Desk = Pick<Changes, 'note' | 'noteMessage' | 'flush'> & { stop(): Promise<void> };

const POLL_MS = 400;
const CATCH_UP_MS = 5_000;

/** Starts it. Whatever goes wrong in it is logged and tried again: nothing that is received or sent waits for it. */
export function startDesk({ db, log, wake, pollMs = POLL_MS }: DeskDeps): Desk {
  const changes = startChanges(db, log);
  const stopping = new AbortController();
  const { signal } = stopping;
  const pause = (ms: number) => sleep(ms, undefined, { signal, ref: false }).catch(() => {});

  const watchEvents = async () => {
    let since: string | null = null;
    await forEver(signal, log, async () => {
      since ??= await newestEvent(db);
      const { found, upTo } = await eventsSince(db, since);
      since = upTo;
      for (const { lane, conversationId } of found) changes.note(lane, conversationId);
      if (found.length > 0) await changes.flush();
      const done = await doDue({ db, ...(wake && { wake }) });
      if (done.length === 0) await pause(pollMs);
    });
  };
  const lookBack = async () => {
    let hasCards = false;
    await forEver(signal, log, async () => {
      for (const lane of EVERY_LANE) {
        if (signal.aborted) return;
        while (!hasCards && !signal.aborted && (await makeMissingCards(db, lane)) > 0) await pause(20);
        let rounds = 0;
        while (!signal.aborted && (await catchUp(db, lane)) && ++rounds < 50) await pause(20);
      }
      hasCards = true;
      await pause(CATCH_UP_MS);
    });
  };
  const running = Promise.all([watchEvents(), lookBack()]);

  return {
    note: changes.note,
    noteMessage: changes.noteMessage,
    flush: changes.flush,
    async stop() {
      stopping.abort();
      await running;
      await changes.stop();
    },
  };
}

async function forEver(
  signal: AbortSignal,
  log: Pick<Log, 'warn'>,
  round: () => Promise<void>,
): Promise<void> {
  let isDown = false;
  while (!signal.aborted) {
    try {
      await round();
      isDown = false;
    } catch (err) {
      if (!isDown && !signal.aborted) log.warn({ err }, 'the inbox could not be looked after; trying again');
      isDown = true;
      await sleep(1_000, undefined, { signal, ref: false }).catch(() => {});
    }
  }
}
