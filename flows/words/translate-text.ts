/**
 * Sentences that the language of flows says to an author (problems, the steps of a counter-example, names of edits) in another language.
 * They are made in English, and a catalogue has each of them by its English shape, as gettext has. In a shape stands
 *
 * - `{name}` for what the author or a value gives, which stays as it is,
 * - `<part>` for words of ours, which the catalogue has as well,
 * - `[name]` for a name that may be ours or the author's: a title, a label.
 *
 * What is not known stays English. `test/flows/words.test.ts` holds that every sentence of the source has an entry.
 */
export type Catalogue = { readonly [english: string]: string };

/** Names of ours within sentences, in English, and what they are in the other language. */
export type Names = ReadonlyMap<string, string>;

const HOLE = /\{([a-z]+)\}|<([a-z]+)>|\[([a-z]+)\]/g;

/** A translation for all texts of a catalogue; null for a text that it does not have. */
export function translator(catalogue: Catalogue, names: Names = new Map()): (text: string) => string | null {
  const shapes = Object.keys(catalogue)
    .filter((english) => english.search(HOLE) !== -1)
    .map((english) => ({ english, written: english.replaceAll(HOLE, '').length }))
    .sort((one, another) => another.written - one.written)
    .map(({ english }) => shapeOf(english));
  const known = new Map<string, string | null>();

  const saidIn = ({ kind }: Hole, value: string) => {
    if (kind === 'given') return value;
    return kind === 'ours' ? translate(value) : (names.get(value) ?? value);
  };

  /** What stands in the holes of a shape from one of them on, where `rest` is left of the text. */
  const valuesIn = (
    { holes, between }: Pick<Shape, 'holes' | 'between'>,
    rest: string,
    at = 0,
  ): [string, string][] | null => {
    const hole = holes[at];
    if (!hole) return rest === '' ? [] : null;
    const next = between[at + 1] ?? '';
    const isLast = at === holes.length - 1;
    for (let end = rest.indexOf(next); end !== -1; end = rest.indexOf(next, end + 1)) {
      // Behind the last one nothing is left over.
      if (isLast && !rest.endsWith(next)) return null;
      if (isLast) end = rest.length - next.length;
      const value = saidIn(hole, rest.slice(0, end));
      const others =
        value === null ? null : valuesIn({ holes, between }, rest.slice(end + next.length), at + 1);
      if (value !== null && others !== null) return [[hole.name, value], ...others];
      if (isLast) return null;
    }
    return null;
  };

  const said = (text: string): string | null => {
    if (Object.hasOwn(catalogue, text)) return catalogue[text] ?? null;
    if (/^\d+$/.test(text)) return text;
    for (const shape of shapes) {
      const [first = ''] = shape.between;
      const values = text.startsWith(first) ? valuesIn(shape, text.slice(first.length)) : null;
      if (values) return filled(catalogue[shape.english] ?? '', new Map(values));
    }
    return null;
  };

  function translate(text: string): string | null {
    const before = known.get(text);
    if (before !== undefined) return before;
    const now = said(text);
    if (known.size >= KNOWN_MAX) known.clear();
    known.set(text, now);
    return now;
  }
  return translate;
}

const KNOWN_MAX = 1000;

type Hole = { name: string; kind: 'given' | 'ours' | 'either' };
/** The places for values, and what is written before, between and after them. */
type Shape = { english: string; holes: readonly Hole[]; between: readonly string[] };

function shapeOf(english: string): Shape {
  return { english, holes: holesOf(english), between: english.replaceAll(HOLE, '\0').split('\0') };
}

const filled = (shape: string, values: ReadonlyMap<string, string>) =>
  shape.replace(HOLE, (hole, given, ours, either) => values.get(given ?? ours ?? either) ?? hole);

/** The places for values in a shape, in order. */
export function holesOf(shape: string): Hole[] {
  return [...shape.matchAll(HOLE)].map(([, given, ours, either]) => {
    if (given !== undefined) return { name: given, kind: 'given' };
    return ours !== undefined ? { name: ours, kind: 'ours' } : { name: either ?? '', kind: 'either' };
  });
}
