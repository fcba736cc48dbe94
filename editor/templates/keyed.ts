/** Items that have no id of their own, by their places: what a form shows of them lives in the item, so nothing is lost when they move. */
export function keyed<Item>(items: readonly Item[]): { key: string; at: number; item: Item }[] {
  return items.map((item, at) => ({ key: `${at}`, at, item }));
}
