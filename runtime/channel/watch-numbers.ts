import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import { DEMO_NUMBER } from '../demo-number.ts';
import type { Log } from '../log.ts';
import type { ChannelCache } from './channel-cache.ts';
import type { Channel } from './channels.ts';
import { type NumberGraph, readHealth } from './health.ts';

export type WatchDeps = {
  db: Kysely<Database>;
  channels: Pick<ChannelCache, 'byId'>;
  /** Whom a number is asked of. */
  graphOf: (channel: Channel) => NumberGraph;
};

const POLL_MS = 10_000;
/** However quiet it is, WhatsApp is asked so often. */
const EVERY = sql`interval '1 hour'`;
/** And when it has told something, not before it had the time to become true there. */
const AFTER = sql`interval '5 seconds'`;

/** Looks at the numbers that are due, each by one process only. Returns how many. The demo number is nobody's. */
export async function watchNumbers({ db, channels, graphOf }: WatchDeps): Promise<number> {
  await sql`
    insert into number_health (channel_id)
    select id from channels c where phone_number_id <> ${DEMO_NUMBER.phoneNumberId}
      and not exists (select from number_health h where h.channel_id = c.id)
    on conflict do nothing
  `.execute(db);
  const { rows } = await sql<{ channel_id: string }>`
    update number_health set asked_at = now(), is_wanted = false
    where (asked_at is null or asked_at < now() - ${EVERY} or (is_wanted and asked_at < now() - ${AFTER}))
      and exists (select from channels c where c.id = channel_id)
    returning channel_id
  `.execute(db);
  for (const { channel_id: id } of rows) {
    const channel = await channels.byId(id);
    if (channel) await readHealth(db, graphOf(channel), channel);
  }
  return rows.length;
}

/** Does so for as long as the process lives. Nothing waits for it, and what fails is tried again. Returns what stops it. */
export function watchNumbersRegularly(deps: WatchDeps & { log: Pick<Log, 'warn'> }): () => Promise<void> {
  const stopping = new AbortController();
  const run = async () => {
    while (!stopping.signal.aborted) {
      await watchNumbers(deps).catch((err) => deps.log.warn({ err }, 'the numbers were not looked at'));
      await sleep(POLL_MS, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
    }
  };
  const running = run();
  return () => {
    stopping.abort();
    return running;
  };
}
