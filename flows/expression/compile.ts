import { isMoment, type Moment } from '../moment.ts';
import { refuse, stop } from './fault.ts';
import {
  booleanOf,
  fieldOf,
  finite,
  type Frame,
  given,
  isRecord,
  itemOf,
  listOf,
  made,
  numberOf,
  spend,
  textOf,
} from './frame.ts';
import { type Argument, FUNCTIONS } from './functions.ts';
import { BOOLEAN, DYNAMIC, either, type Kind, longestOf, NOTHING, NUMBER, textKind, wordsFor } from './kind.ts';
import type { Node } from './parse.ts';
import { suggest } from './suggest.ts';

/** A name that expressions may use, and how its value is had. */
export type Name = { kind: Kind; read(frame: Frame): unknown };
export type Names = ReadonlyMap<string, Name>;

/** A checked expression: what it yields, and how. `run` throws a `Fault` when the data at hand give it no value. */
export type Code = {
  kind: Kind;
  literal?: string | number | boolean;
  run(frame: Frame): unknown;
};

/** What is the same for all parts of one expression. */
type Task = { names: Names; source: string; reads: Set<string>; inLoop: boolean };

/**
 * Checks a parsed expression against the names and makes a closure of it. There is one number type; a value is looked up as an own
 * field, never through a prototype; every step is charged. Throws a `Fault` with the place and what to change.
 */
export function compile(node: Node, names: Names, source: string): Code & { reads: string[] } {
  const task = { names, source, reads: new Set<string>(), inLoop: false };
  const code = build(node, task);
  return { ...code, reads: [...task.reads] };
}

function build(node: Node, task: Task): Code {
  switch (node.op) {
    case 'value':
      return literal(node.args, node.start);
    case 'id':
      return name(node.args, node.start, task);
    case 'list':
      return listLiteral(node.args, task);
    case '.':
      return field(node.args[0], node.args[1], node.pos, task);
    case '[]':
      return index(node.args[0], node.args[1], task);
    case 'call':
      return node.args[0] === 'has'
        ? has(node.args[1], node.start, task)
        : call(node.args[0], node.args[1], node.start, task);
    case 'rcall':
      return isLoop(node.args[0], node.args[2])
        ? loop(node.args[0], node.args[1], node.args[2], task)
        : call(node.args[0], [node.args[1], ...node.args[2]], node.args[1].end + 1, task);
    case '?:':
      return choice(node.args, task);
    case '&&':
    case '||':
      return logic(node.op, node.args, task);
    case '!_': {
      const operand = condition(node.args, task);
      return { kind: BOOLEAN, run: (frame) => !booleanOf(operand.run(frame)) };
    }
    case '-_':
      return negative(node.args, task);
    case '+':
      return plus(node.args, task);
    case '-':
    case '*':
    case '/':
    case '%':
      return arithmetic(node.op, node.args, task);
    case '==':
    case '!=':
      return equality(node.op, node.args, task);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(node.op, node.args, task);
    case 'in':
      return membership(node.args, task);
    default:
      return refuse('This is not part of the language.', node.start);
  }
}

function literal(value: unknown, offset: number): Code {
  switch (typeof value) {
    case 'string':
      return { kind: textKind(value.length), literal: value, run: () => value };
    case 'number':
    case 'bigint': {
      const number = Number(value);
      if (!Number.isSafeInteger(number) && typeof value === 'bigint') refuse('This number is too large.', offset);
      return { kind: NUMBER, literal: number, run: () => number };
    }
    case 'boolean':
      return { kind: BOOLEAN, literal: value, run: () => value };
    default:
      if (value === null) return { kind: NOTHING, run: () => null };
      return refuse('Write a number as 12 or 12.5 and a text as "text", without a letter before or behind.', offset);
  }
}

function name(id: string, offset: number, task: Task): Code {
  const known = task.names.get(id);
  if (!known) {
    if (id === 'response') refuse('`response` is only known where the answer of a request is stored.', offset);
    if (Object.hasOwn(FUNCTIONS, id)) refuse(`\`${id}\` is a function; write ${id}(…).`, offset);
    return refuse(`\`${id}\` is not a variable${suggest(id, task.names.keys())}`, offset);
  }
  task.reads.add(id);
  return {
    kind: known.kind,
    run: (frame) => {
      spend(frame, 1);
      return known.read(frame);
    },
  };
}

function listLiteral(nodes: readonly Node[], task: Task): Code {
  const items = nodes.map((node) => scalar(node, task));
  let item: Kind = items[0]?.kind ?? DYNAMIC;
  items.forEach((code, at) => {
    item = either(item, code.kind) ?? refuse('All items of a list are of the same type.', nodes[at]?.start ?? 0);
  });
  return {
    kind: { is: 'list', item, max: items.length },
    run: (frame) => items.map((code) => code.run(frame)),
  };
}

