import { keepKey } from '../api.ts';

/** Takes the key (`#key=…`) out of the address, so that it is not left in a bookmark or a screenshot. */
export function adoptKeyFromAddress(): void {
  const key = new URLSearchParams(location.hash.slice(1)).get('key');
  if (key === null) return;
  keepKey(key);
  history.replaceState(null, '', location.pathname + location.search);
}
