/** Where a cell stands: its left edge and its top. */
export type Cell = { x: number; y: number };

/**
 * Which cell a key leads to, by where they stand: up and down go to the nearest cell of the next row, whether it belongs to the same grid or
 * to another. -1 for up and out of the first row; null for a key that leads nowhere.
 */
export function cellBeside(cells: readonly Cell[], at: number, key: string): number | null {
  const own = cells[at];
  if (!own) return null;
  switch (key) {
    case 'ArrowRight':
      return Math.min(cells.length - 1, at + 1);
    case 'ArrowLeft':
      return Math.max(0, at - 1);
    case 'Home':
      return 0;
    case 'End':
      return cells.length - 1;
    case 'ArrowUp': {
      const above = cells.filter(({ y }) => y < own.y).map(({ y }) => y);
      return above.length === 0 ? -1 : nearest(cells, Math.max(...above), own.x);
    }
    case 'ArrowDown': {
      const below = cells.filter(({ y }) => y > own.y).map(({ y }) => y);
      return below.length === 0 ? at : nearest(cells, Math.min(...below), own.x);
    }
    default:
      return null;
  }
}

function nearest(cells: readonly Cell[], row: number, x: number): number {
  const distance = (at: number) => Math.abs((cells[at]?.x ?? 0) - x);
  return cells.reduce(
    (best, { y }, at) => (y === row && (best === -1 || distance(at) < distance(best)) ? at : best),
    -1,
  );
}
