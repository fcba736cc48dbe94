import type { Facts } from '../input.ts';
import { isMoment, type Moment } from '../moment.ts';
import { cut, lengthOf } from '../value.ts';
import { stop } from './fault.ts';

/** One evaluation: what it may see, and how much work is left to it. */
export type Frame = {
  readonly vars: { readonly [name: string]: unknown };
  readonly contact: Facts['contact'];
  readonly now: number;
  readonly response: { status: number; body: unknown } | undefined;
  /** BCP 47 tag that dates and amounts are written in. */
  readonly locale: string;
  /** Steps left; at 0 the evaluation ends without a value. */
  fuel: number;
  /** The item that `map`, `filter`, `all` … is at. They do not nest, so one is enough. */
  item: unknown;
  /** Lists and orders that were read before in this evaluation. */
  readonly kept: Map<string, unknown>;
};

/** Steps of one evaluation. A usual condition takes 5; all of them take some milliseconds, at worst a few tenths of a second. */
export const FUEL = 50_000;
/** Longest text that an expression can make or read, in UTF-16 code units: more than any WhatsApp message holds. */
export const TEXT_MAX = 10_000;

export function spend(frame: Frame, steps: number): void {
  frame.fuel -= steps;
  if (frame.fuel < 0) stop('this needs too much calculation');
}

/** A text that was made, charged by its length. */
export function made(frame: Frame, text: string): string {
  if (lengthOf(text) > TEXT_MAX) stop(`a text became longer than ${TEXT_MAX} characters`);
  spend(frame, lengthOf(text) >> 6);
  return text;
}

/** Data from outside as a value: a text is cut at `TEXT_MAX`; what JSON does not have is null. */
export function given(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
      return cut(value, TEXT_MAX);
    case 'number':
      return Number.isFinite(value) ? value : null;
    case 'boolean':
      return value;
    case 'object':
      return value;
    default:
      return null;
  }
}

/** A field of outside data: own fields only, so neither prototypes nor what hangs on them can be reached; null when missing. */
export function fieldOf(value: unknown, name: string): unknown {
  if (!isRecord(value) || Array.isArray(value) || isMoment(value)) return null;
  return Object.hasOwn(value, name) ? given(value[name]) : null;
}

export function itemOf(list: readonly unknown[], index: number): unknown {
  return Number.isInteger(index) && index >= 0 && index < list.length ? given(list[index]) : null;
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : stop(`a text is needed, and this is ${nameOf(value)}`);
}

export function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : stop(`a number is needed, and this is ${nameOf(value)}`);
}

/** A calculated number; infinity and "not a number" are no values. */
export function finite(value: number): number {
  return Number.isFinite(value) ? value : stop('the result is not a number');
}

export function booleanOf(value: unknown): boolean {
  return typeof value === 'boolean' ? value : stop(`yes or no is needed, and this is ${nameOf(value)}`);
}

export function momentOf(value: unknown): Moment {
  return isMoment(value) ? value : stop(`a date is needed, and this is ${nameOf(value)}`);
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : stop(`a list is needed, and this is ${nameOf(value)}`);
}

export function isRecord(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null;
}

function nameOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'boolean') return 'yes or no';
  if (isMoment(value)) return 'a date';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'number' ? 'a number' : 'a record';
}
