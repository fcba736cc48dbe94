import { CompiledQuery, type Kysely } from 'kysely';
import type { Database } from './tables.ts';

/**
 * A statement of the hot path: its text is written once, with `$1`, `$2` … for the values, so that nothing puts it together each time,
 * and connections know it by its name. Returns its rows.
 */
export function statement<Row>(text: string) {
  return async (db: Kysely<Database>, ...values: readonly unknown[]): Promise<Row[]> => {
    const query: CompiledQuery<Row> = CompiledQuery.raw(text, [...values]);
    const { rows } = await db.executeQuery(query);
    return rows;
  };
}
