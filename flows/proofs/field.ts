/**
 * The path of a text in a node's config, so that the editor can point at it: `body`, `buttons.order.title`, `bubbles.a.message.body`.
 * Members of a list go by their id where they have one. The machine has the same texts in other places, so the text itself is looked for;
 * of several equal ones, the one whose path ends most like `path`, the text's path in the machine. `path` itself when there is none.
 */
export function fieldOf(node: unknown, text: string, path: string): string {
  const wanted = path.split('.');
  let best = path;
  let bestScore = -1;
  for (const found of leaves(node, [])) {
    if (found.text !== text) continue;
    const score = likeness(found.path, wanted);
    const joined = found.path.join('.');
    if (score < bestScore || (score === bestScore && joined >= best)) continue;
    bestScore = score;
    best = joined;
  }
  return best;
}

/**
 * The same for what is no text, such as a file: from its path in the machine, `a.media`, to `bubbles.a.message.media`. The path itself where the
 * node has such a field, or nothing like it.
 */
export function fieldAt(node: unknown, path: string): string {
  const wanted = path.split('.');
  const [first = ''] = wanted;
  if (typeof node !== 'object' || node === null || Object.hasOwn(node, first)) return path;
  const found = places(node, [])
    .filter((place) => place.at(-1) === wanted.at(-1) && place.includes(first))
    .sort((one, other) => likeness(other, wanted) - likeness(one, wanted));
  return found[0]?.join('.') ?? path;
}

/** How many steps the paths have in common, those at the end first. */
function likeness(path: readonly string[], wanted: readonly string[]): number {
  let same = 0;
  while (same < path.length && same < wanted.length && path.at(-1 - same) === wanted.at(-1 - same)) same += 1;
  return same * 10 + path.filter((step) => wanted.includes(step)).length;
}

/** Every field that holds fields. */
function places(value: unknown, path: string[]): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, content]) =>
    places(content, [...path, (Array.isArray(value) ? idOf(content) : undefined) ?? key]),
  );
  return path.length === 0 ? inner : [path, ...inner];
}

type Leaf = { text: string; path: string[] };

function leaves(value: unknown, path: string[]): Leaf[] {
  if (typeof value === 'string') return [{ text: value, path }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, content]) => {
    const id = Array.isArray(value) ? idOf(content) : undefined;
    return leaves(content, [...path, id ?? key]);
  });
}

function idOf(item: unknown): string | undefined {
  return typeof item === 'object' && item !== null && 'id' in item && typeof item.id === 'string'
    ? item.id
    : undefined;
}
