import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { ChannelCache } from '../channel/channel-cache.ts';
import type { Database } from '../db/tables.ts';
import { DEMO_NUMBER } from '../demo-number.ts';
import type { Log } from '../log.ts';
import type { TemplateBooks } from './books.ts';
import { listHits } from './list-hits.ts';
import { releaseHeld } from './release-held.ts';
import { accountsOf, type SyncDeps, syncTemplates } from './sync.ts';

export type TemplateWorkDeps = SyncDeps & {
  db: Kysely<Database>;
  channels: Pick<ChannelCache, 'all' | 'byId'>;
  books: TemplateBooks;
  log: Pick<Log, 'debug' | 'info' | 'warn'>;
  /** Messages of these lanes are due. */
  deliver: (lanes: number[]) => void;
  /** Sessions of these lanes were told that a message has failed. */
  wake: (lanes: number[]) => void;
  pauseMs?: number;
};

export type TemplateWork = {
  /** Something about templates has changed: the next round begins now. `readAgain` names accounts whose list is to be read. */
  poke(readAgain?: readonly string[]): void;
  /** One round, for a test; `startTemplateWork` makes them by itself. */
  round(): Promise<void>;
  stop(): Promise<void>;
};

const PAUSE_MS = 30_000;
/** Meta tells of changes by webhook; what it did not tell is found within this time. Meta allows 200 such requests an hour. */
const SYNC_EVERY_MINUTES = 60;

/**
 * What is done about templates beside the turns: the accounts' lists are read, messages that waited are let go, and notices get what they
 * hit. Any number of processes may do it; each round finds in the database what is left to do.
 */
export function startTemplateWork(deps: TemplateWorkDeps): TemplateWork {
  const { db, channels, books, log, pauseMs = PAUSE_MS } = deps;
  const stopping = new AbortController();
  const wanted = new Set<string>();
  let poked = new AbortController();

  const syncDue = async () => {
    for (const account of accountsOf(await channels.all())) {
      const { businessAccountId } = account;
      const isWanted = wanted.delete(businessAccountId);
      if (!isWanted && !(await claimSync(db, businessAccountId))) continue;
      const synced = await syncTemplates(deps, account);
      books.forget();
      if (synced.ok) continue;
      // The emulator need not run.
      const level = businessAccountId === DEMO_NUMBER.businessAccountId ? 'debug' : 'warn';
      log[level]({ businessAccountId, reason: synced.problem }, 'templates could not be read');
    }
  };
  const release = async () => {
    const results = await releaseHeld(db, books, (channelId) => channels.byId(channelId));
    const released = results.filter((result) => result.released > 0).map(({ lane }) => lane);
    const failed = results.filter((result) => result.failed > 0).map(({ lane }) => lane);
    if (released.length > 0) deps.deliver(released);
    if (failed.length > 0) deps.wake(failed);
  };
  const round = async () => {
    for (const step of [syncDue, release, () => addHits(db)]) {
      if (stopping.signal.aborted) return;
      try {
        await step();
      } catch (err) {
        if (!stopping.signal.aborted) log.warn({ err }, 'a round of the work on templates failed');
      }
    }
  };
  const run = async () => {
    while (!stopping.signal.aborted) {
      poked = new AbortController();
      const signal = AbortSignal.any([stopping.signal, poked.signal]);
      await round();
      await sleep(pauseMs, undefined, { signal }).catch(() => {});
    }
  };
  const running = run();

  return {
    poke(readAgain = []) {
      for (const account of readAgain) wanted.add(account);
      books.forget();
      poked.abort();
    },
    round,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** Whether it is time to read an account's list; of several processes one is told so. */
async function claimSync(db: Kysely<Database>, businessAccountId: string): Promise<boolean> {
  const { rows } = await sql`
    insert into template_syncs as s (business_account_id) values (${businessAccountId})
    on conflict (business_account_id) do update set tried_at = clock_timestamp()
    where s.tried_at < now() - ${SYNC_EVERY_MINUTES}::integer * interval '1 minute'
    returning business_account_id
  `.execute(db);
  return rows.length > 0;
}

/** Notices about templates that do not say yet what they hit. */
async function addHits(db: Kysely<Database>): Promise<void> {
  const { rows } = await sql<{ id: string; details: { name: string; language: string } }>`
    select id, details from notices
    where subject_kind = 'template' and details ->> 'name' is not null and details -> 'hits' is null and at > now() - interval '1 day'
    order by id desc limit 20
  `.execute(db);
  for (const { id, details } of rows) {
    const hits = await listHits(db, details.name, details.language);
    await db
      .updateTable('notices')
      .set({ details: JSON.stringify({ ...details, hits }) })
      .where('id', '=', id)
      .execute();
  }
}
