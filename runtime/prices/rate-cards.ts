import { randomUUID } from 'node:crypto';
import { MICROS, type Rate } from '@parley/flows/prices/rates.ts';
import type { Kysely } from 'kysely';
import { BYTE_ORDER_MARK, csvLines } from '../contacts/contacts-csv.ts';
import type { Database } from '../db/tables.ts';

/** A file of prices as it was uploaded, without the prices themselves. */
export type RateCard = {
  id: string;
  name: string;
  addedAt: Date;
  /** How many prices it has, in which currencies, and from which day to which. `until` is null where one of them has no end. */
  count: number;
  currencies: string[];
  from: string;
  until: string | null;
};

/** The newest first. */
export async function listRateCards(db: Kysely<Database>): Promise<RateCard[]> {
  const rows = await cardsOf(db);
  return rows.map(({ id, name, added_at, rates }) => ({
    ...{ id, name, addedAt: added_at, count: rates.length },
    currencies: [...new Set(rates.map(({ currency }) => currency))].sort(),
    from: rates.reduce((first, { from }) => (from < first ? from : first), rates[0]?.from ?? ''),
    until: rates.some(({ until }) => until === null)
      ? null
      : rates.reduce((last, { until }) => (until !== null && until > last ? until : last), ''),
  }));
}

/** Of all cards together, the oldest card first: what a newer one says about the same day counts. */
export async function knownRates(db: Kysely<Database>): Promise<Rate[]> {
  const rows = await cardsOf(db);
  return rows.toReversed().flatMap(({ rates }) => rates);
}

/** Which currency counts where nobody has said: that of the newest card. Null while there is no card. */
export async function usualCurrency(db: Kysely<Database>): Promise<string | null> {
  const [newest] = await cardsOf(db);
  return newest?.rates[0]?.currency ?? null;
}

export async function addRateCard(
  db: Kysely<Database>,
  { name, rates, addedBy }: { name: string; rates: readonly Rate[]; addedBy: string | null },
): Promise<string> {
  const id = randomUUID();
  await db
    .insertInto('rate_cards')
    .values({ id, name, rates: JSON.stringify(rates), added_by: addedBy })
    .execute();
  return id;
}

/** A card as a file that can be uploaded again; null when there is no such card. */
export async function rateCardCsv(
  db: Kysely<Database>,
  id: string,
): Promise<{ name: string; csv: string } | null> {
  const row = await db
    .selectFrom('rate_cards')
    .select(['name', 'rates'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return null;
  const lines = row.rates.map(({ market, category, currency, micros, from, until, model, after }) => [
    ...[market, category, currency, (micros / MICROS).toFixed(6)],
    ...[from, until ?? '', model, String(after)],
  ]);
  return { name: row.name, csv: BYTE_ORDER_MARK + csvLines([CARD_COLUMNS, ...lines]) };
}

const CARD_COLUMNS = [
  ...['market', 'category', 'currency', 'price', 'valid_from', 'valid_to', 'model', 'from_messages'],
];

/** Its name, or null when there is no such card. What has been reported with it is reported without it from now on. */
export async function removeRateCard(db: Kysely<Database>, id: string): Promise<string | null> {
  const row = await db.deleteFrom('rate_cards').where('id', '=', id).returning('name').executeTakeFirst();
  return row?.name ?? null;
}

function cardsOf(db: Kysely<Database>) {
  return db
    .selectFrom('rate_cards')
    .select(['id', 'name', 'added_at', 'rates'])
    .orderBy('added_at', 'desc')
    .orderBy('id')
    .execute();
}
