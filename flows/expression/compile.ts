import { call } from './call.ts';
import { refuse, stop } from './fault.ts';
import { type Frame, fieldOf, itemOf, listOf, numberOf, spend } from './frame.ts';
import { FUNCTIONS } from './functions.ts';
import { BOOLEAN, DYNAMIC, either, type Kind, NOTHING, NUMBER, textKind, wordsFor } from './kind.ts';
import { isLoop, itemKindOf, type Loop, loop } from './loops.ts';
import {
  arithmetic,
  choice,
  comparison,
  equality,
  logic,
  membership,
  negative,
  not,
  plus,
} from './operators.ts';
import { type Node, parse } from './parse.ts';
import { asScalar, type Code, type Part, partOf, shown } from './part.ts';
import { suggest } from './suggest.ts';

/** A name that expressions may use, and how its value is had. */
export type Name = { kind: Kind; read(frame: Frame): unknown };
export type Names = ReadonlyMap<string, Name>;

/** What is the same for all parts of one expression. `item` is the name of a loop's item, inside the loop. */
type Task = { names: Names; source: string; reads: Set<string>; item?: string };

/**
 * Checks an expression against the names and makes closures of it. There is one number type; a field is looked up as an own field, never
 * through a prototype; every step is charged to the frame. Throws a `Fault` with the place and what to change.
 */
export function compile(source: string, names: Names): Code & { reads: string[] } {
  const reads = new Set<string>();
  const part = build(parse(source), { names, source, reads });
  return { kind: part.kind, run: part.run, reads: [...reads] };
}

function build(node: Node, task: Task): Part {
  return partOf(node, task.source, codeOf(node, task));
}

function codeOf(node: Node, task: Task): Code {
  const part = (inner: Node) => build(inner, task);
  switch (node.op) {
    case 'value':
      return literal(node.args, node.start);
    case 'id':
      return nameOf(node.args, node.start, task);
    case 'list':
      return listOfParts(node.args.map(part));
    case '.':
      return fieldOfPart(part(node.args[0]), node.args[1], node.pos);
    case '[]':
      return itemOfPart(part(node.args[0]), asScalar(part(node.args[1])));
    case 'call':
      if (node.args[0] === 'has') return has(node.args[1], node.start, task);
      if (isLoop(node.args[0])) {
        return refuse(`Write \`${node.args[0]}\` behind a list: items.${node.args[0]}(item, …).`, node.start);
      }
      return call(node.args[0], node.args[1].map(part), node.start);
    case 'rcall': {
      const [id, receiver, args] = node.args;
      if (isLoop(id)) return loopOver(id, part(receiver), args, task);
      return call(id, [receiver, ...args].map(part), receiver.end + 1);
    }
    case '?:':
      return choice(part(node.args[0]), part(node.args[1]), part(node.args[2]));
    case '&&':
    case '||':
      return logic(node.op, part(node.args[0]), part(node.args[1]));
    case '!_':
      return not(part(node.args));
    case '-_':
      return negative(part(node.args));
    case '+':
      return plus(part(node.args[0]), part(node.args[1]));
    case '-':
    case '*':
    case '/':
    case '%':
      return arithmetic(node.op, part(node.args[0]), part(node.args[1]));
    case '==':
    case '!=':
      return equality(node.op, part(node.args[0]), part(node.args[1]));
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(node.op, part(node.args[0]), part(node.args[1]));
    case 'in':
      return membership(part(node.args[0]), part(node.args[1]));
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
      if (Math.abs(number) > Number.MAX_SAFE_INTEGER)
        refuse('This number is too large to calculate with.', offset);
      return { kind: NUMBER, literal: number, run: () => number };
    }
    case 'boolean':
      return { kind: BOOLEAN, literal: value, run: () => value };
    default:
      if (value === null) return { kind: NOTHING, run: () => null };
      return refuse(
        'Write a number as 12 or 12.5 and a text as "text", with no letter before or behind.',
        offset,
      );
  }
}

