import { compileExpression, type Scope } from '../expression.ts';
import { placeholdersOf, takeApart } from '../placeholders.ts';
import { checkText, checkUrl, longestText } from '../render.ts';
import { lengthOf } from '../value.ts';

/** What is wrong with a message, and with which part of it: `body`, `buttons.order.title`, as translations name it. */
export type Fault = { path: string; message: string; level: 'error' | 'warning' };

export const problem = (path: string, message: string): Fault => ({ path, message, level: 'error' });

/** How many characters of an address one character of a value can become: three bytes, each written as `%XX`. */
const ENCODED = 9;

/** A text that must be there, and is not longer than `max` whatever the values of the variables are. `what` begins a sentence. */
export function required(path: string, text: string, what: string, max: number, scope: Scope): Fault[] {
  return [...emptiness(path, text, what, scope), ...tooLong(path, text, what, max, scope)];
}

/** A text that is left out of the message when it is empty. */
export function optional(
  path: string,
  text: string | undefined,
  what: string,
  max: number,
  scope: Scope,
): Fault[] {
  return text === undefined ? [] : tooLong(path, text, what, max, scope);
}

/** A web address: http or https, or https alone, with a host that no variable can change. */
export function address(
  path: string,
  url: string,
  what: string,
  { max = Infinity, scheme = /^https?:/i, scope }: { max?: number; scheme?: RegExp; scope: Scope },
): Fault[] {
  const fault = (message: string): Fault[] => [problem(path, message)];
  if (url.trim() === '') return fault(`${what} is missing.`);
  /* What is wrong with its placeholders is the concern of `expression-type`. */
  const [first] = checkUrl(url, scope).problems.slice(checkText(url, scope).problems.length);
  if (first) return fault(first.message);
  if (!scheme.test(url)) return fault(`${what} begins with https://.`);
  return tooLong(path, url, what, max, scope, ENCODED);
}

/** The end of an address that WhatsApp knows the rest of; it is there, and its values are percent-encoded. */
export function addressEnd(path: string, text: string, what: string, max: number, scope: Scope): Fault[] {
  return [...emptiness(path, text, what, scope), ...tooLong(path, text, what, max, scope, ENCODED)];
}

/** `growth`: how many characters one of a value may become. */
function tooLong(path: string, text: string, what: string, max: number, scope: Scope, growth = 1): Fault[] {
  const { parts } = takeApart(text);
  const written = parts.reduce((sum, part) => sum + (typeof part === 'string' ? lengthOf(part) : 0), 0);
  const longest = written + growth * (longestText(text, scope) - written);
  if (longest <= max) return [];
  const values = placeholdersOf(text).length;
  if (values === 0) {
    const message = `${what} has at most ${max} characters, and this one has ${written}. Shorten it.`;
    return [problem(path, message)];
  }
  const room = Math.floor((max - written) / values / growth);
  if (room < 1) {
    const message = `${what} has at most ${max} characters, and this one has ${written} without its values. Leave more room for them.`;
    return [problem(path, message)];
  }
  const most = Number.isFinite(longest) ? longest : 'any number';
  const message = `${what} has at most ${max} characters, and this one can have ${most}. ${advice(text, room, scope)}`;
  return [problem(path, message)];
}

/** Which value to shorten, and to what: the longest one has most to give. */
function advice(text: string, room: number, scope: Scope): string {
  const lengths = placeholdersOf(text).map(({ source }) => ({
    source,
    length: longestText(`{{${source}}}`, scope),
  }));
  const [longest] = lengths.sort((one, other) => other.length - one.length);
  const source = longest?.source ?? '';
  const isText = checkText(`{{short(${source}, 1)}}`, scope).problems.length === 0;
  const shortened = isText ? `short(${source}, ${room})` : `short(text(${source}), ${room})`;
  const variable = scope.variables.find(({ name }) => name === source);
  return `Write {{${shortened}}}${variable?.type === 'text' ? `, or lower the maxLength of “${source}”` : ''}.`;
}

function emptiness(path: string, text: string, what: string, scope: Scope): Fault[] {
  const { parts } = takeApart(text);
  if (text.trim() === '') return [problem(path, `${what} is empty. Write something.`)];
  const isSure = parts.some((part) =>
    typeof part === 'string' ? part.trim() !== '' : isNeverEmpty(part.source, scope),
  );
  if (isSure) return [];
  const message = `${what} is empty when its values are, and WhatsApp refuses it then. Write something beside them.`;
  return [{ path, message, level: 'warning' }];
}

/**
 * A text without emoji, which any text from outside may have; the options of a choice are the author's own.
 * Source: Cloud API, interactive Flow messages: the button's text has no emoji.
 */
export function withoutEmoji(path: string, text: string, what: string, scope: Scope): Fault[] {
  const mayHave = takeApart(text).parts.some((part) => {
    if (typeof part === 'string') return EMOJI.test(part);
    const code = compileExpression(part.source, scope);
    if (!code.ok || code.kind.is !== 'text') return false;
    return code.kind.options === undefined || code.kind.options.some((option) => EMOJI.test(option));
  });
  return mayHave ? [problem(path, `${what} has no emoji, and no value in it that may bring one.`)] : [];
}

const EMOJI = /\p{Extended_Pictographic}/u;

/** Numbers and yes-or-no always read as something. */
function isNeverEmpty(source: string, scope: Scope): boolean {
  const code = compileExpression(source, scope);
  return code.ok && (code.kind.is === 'number' || code.kind.is === 'boolean');
}

/** An id, a number or another code is there. */
export const present = (path: string, id: string, what: string): Fault[] =>
  id.trim() === '' ? [problem(path, `${what} is missing.`)] : [];

export function idFaults(path: string, id: string, before: readonly { id: string }[], max: number): Fault[] {
  if (before.some((other) => other.id === id))
    return [problem(`${path}.id`, `Two options have the id “${id}”. Give each one of its own.`)];
  return lengthOf(id) <= max ? [] : [problem(`${path}.id`, `An id has at most ${max} characters.`)];
}

export function count(
  path: string,
  found: number,
  { min, max, what }: { min: number; max: number; what: string },
): Fault[] {
  if (found >= min && found <= max) return [];
  const message =
    found < min
      ? `There must be ${min} to ${max} ${what}; there are ${found}.`
      : `There can be at most ${max} ${what}; there are ${found}.`;
  return [problem(path, message)];
}
