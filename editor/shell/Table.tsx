import type { ReactNode } from 'react';

/** A column of a table: its head, and what a row shows in it. */
export type Column<Row> = {
  id: string;
  head: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Left out on a phone, where only what matters first has room. */
  isWide?: boolean;
  /** Classes of its cells: `muted`, `end` (at the right edge), `wrap` (long words are broken). */
  className?: string;
  /** The order that the head offers, or has: it is a button then. */
  sort?: { is: 'ascending' | 'descending' | 'none'; onSort: () => void };
};

export type TableProps<Row> = {
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  keyOf: (row: Row) => string;
  rowClass?: (row: Row) => string | undefined;
  /** For a few rows that need no heads. */
  isHeadless?: boolean;
  className?: string;
};

/** Rows under heads, in a panel that scrolls sideways where they do not fit. */
export function Table<Row>({ rows, columns, keyOf, rowClass, isHeadless, className }: TableProps<Row>) {
  return (
    <div className="panel scroll">
      <table className={className === undefined ? 'list' : `list ${className}`}>
        {!isHeadless && (
          <thead>
            <tr>
              {columns.map((column) => (
                <Head key={column.id} column={column} />
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className={rowClass?.(row)}>
              {columns.map((column) => (
                <td key={column.id} className={classOf(column)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Head<Row>({ column: { head, isWide, sort } }: { column: Column<Row> }) {
  const className = isWide ? 'wide' : undefined;
  if (!sort) return <th className={className}>{head}</th>;
  const arrow = { ascending: '↓', descending: '↑', none: '' }[sort.is];
  return (
    <th className={className} aria-sort={sort.is}>
      <button type="button" className="sort" onClick={sort.onSort}>
        {head} <span aria-hidden="true">{arrow}</span>
      </button>
    </th>
  );
}

const classOf = <Row,>({ className, isWide }: Column<Row>) =>
  [className, isWide && 'wide'].filter(Boolean).join(' ') || undefined;
