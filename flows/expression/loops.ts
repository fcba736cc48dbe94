import { refuse } from './fault.ts';
import { booleanOf, type Frame, given, listOf, spend } from './frame.ts';
import { BOOLEAN, DYNAMIC, type Kind, wordsFor } from './kind.ts';
import { asCondition, type Code, type Part, shown } from './part.ts';

/** What may be done with each item of a list: `items.filter(item, item.price == "0")`. */
const LOOPS = ['map', 'filter', 'all', 'exists', 'exists_one'] as const;
export type Loop = (typeof LOOPS)[number];

export function isLoop(id: string): id is Loop {
  return LOOPS.some((loop) => loop === id);
}

/** The kind of the items that a loop goes through. Refuses what is no list. */
export function itemKindOf(id: Loop, list: Part): Kind {
  if (list.kind.is === 'list') return list.kind.item;
  if (list.kind.is === 'dynamic') return DYNAMIC;
  return refuse(`${shown(list)} is ${wordsFor(list.kind.is)}; \`${id}\` needs a list.`, list.offset);
}

/** `each` is what stands behind the comma; it reads the item from the frame. */
export function loop(id: Loop, list: Part, each: Part): Code {
  const max = list.kind.is === 'list' ? list.kind.max : Number.POSITIVE_INFINITY;
  const body = id === 'map' ? each : asCondition(each);
  const valueFor = (frame: Frame, item: unknown) => {
    spend(frame, 1);
    frame.item = given(item);
    return body.run(frame);
  };
  const holds = (frame: Frame) => (item: unknown) => booleanOf(valueFor(frame, item));
  const itemsOf = (frame: Frame) => listOf(list.run(frame));
  switch (id) {
    case 'map':
      return {
        kind: { is: 'list', item: each.kind, max },
        run: (frame) => itemsOf(frame).map((item) => valueFor(frame, item)),
      };
    case 'filter':
      return {
        kind: { is: 'list', item: itemKindOf(id, list), max },
        run: (frame) => itemsOf(frame).filter(holds(frame)),
      };
    case 'all':
      return { kind: BOOLEAN, run: (frame) => itemsOf(frame).every(holds(frame)) };
    case 'exists':
      return { kind: BOOLEAN, run: (frame) => itemsOf(frame).some(holds(frame)) };
    case 'exists_one':
      return { kind: BOOLEAN, run: (frame) => itemsOf(frame).filter(holds(frame)).length === 1 };
  }
}
