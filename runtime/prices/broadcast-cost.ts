import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { type CostLine, costReport } from './cost-report.ts';

/** A message may reach somebody so many days after it was sent. */
const ARRIVES_WITHIN_DAYS = 31;
const DAY_MS = 86_400_000;

/** What the messages of a broadcast cost until now, in each currency. Empty before anything has arrived. */
export async function broadcastCost(
  db: Kysely<Database>,
  { id, startedAt, finishedAt }: { id: string; startedAt: Date | null; finishedAt: Date | null },
  now: Date,
): Promise<CostLine[]> {
  if (!startedAt) return [];
  const last = finishedAt ? finishedAt.getTime() + ARRIVES_WITHIN_DAYS * DAY_MS : now.getTime();
  // A day on both sides, as days are those of the number's time zone.
  const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const from = dayOf(startedAt.getTime() - DAY_MS);
  const to = dayOf(Math.min(last, now.getTime()) + DAY_MS);
  const lines = await costReport(db, { from, to, by: 'broadcast' });
  return lines.filter(({ key }) => key === id);
}
