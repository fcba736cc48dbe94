import type { OutboundMessage } from '@parley/flows/message.ts';
import { type Kysely, sql } from 'kysely';
import type { Channel } from '../channel/channels.ts';
import { barredNow } from '../channel/restrictions.ts';
import { EVERY_LANE } from '../db/lane.ts';
import { retriedTransaction } from '../db/retried-transaction.ts';
import type { Database } from '../db/tables.ts';
import type { FailedRow } from '../outbox/failed-row.ts';
import { enqueueFailed } from '../outbox/send-failed.ts';
import type { TemplateBooks } from './books.ts';

/** A message whose template cannot be sent for so long would surprise whoever gets it then. */
const LONGEST_HOURS = 24;
const BATCH = 500;

/** How many messages of a lane were let go or given up. `released` ones are due now, `failed` ones were told to their sessions. */
export type Released = { lane: number; released: number; failed: number };

/** What has to be known of a number. */
type Sender = Pick<Channel, 'businessAccountId' | 'bar'>;

/**
 * Looks again at the messages that wait here because their template, or anything, could not be sent: where it can now, or a fallback can, they are due;
 * where it never will, or they have waited for a day, they have failed. Those that WhatsApp holds are WhatsApp's.
 */
export async function releaseHeld(
  db: Kysely<Database>,
  books: TemplateBooks,
  channelOf: (channelId: string) => Promise<Sender | null>,
): Promise<Released[]> {
  const results: Released[] = [];
  for (const lane of EVERY_LANE) {
    const { rows } = await sql<{
      id: string;
      channel_id: string;
      message: OutboundMessage;
      isOld: boolean;
    }>`
      select id, channel_id, message,
        created_at < now() - ${LONGEST_HOURS}::integer * interval '1 hour' as "isOld"
      from outbox
      -- With all that the index asks for; see its migration, 0018.
      where lane = ${lane} and status = 'held' and wamid is null and error is not null and failed_at is null
      order by id limit ${BATCH}
    `.execute(db);
    const go: string[] = [];
    const lost: { id: string; reason: string; details: string }[] = [];
    for (const { id, channel_id, message, isOld } of rows) {
      const channel = await channelOf(channel_id);
      const barred = barredNow(channel?.bar, message, new Date());
      const choice =
        barred !== null
          ? { act: 'hold' as const, reason: 'number-restricted', details: barred }
          : message.type === 'template'
            ? await books.choose(channel?.businessAccountId ?? null, message)
            : { act: 'send' as const };
      if (choice.act === 'send') go.push(id);
      else if (choice.act === 'refuse') lost.push({ id, reason: choice.reason, details: choice.details });
      else if (isOld)
        lost.push({ id, reason: choice.reason, details: `${choice.details} It waited for a day.` });
    }
    if (go.length + lost.length === 0) continue;
    await letGo(db, lane, go, lost);
    results.push({ lane, released: go.length, failed: lost.length });
  }
  return results;
}

async function letGo(
  db: Kysely<Database>,
  lane: number,
  go: readonly string[],
  lost: readonly { id: string; reason: string; details: string }[],
): Promise<void> {
  await retriedTransaction(db, async (tx) => {
    await sql`
      update outbox set status = 'queued', due_at = now(), leased_until = null, error = null
      where lane = ${lane} and id = any(${go}::bigint[]) and status = 'held' and wamid is null
    `.execute(tx);
    if (lost.length === 0) return;
    const failed = await sql<FailedRow>`
      update outbox o
      set status = 'failed', failed_at = now(), error = jsonb_build_object('reason', r.reason, 'details', r.details)
      from jsonb_to_recordset(${JSON.stringify(lost)}::jsonb) as r(id bigint, reason text, details text)
      where o.lane = ${lane} and o.id = r.id and o.status = 'held' and o.wamid is null
      returning o.lane, o.id, o.conversation_id, o.session_id, o.node, o.error
    `.execute(tx);
    await enqueueFailed(tx, failed.rows);
  });
}
