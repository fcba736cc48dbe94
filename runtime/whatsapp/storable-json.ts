/** Deeper than anything Meta sends (about a dozen levels), far above what any reader of ours recurses into. */
const MAX_DEPTH = 64;

/** A number of so many digits, or a text that looks like one, may be larger than a JavaScript number holds exactly. */
const LONG_NUMBER = /[:[,\s]-?\d{16}/;

export type ReadJson = { ok: true; value: unknown } | { ok: false; reason: string };

const utf8 = new TextDecoder();

/**
 * Read JSON that somebody else wrote, as a plain value that PostgreSQL's `text` and `jsonb` can hold. Never throws.
 * Invalid UTF-8 and lone surrogates become U+FFFD, U+0000 and keys named `__proto__` are dropped, and an integer too
 * long for a number (some ids are) is kept as a string of its digits. Nesting is measured before anything parses it.
 */
export function readJson(bytes: Uint8Array): ReadJson {
  return readJsonText(utf8.decode(bytes));
}

/** The same for JSON that arrives as text, such as the answers of a form. */
export function readJsonText(text: string): ReadJson {
  if (text.trim() === '') return { ok: false, reason: 'the body is empty' };
  if (hasManyBrackets(text) && depthOf(text) > MAX_DEPTH)
    return { ok: false, reason: `the JSON is nested more than ${MAX_DEPTH} levels deep` };
  try {
    const value: unknown = LONG_NUMBER.test(text) ? JSON.parse(text, keepLongIntegers) : JSON.parse(text);
    return { ok: true, value: storable(value) };
  } catch {
    // The parser's message quotes the text, which may be a person's words: it stays out of logs.
    return { ok: false, reason: 'the body is not valid JSON' };
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Text as PostgreSQL can hold it: well-formed Unicode without U+0000. */
export function storableText(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed();
  return wellFormed.includes('\0') ? wellFormed.replaceAll('\0', '') : wellFormed;
}

/** Whether there are enough brackets to nest too deep: in a usual message there are not, which is found out many times faster. */
function hasManyBrackets(text: string): boolean {
  let left = MAX_DEPTH;
  for (const bracket of ['{', '[']) {
    for (let at = text.indexOf(bracket); at !== -1; at = text.indexOf(bracket, at + 1)) {
      if (left-- === 0) return true;
    }
  }
  return false;
}

/** Deepest nesting of brackets outside strings, found in one pass that stops as soon as it is too deep. */
function depthOf(text: string): number {
  let open = 0;
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length && depth <= MAX_DEPTH; i++) {
    const char = text.charCodeAt(i);
    if (inString) {
      if (char === 0x5c) i++;
      else if (char === 0x22) inString = false;
    } else if (char === 0x22) inString = true;
    else if (char === 0x5b || char === 0x7b) depth = Math.max(depth, ++open);
    else if (char === 0x5d || char === 0x7d) open--;
  }
  return depth;
}

function keepLongIntegers(_key: string, value: unknown, context?: { source?: string }): unknown {
  const isInexact = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
  return isInexact ? (context?.source ?? value) : value;
}

/** Cleans a freshly parsed value in place: it belongs to nobody else yet. */
function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) value[index] = storable(value[index]);
    return value;
  }
  if (!isRecord(value)) return value;
  for (const key of Object.keys(value)) {
    const element = value[key];
    const storableKey = storableText(key);
    if (storableKey !== key || key === '__proto__') delete value[key];
    // An own `__proto__` is harmless where it stands but replaces the prototype of whatever copies it.
    if (storableKey !== '__proto__') value[storableKey] = storable(element);
  }
  return value;
}
