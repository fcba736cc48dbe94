import { limits } from './limits.ts';
import type { OutboundMessage, Row } from './message.ts';
import { clean, cut, shorten } from './value.ts';

type ListMessage = Extract<OutboundMessage, { type: 'list' }>;
type RowsFrom = NonNullable<ListMessage['rowsFrom']>;

/** Id of the row that shows the next page. */
export const PAGE_ROW_ID = '__more';

/**
 * A list message with rows made of `items`, behind the rows that are written. When not all fit, a page of them and a last row for more;
 * `page` counts from 0, and behind the last page the first comes again. Rows without an id, or with one that is taken, are left out, and
 * texts are shortened to what WhatsApp shows. A message without any row cannot be sent: with an empty list, keep a written row.
 */
export function withRows(
  message: ListMessage,
  from: RowsFrom,
  items: readonly unknown[],
  page: number,
): ListMessage {
  const { rowsFrom: _, sections, ...rest } = message;
  const written = sections.flatMap(({ rows }) => rows);
  const rows = rowsOf(from, items, new Set([PAGE_ROW_ID, ...written.map(({ id }) => id)]));
  const shown = pageOf(rows, limits.list.rows - written.length, page, {
    id: PAGE_ROW_ID,
    title: shorten(oneLine(from.more), limits.list.rowTitle) || '…',
  });
  const last = sections.at(-1) ?? { rows: [] };
  const filled = [...sections.slice(0, -1), { ...last, rows: [...last.rows, ...shown] }];
  return { ...rest, sections: filled.filter(({ rows: some }) => some.length > 0) };
}

function pageOf(rows: readonly Row[], places: number, page: number, more: Row): readonly Row[] {
  if (rows.length <= places) return rows;
  // Publishing refuses so many written rows that there is no place for a row and the one for more.
  if (places < 2) return rows.slice(0, Math.max(0, places));
  const perPage = places - 1;
  // The last page needs no row for more, so it may hold one row extra.
  const pages = Math.ceil((rows.length - 1) / perPage);
  const start = (Math.max(0, Math.floor(page)) % pages) * perPage;
  const rest = rows.slice(start);
  return rest.length <= places ? rest : [...rest.slice(0, perPage), more];
}

function rowsOf(from: RowsFrom, items: readonly unknown[], taken: Set<string>): Row[] {
  const rows: Row[] = [];
  for (const item of items) {
    const id = cut(textIn(item, from.id), limits.list.rowId).trim();
    if (id === '' || taken.has(id)) continue;
    taken.add(id);
    const title = shorten(textIn(item, from.title) || id, limits.list.rowTitle);
    const description = from.description ? textIn(item, from.description) : '';
    rows.push({
      id,
      title,
      ...(description !== '' && { description: shorten(description, limits.list.rowDescription) }),
    });
  }
  return rows;
}

function textIn(item: unknown, field: string): string {
  if (typeof item !== 'object' || item === null || !Object.hasOwn(item, field)) return '';
  const text: unknown = Reflect.get(item, field);
  return typeof text === 'string' ? oneLine(clean(text)) : '';
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();
