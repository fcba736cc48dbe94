import { type RawBuilder, sql } from 'kysely';

/** JSON rows as a table `r` of a statement, so that a batch of any size is one statement with one parameter. */
export function recordset(
  rows: readonly { [column: string]: unknown }[],
  columns: string,
): RawBuilder<unknown> {
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(${sql.raw(columns)})`;
}

/** The last element for each key, in the order of their first appearance. */
export function lastOf<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