function field(of: Node, fieldName: string, offset: number, task: Task): Code {
  const owner = build(of, task);
  const { kind } = owner;
  if (kind.is === 'dynamic') return read(owner, DYNAMIC, fieldName);
  if (kind.is === 'record' || kind.is === 'order') {
    const known = kind.fields.get(fieldName);
    if (known) return read(owner, known, fieldName);
    return refuse(`${show(of, task)} has no field \`${fieldName}\`${suggest(fieldName, kind.fields.keys())}`, offset);
  }
  if (Object.hasOwn(FUNCTIONS, fieldName)) {
    return refuse(`\`${fieldName}\` is a function; write ${show(of, task, '')}.${fieldName}(…).`, offset);
  }
  if (kind.is === 'list') {
    return refuse(
      `${show(of, task)} is a list; a field belongs to one of its items, as in ${show(of, task, '')}[0].${fieldName}.`,
      offset,
    );
  }
  return refuse(`${show(of, task)} is ${wordsFor(kind.is)} and has no fields.`, offset);
}

function read(owner: Code, kind: Kind, fieldName: string): Code {
  return {
    kind,
    run: (frame) => {
      spend(frame, 1);
      return fieldOf(owner.run(frame), fieldName);
    },
  };
}

function index(of: Node, at: Node, task: Task): Code {
  const owner = build(of, task);
  const key = scalar(at, task);
  const { kind } = owner;
  if (kind.is === 'record' || kind.is === 'order') {
    if (typeof key.literal === 'string') return field(of, key.literal, at.start, task);
    return refuse('The name of a field is written out in quotes.', at.start);
  }
  if (kind.is === 'list') {
    if (key.kind.is !== 'number' && key.kind.is !== 'dynamic') {
      refuse(`An item is chosen by its number: ${show(of, task, '')}[0] is the first.`, at.start);
    }
    return {
      kind: kind.item,
      run: (frame) => {
        spend(frame, 1);
        const list = listOf(owner.run(frame));
        return itemOf(list, numberOf(key.run(frame))) ?? stop('the list has no such item');
      },
    };
  }
  if (kind.is !== 'dynamic') refuse(`${show(of, task)} is ${wordsFor(kind.is)} and has no items.`, at.start);
  return {
    kind: DYNAMIC,
    run: (frame) => {
      spend(frame, 1);
      const [whole, part] = [owner.run(frame), key.run(frame)];
      if (Array.isArray(whole)) return typeof part === 'number' ? itemOf(whole, part) : null;
      return typeof part === 'string' ? fieldOf(whole, part) : null;
    },
  };
}

function has(args: readonly Node[], offset: number, task: Task): Code {
  const [part] = args;
  if (args.length !== 1 || !part || (part.op !== '.' && part.op !== '[]')) {
    return refuse('Write has(response.body.name) with one field.', offset);
  }
  const code = build(part, task);
  return {
    kind: BOOLEAN,
    run: (frame) => {
      const value = code.run(frame);
      return value !== null && value !== undefined;
    },
  };
}

function call(id: string, nodes: readonly Node[], offset: number, task: Task): Code {
  const called = Object.hasOwn(FUNCTIONS, id) ? FUNCTIONS[id] : undefined;
  if (!called) {
    if (LOOPS.has(id)) return refuse(`Write ${id} behind a list: items.${id}(item, …).`, offset);
    return refuse(`\`${id}\` is not a function${suggest(id, Object.keys(FUNCTIONS))}`, offset);
  }
  const signature = called.signatures.map(parameters).find(({ takes }) => takes.length === nodes.length);
  if (!signature) {
    const known = called.signatures.map((written) => `${id}${written}`).join(' or ');
    return refuse(`\`${id}\` takes other arguments: ${known}.`, offset);
  }
  const codes = nodes.map((node) => build(node, task));
  const args = codes.map((code, at): Argument => {
    const node = nodes[at];
    const takes = signature.takes[at] ?? [];
    if (node && code.kind.is !== 'dynamic' && !takes.includes(code.kind.is)) {
      refuse(
        `${show(node, task)} is ${wordsFor(code.kind.is)}, and \`${id}\` needs ${takes.map(wordsFor).join(' or ')} here.`,
        node.start,
      );
    }
    return { kind: code.kind, literal: code.literal, offset: node?.start ?? offset };
  });
  return {
    kind: called.check?.(args) ?? signature.gives,
    run: (frame) => {
      spend(frame, 1);
      const values = codes.map((code) => code.run(frame));
      return called.run(values, frame);
    },
  };
}