function nameOf(id: string, offset: number, task: Task): Code {
  const known = task.names.get(id);
  if (!known) {
    if (id === 'response')
      refuse('`response` is only known where the answer of a request is stored.', offset);
    if (Object.hasOwn(FUNCTIONS, id)) refuse(`\`${id}\` is a function; write ${id}(…).`, offset);
    return refuse(`\`${id}\` is not a variable${suggest(id, task.names.keys())}`, offset);
  }
  if (id !== task.item) task.reads.add(id);
  return {
    kind: known.kind,
    run: (frame) => {
      spend(frame, 1);
      return known.read(frame);
    },
  };
}

function listOfParts(items: readonly Part[]): Code & { items: readonly Part[] } {
  let item: Kind = items[0]?.kind ?? DYNAMIC;
  for (const part of items) {
    item =
      either(item, asScalar(part).kind) ?? refuse('All items of a list are of the same type.', part.offset);
  }
  return {
    kind: { is: 'list', item, max: items.length },
    items,
    run: (frame) => {
      spend(frame, items.length);
      return items.map((part) => part.run(frame));
    },
  };
}

function fieldOfPart(owner: Part, field: string, offset: number): Code {
  const { kind } = owner;
  let known: Kind | undefined = kind.is === 'dynamic' ? DYNAMIC : undefined;
  if (kind.is === 'record' || kind.is === 'order') {
    known = kind.fields.get(field);
    if (!known)
      refuse(`${shown(owner)} has no field \`${field}\`${suggest(field, kind.fields.keys())}`, offset);
  }
  if (!known) {
    if (Object.hasOwn(FUNCTIONS, field)) {
      refuse(`\`${field}\` is a function; write ${owner.written}.${field}(…).`, offset);
    }
    const hint = kind.is === 'list' ? `; its items may have some: ${owner.written}[0].${field}` : '.';
    return refuse(`${shown(owner)} is ${wordsFor(kind.is)} and has no fields${hint}`, offset);
  }
  return {
    kind: known,
    run: (frame) => {
      spend(frame, 1);
      return fieldOf(owner.run(frame), field);
    },
  };
}

function itemOfPart(owner: Part, key: Part): Code {
  const { kind } = owner;
  if (kind.is === 'record' || kind.is === 'order') {
    if (typeof key.literal === 'string') return fieldOfPart(owner, key.literal, key.offset);
    return refuse('The name of a field is written out in quotes.', key.offset);
  }
  if (kind.is === 'list') {
    if (key.kind.is !== 'number' && key.kind.is !== 'dynamic') {
      refuse(`An item is chosen by its number: ${owner.written}[0] is the first.`, key.offset);
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
  if (kind.is !== 'dynamic') refuse(`${shown(owner)} is ${wordsFor(kind.is)} and has no items.`, key.offset);
  return {
    kind: DYNAMIC,
    run: (frame) => {
      spend(frame, 1);
      const [whole, at] = [owner.run(frame), key.run(frame)];
      if (Array.isArray(whole)) return typeof at === 'number' ? itemOf(whole, at) : null;
      return typeof at === 'string' ? fieldOf(whole, at) : null;
    },
  };
}

/** Whether outside data have a field: a missing one is nothing, and so is one that is null. */
function has(args: readonly Node[], offset: number, task: Task): Code {
  const [of] = args;
  if (args.length !== 1 || !of || (of.op !== '.' && of.op !== '[]')) {
    return refuse('Write has(response.body.name), with one field.', offset);
  }
  const part = build(of, task);
  return { kind: BOOLEAN, run: (frame) => (part.run(frame) ?? null) !== null };
}

function loopOver(id: Loop, list: Part, args: readonly Node[], task: Task): Code {
  const [item, body, ...more] = args;
  if (item?.op !== 'id' || !body || more.length > 0) {
    return refuse(`Name the item, then say what is done with it: items.${id}(item, …).`, list.end + 1);
  }
  if (task.item !== undefined) {
    return refuse(`\`${id}\` cannot stand inside another loop over a list.`, list.end + 1);
  }
  if (task.names.has(item.args)) {
    return refuse(`\`${item.args}\` is a variable already; give the item another name.`, item.start);
  }
  const names = new Map(task.names).set(item.args, {
    kind: itemKindOf(id, list),
    read: (frame) => frame.item,
  });
  return loop(id, list, build(body, { ...task, names, item: item.args }));
}
