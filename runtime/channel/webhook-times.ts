import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { Log } from '../log.ts';

/** How the webhook of a number does. */
export type WebhookRecord = {
  seenAt: Date | null;
  /** Requests of the last hour, how long they took on average in milliseconds, and how many took more than a second. */
  requests: number;
  averageMs: number | null;
  slow: number;
};

/** Meta asks for fewer than one answer in a hundred above this. Source: WhatsApp Cloud API, "Throughput". */
const SLOW_MS = 1_000;
const WRITE_EVERY_MS = 5_000;

export type WebhookTimes = ReturnType<typeof createWebhookTimes>;

type Minute = {
  phoneNumberId: string;
  minute: number;
  requests: number;
  totalMs: number;
  slow: number;
  seenAt: number;
};

/**
 * Counts what the webhook hears for each number, and writes it down every few seconds: nothing that is received waits for it, and what a
 * crash loses is a few seconds of a statistic.
 */
export function createWebhookTimes(db: Kysely<Database>, log: Pick<Log, 'warn'>) {
  let minutes = new Map<string, Minute>();
  const note = (phoneNumberIds: Iterable<string>, ms: number, at: Date = new Date()) => {
    const minute = Math.floor(at.getTime() / 60_000) * 60_000;
    for (const phoneNumberId of phoneNumberIds) {
      const key = `${phoneNumberId} ${minute}`;
      const known = minutes.get(key) ?? {
        phoneNumberId,
        minute,
        requests: 0,
        totalMs: 0,
        slow: 0,
        seenAt: 0,
      };
      known.requests++;
      known.totalMs += ms;
      if (ms > SLOW_MS) known.slow++;
      known.seenAt = at.getTime();
      minutes.set(key, known);
    }
  };
  const write = async () => {
    if (minutes.size === 0) return;
    const written = minutes;
    minutes = new Map();
    await store(db, [...written.values()]);
  };
  const timer = setInterval(() => {
    write().catch((err) => log.warn({ err }, 'the times of webhooks were not written down'));
  }, WRITE_EVERY_MS);
  timer.unref();
  return {
    note,
    write,
    async stop() {
      clearInterval(timer);
      await write().catch(() => {});
    },
  };
}

async function store(db: Kysely<Database>, minutes: readonly Minute[]): Promise<void> {
  const rows = minutes.map(({ phoneNumberId, minute, requests, totalMs, slow, seenAt }) => ({
    phone_number_id: phoneNumberId,
    minute: new Date(minute),
    requests,
    total_ms: Math.round(totalMs),
    slow,
    seen_at: new Date(seenAt),
  }));
  await sql`
    insert into webhook_minutes as w (channel_id, minute, requests, total_ms, slow, seen_at)
    select c.id, t.minute, t.requests, t.total_ms, t.slow, t.seen_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(
      phone_number_id text, minute timestamptz, requests integer, total_ms integer, slow integer, seen_at timestamptz
    ) join channels c on c.phone_number_id = t.phone_number_id
    order by c.id, t.minute
    on conflict (channel_id, minute) do update set
      requests = w.requests + excluded.requests, total_ms = w.total_ms + excluded.total_ms,
      slow = w.slow + excluded.slow, seen_at = greatest(w.seen_at, excluded.seen_at)
  `.execute(db);
  // The last minute is kept however old it is: it says when the webhook was last heard of.
  await sql`
    delete from webhook_minutes w
    where minute < now() - interval '2 days'
      and exists (select from webhook_minutes n where n.channel_id = w.channel_id and n.minute > w.minute)
  `.execute(db);
}

export async function webhookTimes(db: Kysely<Database>, channelId: string): Promise<WebhookRecord> {
  const { rows } = await sql<{ seen_at: Date | null; requests: number; total_ms: number; slow: number }>`
    select max(seen_at) as seen_at,
      coalesce(sum(requests) filter (where minute > now() - interval '1 hour'), 0)::integer as requests,
      coalesce(sum(total_ms) filter (where minute > now() - interval '1 hour'), 0)::integer as total_ms,
      coalesce(sum(slow) filter (where minute > now() - interval '1 hour'), 0)::integer as slow
    from webhook_minutes where channel_id = ${channelId}
  `.execute(db);
  const {
    seen_at: seenAt,
    requests,
    total_ms: total,
    slow,
  } = rows[0] ?? {
    ...{ seen_at: null, requests: 0, total_ms: 0, slow: 0 },
  };
  return { seenAt, requests, averageMs: requests === 0 ? null : Math.round(total / requests), slow };
}
