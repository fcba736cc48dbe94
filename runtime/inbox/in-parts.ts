/**
 * Does the work for all items at once. When PostgreSQL refuses what one of them holds, halves are tried until that one is found. Returns
 * the items that were refused on their own, with PostgreSQL's code; the work is done for all others. Any other failure is
 * thrown. So `work` must do no harm when it is done twice.
 */
export async function inParts<Item>(
  items: readonly Item[],
  work: (items: readonly Item[]) => Promise<void>,
): Promise<{ item: Item; code: string }[]> {
  if (items.length === 0) return [];
  try {
    await work(items);
    return [];
  } catch (error) {
    const code = faultOfData(error);
    if (code === null) throw error;
    if (items.length === 1) return items.map((item) => ({ item, code }));
    const half = Math.ceil(items.length / 2);
    return [...(await inParts(items.slice(0, half), work)), ...(await inParts(items.slice(half), work))];
  }
}

/** A value that cannot be stored, whoever tries and however often: data exception, limit exceeded, missing, not allowed. */
function faultOfData(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^(22|54)...$|^235(02|14)$/.test(code) ? code : null;
}
