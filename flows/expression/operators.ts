import { isMoment } from '../moment.ts';
import { lengthOf } from '../value.ts';
import { refuse, stop } from './fault.ts';
import {
  booleanOf,
  type Frame,
  fieldOf,
  finite,
  given,
  isRecord,
  made,
  numberOf,
  spend,
  textOf,
} from './frame.ts';
import { BOOLEAN, DYNAMIC, either, longestOf, NUMBER, textKind, wordsFor } from './kind.ts';
import { asCondition, asScalar, type Code, isScalar, type Part, shown } from './part.ts';
import { suggest } from './suggest.ts';

type Arithmetic = '+' | '-' | '*' | '/' | '%';
type Order = '<' | '<=' | '>' | '>=';

export function not(part: Part): Code {
  const condition = asCondition(part);
  return { kind: BOOLEAN, run: (frame) => !charged(frame, booleanOf(condition.run(frame))) };
}

export function negative(part: Part): Code {
  const operand = asNumber(part, '-');
  return {
    kind: NUMBER,
    ...(typeof operand.literal === 'number' ? { literal: -operand.literal } : {}),
    run: (frame) => charged(frame, -numberOf(operand.run(frame))),
  };
}

/** Left to right: the second condition is not looked at when the first decides. */
export function logic(op: '&&' | '||', one: Part, other: Part): Code {
  const [left, right] = [asCondition(one), asCondition(other)];
  const decides = op === '||';
  return {
    kind: BOOLEAN,
    run: (frame) =>
      charged(frame, booleanOf(left.run(frame)) === decides ? decides : booleanOf(right.run(frame))),
  };
}

export function choice(test: Part, yes: Part, no: Part): Code {
  const condition = asCondition(test);
  const kind =
    either(yes.kind, no.kind) ??
    refuse(
      `Both values of a choice are of the same type; here one is ${wordsFor(yes.kind.is)} and the other ${wordsFor(no.kind.is)}.`,
      yes.offset,
    );
  return {
    kind,
    run: (frame) => charged(frame, booleanOf(condition.run(frame)) ? yes.run(frame) : no.run(frame)),
  };
}

/** Numbers are added, texts are joined; a number is not joined to a text unasked, since it would be unclear how to write it. */
export function plus(left: Part, right: Part): Code {
  const kinds = [left.kind.is, right.kind.is];
  if (!kinds.includes('text') && !kinds.every((is) => is === 'dynamic')) return arithmetic('+', left, right);
  for (const part of [left, right]) {
    const { is } = part.kind;
    if (is === 'text' || is === 'dynamic') continue;
    const hint = isScalar(part) ? `; write text(${part.written})` : '.';
    refuse(`${shown(part)} is ${wordsFor(is)} and cannot be joined to a text${hint}`, part.offset);
  }
  return {
    kind: kinds.includes('text') ? textKind(longestOf(left.kind) + longestOf(right.kind)) : DYNAMIC,
    run: (frame) => {
      const [one, other] = [left.run(frame), right.run(frame)];
      if (typeof one === 'number' && typeof other === 'number') return charged(frame, finite(one + other));
      return charged(frame, made(frame, textOf(one) + textOf(other)));
    },
  };
}

const ARITHMETIC: { [op in Arithmetic]: (left: number, right: number) => number } = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => (right === 0 ? stop('a number is divided by 0') : left / right),
  '%': (left, right) => (right === 0 ? stop('a number is divided by 0') : left % right),
};

export function arithmetic(op: Arithmetic, one: Part, other: Part): Code {
  const [left, right] = [asNumber(one, op), asNumber(other, op)];
  const apply = ARITHMETIC[op];
  return {
    kind: NUMBER,
    run: (frame) => charged(frame, finite(apply(numberOf(left.run(frame)), numberOf(right.run(frame))))),
  };
}

function asNumber(part: Part, op: string): Part {
  const { is } = part.kind;
  if (is === 'number' || is === 'dynamic') return part;
  let hint = '.';
  if (is === 'text') hint = `; write number(${part.written})`;
  if (is === 'date') hint = '; use addHours(date, hours) and hoursBetween(from, to)';
  return refuse(
    `${shown(part)} is ${wordsFor(is)}, and \`${op}\` calculates with numbers${hint}`,
    part.offset,
  );
}

export function equality(op: '==' | '!=', left: Part, right: Part): Code {
  const isComparable =
    left.kind.is === 'dynamic' ||
    right.kind.is === 'dynamic' ||
    (left.kind.is === right.kind.is && isScalar(left));
  if (!isComparable) mismatch(left, right);
  checkOption(left, right);
  checkOption(right, left);
  const wanted = op === '==';
  return {
    kind: BOOLEAN,
    run: (frame) => charged(frame, equal(left.run(frame), right.run(frame), frame) === wanted),
  };
}

