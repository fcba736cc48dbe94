/**
 * The groups of files that import each other in a circle, directly or not: the strongly connected components of the graph
 * (Tarjan's algorithm) that hold more than one file, or one that imports itself.
 */
export function findCycles(importsOf: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const path: string[] = [];
  const cycles: string[][] = [];

  const visit = (file: string): number => {
    const own = order.size;
    order.set(file, own);
    lowest.set(file, own);
    path.push(file);
    const imported = importsOf.get(file) ?? [];
    for (const next of imported) {
      const reached = order.has(next) ? (path.includes(next) ? lowest.get(next) : own) : visit(next);
      lowest.set(file, Math.min(lowest.get(file) ?? own, reached ?? own));
    }
    const low = lowest.get(file) ?? own;
    if (low === own) {
      const group = path.splice(path.indexOf(file));
      if (group.length > 1 || imported.includes(file)) cycles.push(group.sort());
    }
    return low;
  };

  for (const file of importsOf.keys()) if (!order.has(file)) visit(file);
  return cycles;
}
