export type Table = { title: string; columns: readonly string[]; rows: readonly (readonly string[])[] };

/** Markdown, with columns of one width so that a terminal shows it as well. */
export function tableLines({ title, columns, rows }: Table, heading = '##'): string[] {
  const width = columns.map((column, n) =>
    Math.max(column.length, ...rows.map((row) => row[n]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, n) => cell.padEnd(width[n] ?? 0)).join(' | ')} |`;
  return [
    `${heading} ${title}`,
    '',
    line(columns),
    `| ${width.map((n) => '-'.repeat(n)).join(' | ')} |`,
    ...rows.map(line),
  ];
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

export function gigabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 3)} GB`;
}
