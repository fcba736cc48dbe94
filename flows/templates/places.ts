/** A place for a value in a template's text: `{{1}}`, `{{order_number}}`. Not a placeholder of a flow, which is an expression. */
const PLACE = /\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g;

/** Names of the places in a text, in order, each once. */
export function placesIn(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(PLACE), (match) => match[1] ?? ''))];
}

/** Puts values where the places are; one without a value stays as it is. */
export function fillPlaces(text: string, values: { readonly [name: string]: string }): string {
  return text.replaceAll(PLACE, (whole, name: string) =>
    Object.hasOwn(values, name) && values[name] !== '' ? (values[name] ?? whole) : whole,
  );
}

/** Where places stand, for rules about their neighbours. Offsets are in UTF-16 units. */
export function placesAt(text: string): { name: string; from: number; to: number }[] {
  return Array.from(text.matchAll(PLACE), (match) => ({
    name: match[1] ?? '',
    from: match.index,
    to: match.index + match[0].length,
  }));
}

/** Braces that make no place: one too few, a space, a word that is not a name. */
export function strayBraces(text: string): boolean {
  return /[{}]{2}/.test(text.replaceAll(PLACE, ''));
}
