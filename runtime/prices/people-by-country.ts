import { CALLING_CODES, LONGEST_CODE } from '@parley/flows/prices/countries.ts';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '../db/tables.ts';

const CODES = JSON.stringify(CALLING_CODES);
const LENGTHS = Array.from({ length: LONGEST_CODE }, (_, at) => LONGEST_CODE - at);

/**
 * The country of a contact, `contacts c`, as an expression: by the longest calling code that fits, or by the user id of somebody whose phone
 * number is hidden. Null where neither tells.
 */
export const COUNTRY_OF_CONTACT: RawBuilder<string | null> = sql`coalesce(
  ${sql.join(LENGTHS.map((length) => sql`${CODES}::jsonb ->> left(c.phone, ${sql.lit(length)})`))},
  (select left(a.value, 2) from contact_aliases a
    where a.contact_id = c.id and a.kind = 'bsuid' and a.value ~ '^[A-Z]{2}[.]' limit 1)
)`;

/** How many contacts are in each country, most first. */
export async function peopleByCountry(
  db: Kysely<Database>,
): Promise<{ country: string | null; count: number }[]> {
  const { rows } = await sql<{ country: string | null; count: number }>`
    select ${COUNTRY_OF_CONTACT} as country, count(*)::integer as count
    from contacts c group by 1 order by 2 desc, 1
  `.execute(db);
  return rows;
}
