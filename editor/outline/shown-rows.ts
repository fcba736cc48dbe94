import type { OutlineRow } from './outline-rows.ts';

/**
 * The rows that are not hidden by a folded one; with `hits`, those of the nodes named and whatever they stand under, folded or not.
 * Arrow keys walk over these.
 */
export function shownRows(
  rows: readonly OutlineRow[],
  folded: ReadonlySet<string>,
  hits: ReadonlySet<string> | null,
): OutlineRow[] {
  if (hits === null) {
    const hidden = new Set<string>();
    return rows.filter(({ key, parent }) => {
      const isHidden = parent !== null && (hidden.has(parent) || folded.has(parent));
      if (isHidden) hidden.add(key);
      return !isHidden;
    });
  }
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const shown = new Set<string>();
  for (const row of rows) {
    if (row.is !== 'node' || !hits.has(row.node)) continue;
    for (let up: OutlineRow | undefined = row; up; up = up.parent === null ? undefined : byKey.get(up.parent))
      shown.add(up.key);
  }
  return rows.filter(({ key }) => shown.has(key));
}
