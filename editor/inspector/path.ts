/** Where something stands in a node: names of fields and places in lists. */
export type Path = readonly (string | number)[];

/** What stands there; undefined when nothing does. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, step) => {
    if (Array.isArray(inner)) return typeof step === 'number' ? inner[step] : undefined;
    return isRecord(inner) && Object.hasOwn(inner, step) ? inner[step] : undefined;
  }, value);
}

/** The same value with something else there; undefined takes a field away. What it is in stays as it is otherwise. */
export function withValueAt(value: unknown, path: Path, written: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return written;
  if (Array.isArray(value)) {
    return value.map((item, at) => (at === step ? withValueAt(item, rest, written) : item));
  }
  const before = isRecord(value) ? value : {};
  const inner = withValueAt(Object.hasOwn(before, step) ? before[step] : undefined, rest, written);
  const entries = Object.entries(before).filter(([key]) => key !== step || inner !== undefined);
  if (inner !== undefined && !Object.hasOwn(before, step)) entries.push([String(step), inner]);
  return Object.fromEntries(entries.map(([key, content]) => [key, key === step ? inner : content]));
}

/** The path as problems write it: members of a list by their id where they have one, as in `buttons.order.title`. */
export function fieldName(node: unknown, path: Path): string {
  return path
    .map((step, at) => {
      const item = typeof step === 'number' ? valueAt(node, path.slice(0, at + 1)) : undefined;
      return isRecord(item) && typeof item.id === 'string' && item.id !== '' ? item.id : String(step);
    })
    .join('.');
}

/** A key for maps; no two paths have the same. */
export const pathKey = (path: Path): string => JSON.stringify(path);

export function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
