import { compile, type Names } from './expression/compile.ts';
import { Fault } from './expression/fault.ts';
import { type Frame, FUEL } from './expression/frame.ts';
import { toJson } from './expression/json.ts';
import { type Kind, wordsFor } from './expression/kind.ts';
import { namesFor } from './expression/names.ts';
import type { Facts } from './input.ts';
import type { Variable } from './variables.ts';

/**
 * The expression language of flows: CEL's grammar, our own types and evaluation. It is typed (every expression is checked against the
 * declared variables), total (an evaluation yields a value or a reason, and never throws) and bounded (in size when it is published, in
 * steps when it runs). Conditions, assignments and `{{ }}` placeholders are all written in it. See `expression/functions.ts`.
 */

export type ValueType = 'text' | 'number' | 'boolean' | 'date' | 'list' | 'order' | 'dynamic';

/** What an expression may name. Compiled expressions are kept with the object, so make one per flow version and pass that one on. */
export type Scope = {
  variables: readonly Variable[];
  /** Whether `response`, the answer of a request, may be used. */
  response?: boolean;
  /** The day whose limits of WhatsApp a text is held against, `YYYY-MM-DD`; the newest known rules where there is none. */
  rulesOn?: string | undefined;
};

export type Checked =
  | { ok: true; type: ValueType /** Declared variables that are read. */; reads: string[] }
  | {
      ok: false;
      message: string /** From 1. */;
      line: number /** From 1, in UTF-16 code units. */;
      column: number;
    };

export type Values = {
  vars: Record<string, unknown>;
  facts: Facts;
  response?: { status: number; body: unknown };
};

export type Evaluated = { ok: true; value: unknown } | { ok: false; reason: string };

export type Compiled =
  | { ok: true; kind: Kind; reads: string[]; run(frame: Frame): unknown }
  | { ok: false; message: string; offset: number };

/** Checks an expression; `expected` is the type that its place needs. Data of a response fit everywhere, and are checked when they come. */
export function checkExpression(source: string, scope: Scope, expected?: ValueType): Checked {
  const code = compileExpression(source, scope);
  if (!code.ok) return { ok: false, message: code.message, ...positionIn(source, code.offset) };
  const { is } = code.kind;
  const wrong = (message: string): Checked => ({ ok: false, message, line: 1, column: 1 });
  if (is === 'record' || is === 'nothing') return wrong(NO_RESULT[is]);
  if (expected && expected !== 'dynamic' && is !== 'dynamic' && is !== expected) {
    return wrong(`This is ${wordsFor(is)}, and ${wordsFor(expected)} is needed here${hintFor(expected)}`);
  }
  return { ok: true, type: is, reads: code.reads };
}

/**
 * Evaluates an expression. The value is plain JSON: a date comes as ISO 8601 text. Not `ok` when the expression does not check, or has no
 * value for these data (a division by 0, a date that is not set). A scope without `response` gets it when `values` bring one.
 */
export function evaluateExpression(source: string, scope: Scope, values: Values): Evaluated {
  const code = compileExpression(source, scope, values.response !== undefined);
  if (!code.ok) return { ok: false, reason: code.message };
  const { is } = code.kind;
  if (is === 'record' || is === 'nothing') return { ok: false, reason: NO_RESULT[is] };
  return runCompiled({ ...code, run: (frame) => toJson(code.run(frame)) }, values);
}

const NO_RESULT = {
  record: 'This is a record; choose one of its fields, as in `contact.name`.',
  nothing: '`null` is no value; it can only be compared with.',
};

type Kept = {
  [response in 'with' | 'without']: { names: Names; compiled: Map<string, Compiled> } | undefined;
};

/** More than a very large flow has. When they are exceeded, all are compiled anew as they are needed. */
const COMPILED_MAX = 4_000;
const keptOf = new WeakMap<Scope, Kept>();

/** A checked expression, ready to run; kept with the scope, faults too. */
export function compileExpression(
  source: string,
  scope: Scope,
  withResponse = scope.response === true,
): Compiled {
  const { names, compiled } = keptFor(scope, withResponse);
  const known = compiled.get(source);
  if (known) return known;
  const code = tryCompile(source, names, scope);
  if (compiled.size >= COMPILED_MAX) compiled.clear();
  compiled.set(source, code);
  return code;
}

/**
 * Runs a compiled expression; the value is as the language has it, with dates as `Moment`. Dates and amounts are written in `locale`,
 * the contact's unless given. Never throws.
 */
export function runCompiled(code: Compiled & { ok: true }, values: Values, locale?: string): Evaluated {
  try {
    const { contact, now } = values.facts;
    const { vars, response } = values;
    const spoken = locale ?? contact.locale;
    const frame = { vars, contact, now, response, locale: spoken, fuel: FUEL, item: null, kept: new Map() };
    return { ok: true, value: code.run(frame) };
  } catch (error) {
    return { ok: false, reason: error instanceof Fault ? error.message : 'the data cannot be read' };
  }
}

/** Line and column, both from 1, of an offset in a text. */
export function positionIn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function keptFor(scope: Scope, withResponse: boolean): { names: Names; compiled: Map<string, Compiled> } {
  let kept = keptOf.get(scope);
  if (!kept) {
    kept = { with: undefined, without: undefined };
    keptOf.set(scope, kept);
  }
  const which = withResponse ? 'with' : 'without';
  kept[which] ??= { names: namesFor(scope.variables, withResponse), compiled: new Map() };
  return kept[which];
}

function tryCompile(source: string, names: Names, scope: Scope): Compiled {
  try {
    const { kind, reads, run } = compile(source, names);
    const isDeclared = (name: string) => scope.variables.some((variable) => variable.name === name);
    return { ok: true, kind, run, reads: reads.filter(isDeclared) };
  } catch (error) {
    if (error instanceof Fault) return { ok: false, message: error.message, offset: error.offset };
    return { ok: false, message: 'This expression cannot be read.', offset: 0 };
  }
}

function hintFor(expected: ValueType): string {
  if (expected === 'boolean') return ', such as a comparison: city == "Berlin".';
  if (expected === 'text') return '; text(…) makes one of it.';
  if (expected === 'number') return '; number(…) makes one of a text.';
  return expected === 'date' ? '; date(…) makes one of a text.' : '.';
}