const SCALARS: readonly Kind['is'][] = ['text', 'number', 'boolean', 'date'];

function parameters(signature: string): { takes: Kind['is'][][]; gives: Kind } {
  const [, list = '', gives = ''] = /^\((.*)\): (\w+)$/.exec(signature) ?? [];
  const kinds: { [name: string]: Kind['is'][] } = { any: [...SCALARS], list: ['list'], order: ['order'] };
  for (const scalarKind of SCALARS) kinds[scalarKind] = [scalarKind];
  return {
    takes: list.split(', ').map((one) => {
      const types = one.split(': ')[1]?.split(' | ') ?? [];
      return types.flatMap((type) => kinds[type] ?? []);
    }),
    gives: gives === 'number' || gives === 'boolean' || gives === 'date' ? { is: gives } : textKind(Infinity),
  };
}

const LOOPS = new Set(['map', 'filter', 'all', 'exists', 'exists_one']);
const isLoop = (id: string, args: readonly Node[]) => LOOPS.has(id) && args.length === 2;

function loop(id: string, of: Node, args: readonly Node[], task: Task): Code {
  const list = build(of, task);
  const [item, body] = args;
  if (item?.op !== 'id' || !body) return refuse(`Name the item first: ${id}(item, …).`, of.end);
  if (task.inLoop) {
    return refuse(`\`${id}\` cannot stand inside another map, filter, all or exists.`, of.end + 1);
  }
  if (task.names.has(item.args)) {
    return refuse(`\`${item.args}\` is a variable already; give the item another name.`, item.start);
  }
  const { kind } = list;
  if (kind.is !== 'list' && kind.is !== 'dynamic') {
    return refuse(`${show(of, task)} is ${wordsFor(kind.is)}; \`${id}\` needs a list.`, of.start);
  }
  const itemKind = kind.is === 'list' ? kind.item : DYNAMIC;
  const most = kind.is === 'list' ? kind.max : Number.POSITIVE_INFINITY;
  const names = new Map(task.names).set(item.args, { kind: itemKind, read: (frame) => frame.item });
  const inside: Task = { ...task, names, inLoop: true };
  const each = id === 'map' ? build(body, inside) : condition(body, inside);
  task.reads.delete(item.args);

  const valueFor = (frame: Frame, value: unknown) => {
    spend(frame, 1);
    frame.item = given(value);
    return each.run(frame);
  };
  const holds = (frame: Frame) => (value: unknown) => booleanOf(valueFor(frame, value));
  const over = (kindOfResult: Kind, apply: (items: readonly unknown[], frame: Frame) => unknown): Code => ({
    kind: kindOfResult,
    run: (frame) => apply(listOf(list.run(frame)), frame),
  });
  switch (id) {
    case 'map':
      return over({ is: 'list', item: each.kind, max: most }, (items, frame) =>
        items.map((value) => valueFor(frame, value)),
      );
    case 'filter':
      return over({ is: 'list', item: itemKind, max: most }, (items, frame) => items.filter(holds(frame)));
    case 'all':
      return over(BOOLEAN, (items, frame) => items.every(holds(frame)));
    case 'exists':
      return over(BOOLEAN, (items, frame) => items.some(holds(frame)));
    default:
      return over(BOOLEAN, (items, frame) => items.filter(holds(frame)).length === 1);
  }
}

function choice([test, yes, no]: readonly [Node, Node, Node], task: Task): Code {
  const when = condition(test, task);
  const [left, right] = [build(yes, task), build(no, task)];
  const kind =
    either(left.kind, right.kind) ??
    refuse(
      `Both values of a choice are of the same type; here one is ${wordsFor(left.kind.is)} and the other ${wordsFor(right.kind.is)}.`,
      yes.start,
    );
  return {
    kind,
    run: (frame) => {
      spend(frame, 1);
      return booleanOf(when.run(frame)) ? left.run(frame) : right.run(frame);
    },
  };
}

/** Left to right: the second condition is not looked at when the first decides. */
function logic(op: '&&' | '||', args: readonly [Node, Node], task: Task): Code {
  const [left, right] = [condition(args[0], task), condition(args[1], task)];
  const decides = op === '||';
  return {
    kind: BOOLEAN,
    run: (frame) => {
      spend(frame, 1);
      return booleanOf(left.run(frame)) === decides ? decides : booleanOf(right.run(frame));
    },
  };
}

