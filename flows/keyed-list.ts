/**
 * A list whose members can be told apart wherever they stand: by id, by name, or as words. The members by that key, in order; null when
 * it is no list, or two of its members have the same key or none.
 */
export function keyedList(value: unknown): ReadonlyMap<string, unknown> | null {
  if (!Array.isArray(value)) return null;
  const members = new Map<string, unknown>();
  for (const item of value) {
    const key = keyOf(item);
    if (key === null || members.has(key)) return null;
    members.set(key, item);
  }
  return members;
}

function keyOf(item: unknown): string | null {
  if (typeof item === 'string') return item;
  if (typeof item !== 'object' || item === null) return null;
  const key = 'id' in item ? item.id : 'name' in item ? item.name : null;
  return typeof key === 'string' ? key : null;
}
