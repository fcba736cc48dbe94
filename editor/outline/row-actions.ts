import type { OutlineRow, Way } from './outline-rows.ts';

export type RowActionId =
  | 'open'
  | 'goTo'
  | 'add'
  | 'connect'
  | 'disconnect'
  | 'rename'
  | 'duplicate'
  | 'setStart'
  | 'show'
  | 'remove';

type RowAction = { id: RowActionId; keys: readonly string[]; isFor(row: OutlineRow): boolean };

const isNode = ({ is }: OutlineRow) => is === 'node';
const hasNode = ({ is }: OutlineRow) => is === 'node' || is === 'reference';

/** The way that leads to a row, when it can be led elsewhere. */
export const wayOf = (row: OutlineRow): Way | null => (row.is === 'heading' ? null : row.way);

/** What can be done with a row, in the order of its menu; keys as `keysOf` writes them. The first that fits is what Enter does. */
export const ROW_ACTIONS: readonly RowAction[] = [
  { id: 'open', keys: ['enter'], isFor: isNode },
  { id: 'goTo', keys: ['enter'], isFor: ({ is }) => is === 'reference' },
  { id: 'add', keys: ['a', 'insert', 'enter'], isFor: ({ is }) => is !== 'heading' },
  { id: 'connect', keys: ['c'], isFor: (row) => wayOf(row) !== null },
  {
    id: 'disconnect',
    keys: ['x', 'delete', 'backspace'],
    isFor: (row) => row.is === 'reference',
  },
  { id: 'disconnect', keys: ['x'], isFor: (row) => isNode(row) && wayOf(row) !== null },
  { id: 'rename', keys: ['f2'], isFor: isNode },
  { id: 'duplicate', keys: ['mod+d'], isFor: isNode },
  { id: 'setStart', keys: ['s'], isFor: isNode },
  { id: 'show', keys: [' ', 'j'], isFor: hasNode },
  { id: 'remove', keys: ['delete', 'backspace'], isFor: isNode },
];