/** A choice that is compared with something it can never be is a slip of the pen. */
function checkOption(part: Part, { literal, offset }: Part): void {
  const options = part.kind.is === 'text' ? part.kind.options : undefined;
  if (!options || typeof literal !== 'string' || literal === '' || options.includes(literal)) return;
  const known = options.slice(0, 5).map((option) => `"${option}"`);
  const near = suggest(literal, options);
  const hint = near === '.' ? `; it can be ${known.join(', ')}${options.length > 5 ? ' …' : ''}` : near;
  refuse(`${shown(part)} is never "${literal}"${hint}`, offset);
}

/** Texts, numbers, yes-or-no values and dates by value; records and lists of outside data are never equal. */
function equal(one: unknown, other: unknown, frame: Frame): boolean {
  if (typeof one === 'string') spend(frame, lengthOf(one) >> 8);
  if (isMoment(one) && isMoment(other)) return one.ms === other.ms;
  return one === other && !isRecord(one);
}

export function comparison(op: Order, left: Part, right: Part): Code {
  const isOrdered = [left, right].every(({ kind }) =>
    ['number', 'date', 'text', 'dynamic'].includes(kind.is),
  );
  if (!isOrdered || !either(left.kind, right.kind)) mismatch(left, right);
  return {
    kind: BOOLEAN,
    run: (frame) => {
      const order = ordered(left.run(frame), right.run(frame), frame);
      return charged(frame, order === 0 ? op.endsWith('=') : op.startsWith(order < 0 ? '<' : '>'));
    },
  };
}

function ordered(one: unknown, other: unknown, frame: Frame): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  if (isMoment(one) && isMoment(other)) return one.ms - other.ms;
  if (typeof one !== 'string' || typeof other !== 'string') {
    return stop('only two numbers, two texts or two dates have an order');
  }
  spend(frame, lengthOf(one) >> 8);
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function mismatch(left: Part, right: Part): never {
  // The variable is what the message is about, whichever side it stands on.
  const isSwapped = left.literal !== undefined && right.literal === undefined;
  const [part, other] = isSwapped ? [right, left] : [left, right];
  const [is, compared] = [part.kind.is, other.kind.is];
  if (is === 'nothing' || compared === 'nothing') {
    refuse(
      'Only data of a response can be compared with `null`; a variable that is not set is "" or 0.',
      part.offset,
    );
  }
  if (is === compared) {
    const hint = is === 'list' ? `; compare size(${part.written})` : '.';
    refuse(`${shown(part)} is ${wordsFor(is)} and cannot be compared this way${hint}`, part.offset);
  }
  let hint = '.';
  if (is === 'text' && compared === 'number')
    hint = `; write number(${part.written}), or "${other.written}" in quotes`;
  if (is === 'number' && compared === 'text')
    hint = `; write number(${other.written}), or a number without quotes`;
  if (is === 'date' && compared === 'text') hint = `; write date(${other.written})`;
  if (is === 'text' && compared === 'date') hint = `; write date(${part.written})`;
  refuse(
    `${shown(part)} is ${wordsFor(is)}, but ${wordsFor(compared)} is compared with it${hint}`,
    part.offset,
  );
}

/** `value in list`, or `"name" in record` for outside data. */
export function membership(one: Part, whole: Part): Code {
  const value = asScalar(one);
  const { kind } = whole;
  if (kind.is !== 'list' && kind.is !== 'dynamic') {
    const hint = kind.is === 'text' ? `; write ${whole.written}.contains(${one.written})` : '.';
    refuse(`${shown(whole)} is ${wordsFor(kind.is)}, and \`in\` needs a list${hint}`, whole.offset);
  }
  if (kind.is === 'list' && kind.max > 0 && !either(value.kind, kind.item)) {
    refuse(
      `${shown(one)} is ${wordsFor(one.kind.is)}, but an item of the list is ${wordsFor(kind.item.is)}.`,
      one.offset,
    );
  }
  for (const item of whole.items ?? []) checkOption(one, item);
  return {
    kind: BOOLEAN,
    run: (frame) => {
      const [wanted, where] = [value.run(frame), whole.run(frame)];
      if (!Array.isArray(where)) return typeof wanted === 'string' && fieldOf(where, wanted) !== null;
      spend(frame, where.length);
      return where.some((item) => equal(wanted, given(item), frame));
    },
  };
}

/** Every operator costs one step, whatever it yields. */
function charged<Value>(frame: Frame, value: Value): Value {
  spend(frame, 1);
  return value;
}
