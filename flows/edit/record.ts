/**
 * Records whose keys are somebody's words, so that one may be called `constructor` or `__proto__`: own keys only are
 * read, and nothing is ever written in place.
 */

/** The value of an own key. */
export function own<Value>(record: { readonly [key: string]: Value } | undefined, key: string) {
  return record && Object.hasOwn(record, key) ? record[key] : undefined;
}

/** The record with one key set. A computed key makes an own field, `__proto__` included. */
export function put<Value>(record: { readonly [key: string]: Value } | undefined, key: string, value: Value) {
  return { ...record, [key]: value };
}

/** The record without the keys that `isGone` names. */
export function without<Value>(
  record: { readonly [key: string]: Value },
  isGone: (key: string, value: Value) => boolean,
): { [key: string]: Value } {
  return Object.fromEntries(Object.entries(record).filter(([key, value]) => !isGone(key, value)));
}

/** The record with keys written anew, in the same order. */
export function withKeys<Value>(
  record: { readonly [key: string]: Value },
  rename: (key: string) => string,
): { [key: string]: Value } {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [rename(key), value]));
}