function condition(node: Node, task: Task): Code {
  const code = build(node, task);
  if (code.kind.is !== 'boolean' && code.kind.is !== 'dynamic') {
    refuse(
      `${show(node, task)} is ${wordsFor(code.kind.is)}; a condition is needed here, such as ${example(node, code.kind, task)}.`,
      node.start,
    );
  }
  return code;
}

function example(node: Node, { is }: Kind, task: Task): string {
  const shown = show(node, task, '');
  if (is === 'list') return `size(${shown}) > 0`;
  if (is === 'number') return `${shown} > 0`;
  return is === 'date' ? `${shown} < now` : `${shown} != ""`;
}

function negative(node: Node, task: Task): Code {
  const operand = numeric(node, '-', task);
  return {
    kind: NUMBER,
    ...(typeof operand.literal === 'number' ? { literal: -operand.literal } : {}),
    run: (frame) => -numberOf(operand.run(frame)),
  };
}

function plus([one, other]: readonly [Node, Node], task: Task): Code {
  const [left, right] = [build(one, task), build(other, task)];
  const kinds = [left.kind.is, right.kind.is];
  if (kinds.includes('text') && kinds.every((is) => is === 'text' || is === 'dynamic')) {
    return {
      kind: textKind(longestOf(left.kind) + longestOf(right.kind)),
      run: (frame) => made(frame, textOf(left.run(frame)) + textOf(right.run(frame))),
    };
  }
  if (kinds.every((is) => is === 'dynamic')) return { kind: DYNAMIC, run: (frame) => plusDynamic(left, right, frame) };
  if (kinds.includes('text')) {
    const [node, code] = left.kind.is === 'text' ? [other, right] : [one, left];
    const hint = SCALARS.includes(code.kind.is) ? `; write text(${show(node, task, '')})` : '';
    refuse(`${show(node, task)} is ${wordsFor(code.kind.is)} and cannot be joined to a text${hint}.`, node.start);
  }
  return arithmetic('+', [one, other], task);
}

function plusDynamic(left: Code, right: Code, frame: Frame): unknown {
  const [one, other] = [left.run(frame), right.run(frame)];
  return typeof one === 'string' ? made(frame, one + textOf(other)) : finite(numberOf(one) + numberOf(other));
}

const ARITHMETIC: { [op in '+' | '-' | '*' | '/' | '%']: (left: number, right: number) => number } = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => (right === 0 ? stop('a number is divided by 0') : left / right),
  '%': (left, right) => (right === 0 ? stop('a number is divided by 0') : left % right),
};

function arithmetic(op: keyof typeof ARITHMETIC, args: readonly [Node, Node], task: Task): Code {
  const [left, right] = [numeric(args[0], op, task), numeric(args[1], op, task)];
  const apply = ARITHMETIC[op];
  return {
    kind: NUMBER,
    run: (frame) => {
      spend(frame, 1);
      return finite(apply(numberOf(left.run(frame)), numberOf(right.run(frame))));
    },
  };
}

function numeric(node: Node, op: string, task: Task): Code {
  const code = build(node, task);
  const { is } = code.kind;
  if (is === 'number' || is === 'dynamic') return code;
  const hint =
    is === 'date'
      ? '; dates are moved with addHours(date, hours) and subtracted with hoursBetween(from, to)'
      : is === 'text'
        ? `; write number(${show(node, task, '')})`
        : '';
  return refuse(`${show(node, task)} is ${wordsFor(is)}, and \`${op}\` calculates with numbers${hint}.`, node.start);
}

function equality(op: '==' | '!=', args: readonly [Node, Node], task: Task): Code {
  const [left, right] = [build(args[0], task), build(args[1], task)];
  const kinds = [left.kind.is, right.kind.is];
  const isComparable =
    kinds.includes('dynamic') || (left.kind.is === right.kind.is && SCALARS.includes(left.kind.is));
  if (!isComparable) mismatch(args, [left, right], task);
  checkOption(left, right, args[1], task, args[0]);
  checkOption(right, left, args[0], task, args[1]);
  const wanted = op === '==';
  return {
    kind: BOOLEAN,
    run: (frame) => {
      spend(frame, 1);
      return equal(left.run(frame), right.run(frame)) === wanted;
    },
  };
}

/** A choice that is compared with something it can never be is a slip of the pen. */
function checkOption(code: Code, other: Code, node: Node, task: Task, owner: Node): void {
  const options = code.kind.is === 'text' ? code.kind.options : undefined;
  const value = other.literal;
  if (!options || typeof value !== 'string' || value === '' || options.includes(value)) return;
  const known = options.slice(0, 5).map((option) => `"${option}"`).join(', ');
  const hint = suggest(value, options) || `; it can be ${known}${options.length > 5 ? ' …' : ''}`;
  refuse(`${show(owner, task)} is never "${value}"${hint}`, node.start);
}

