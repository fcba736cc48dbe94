import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { usualCurrency } from './rate-cards.ts';

/** How a number is charged. */
export type NumberPrices = {
  numberId: string;
  /** As it was set; null: that of the newest rate card. */
  ownCurrency: string | null;
  /** What counts; null while no card says any. */
  currency: string | null;
  /** What the provider adds to WhatsApp's price. */
  markupPercent: number;
  /** In which days are counted, as the account's are at WhatsApp. */
  timezone: string;
};

/** Of every number, also of those that nothing was set for. */
export async function numberPrices(db: Kysely<Database>): Promise<NumberPrices[]> {
  const usual = await usualCurrency(db);
  const rows = await db
    .selectFrom('channels as c')
    .leftJoin('number_prices as p', 'p.channel_id', 'c.id')
    .select(['c.id', 'p.currency', 'p.markup_percent', 'p.timezone'])
    .orderBy('c.created_at')
    .execute();
  return rows.map(({ id, currency, markup_percent, timezone }) => ({
    numberId: id,
    ownCurrency: currency,
    currency: currency ?? usual,
    markupPercent: Number(markup_percent ?? 0),
    timezone: timezone ?? 'UTC',
  }));
}

/** False when there is no such number. */
export async function setNumberPrices(
  db: Kysely<Database>,
  numberId: string,
  { currency, markupPercent, timezone }: { currency: string | null; markupPercent: number; timezone: string },
): Promise<boolean> {
  const number = await db.selectFrom('channels').select('id').where('id', '=', numberId).executeTakeFirst();
  if (!number) return false;
  const columns = { currency, markup_percent: markupPercent, timezone, updated_at: new Date() };
  await db
    .insertInto('number_prices')
    .values({ channel_id: numberId, ...columns })
    .onConflict((conflict) => conflict.column('channel_id').doUpdateSet(columns))
    .execute();
  return true;
}