function equal(one: unknown, other: unknown): boolean {
  if (isMoment(one) && isMoment(other)) return one.ms === other.ms;
  return one === other && (!isRecord(one) || one === null);
}

function comparison(op: '<' | '<=' | '>' | '>=', args: readonly [Node, Node], task: Task): Code {
  const [left, right] = [build(args[0], task), build(args[1], task)];
  const isOrdered = [left, right].every(({ kind }) => ['number', 'date', 'text', 'dynamic'].includes(kind.is));
  if (!isOrdered || !either(left.kind, right.kind)) mismatch(args, [left, right], task);
  return {
    kind: BOOLEAN,
    run: (frame) => {
      spend(frame, 1);
      const order = ordered(left.run(frame), right.run(frame));
      if (order === 0) return op === '<=' || op === '>=';
      return op.startsWith(order < 0 ? '<' : '>');
    },
  };
}

function ordered(one: unknown, other: unknown): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  if (typeof one === 'string' && typeof other === 'string') return one < other ? -1 : one > other ? 1 : 0;
  if (isMoment(one) && isMoment(other)) return difference(one, other);
  return stop('only two numbers, two texts or two dates have an order');
}

const difference = (one: Moment, other: Moment) => one.ms - other.ms;

function mismatch(nodes: readonly [Node, Node], codes: readonly [Code, Code], task: Task): never {
  // The variable is what the message is about, whichever side it stands on.
  const swapped = codes[0].literal !== undefined && codes[1].literal === undefined;
  const [subject, object] = swapped ? [1, 0] : [0, 1];
  const node = nodes[subject];
  const [is, compared] = [codes[subject].kind.is, codes[object].kind.is];
  const shown = show(node, task, '');
  const other = show(nodes[object], task, '');
  let hint = '';
  if (is === 'text' && compared === 'number') hint = `; write number(${shown}), or "${other}" in quotes`;
  if (is === 'number' && compared === 'text') hint = `; write number(${other}), or a number without quotes`;
  if (is === 'date' && compared === 'text') hint = `; write date(${other})`;
  if (is === 'text' && compared === 'date') hint = `; write date(${shown})`;
  if (is === compared) {
    const example = is === 'list' ? `; compare size(${shown})` : '';
    refuse(`${show(node, task)} is ${wordsFor(is)} and cannot be compared${example}.`, node.start);
  }
  refuse(`${show(node, task)} is ${wordsFor(is)}, but ${wordsFor(compared)} is compared with it${hint}.`, node.start);
}

function membership(args: readonly [Node, Node], task: Task): Code {
  const [left, right] = [scalar(args[0], task), build(args[1], task)];
  const { kind } = right;
  if (kind.is !== 'list' && kind.is !== 'dynamic') {
    const hint = kind.is === 'text' ? `; write ${show(args[1], task, '')}.contains(${show(args[0], task, '')})` : '';
    refuse(`${show(args[1], task)} is ${wordsFor(kind.is)}, and \`in\` needs a list${hint}.`, args[1].start);
  }
  if (kind.is === 'list') {
    if (kind.max > 0 && !either(left.kind, kind.item)) {
      refuse(
        `${show(args[0], task)} is ${wordsFor(left.kind.is)}, but the items of the list are not.`,
        args[0].start,
      );
    }
    if (args[1].op === 'list') {
      for (const item of args[1].args) checkOption(left, build(item, task), item, task, args[0]);
    }
  }
  return {
    kind: BOOLEAN,
    run: (frame) => {
      spend(frame, 1);
      const [value, whole] = [left.run(frame), right.run(frame)];
      if (!Array.isArray(whole)) return typeof value === 'string' && fieldOf(whole, value) !== null;
      spend(frame, whole.length);
      return whole.some((item) => equal(value, given(item)));
    },
  };
}

/** A part that must be one value: no list, no record, no null. */
function scalar(node: Node, task: Task): Code {
  const code = build(node, task);
  if (!SCALARS.includes(code.kind.is) && code.kind.is !== 'dynamic') {
    refuse(`${show(node, task)} is ${wordsFor(code.kind.is)}; a single value is needed here.`, node.start);
  }
  return code;
}

/** A part of the source as it stands, for a message. */
function show(node: Node, task: Task, quote = '`'): string {
  const written = task.source.slice(node.start, node.end).replace(/\s+/g, ' ');
  return written.length <= 40 ? `${quote}${written}${quote}` : quote === '' ? '…' : 'This part';
}
