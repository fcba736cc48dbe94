import { pieceOf, readClipboard } from '@parley/flows/clipboard.ts';
import type { Drawing } from '@parley/flows/drawing.ts';
import type { Change } from '@parley/flows/edit/change.ts';
import { toMachine } from '@parley/flows/machine.ts';
import type { ReactFlowInstance } from '@xyflow/react';
import { frameAround, newNote } from '../canvas/drawings.ts';
import { besidePanels } from '../canvas/padding.ts';
import type { CardEdge, CardNode } from '../canvas/projection.ts';
import { download } from '../download.ts';
import { exitOf, type FlowState, type FlowStore } from './flow-store.ts';
import { nudge } from './nudge.ts';
import type { PanelId } from './panel-ids.ts';
import type { Saving } from './save.ts';
import { inOrder, tidyPlaces } from './tidy.ts';
import { type Direction, neighbour } from './walk.ts';

export type View = ReactFlowInstance<CardNode, CardEdge>;

/** What an action works on. `say` are its words for the few things that it tells. */
export type ActionContext = {
  store: FlowStore;
  view: View;
  saving: Saving;
  say: { pasteByKey: string; tidyFailed: string };
};

/**
 * Something that a person can do. Keyboard, context menu, command palette and the sheet of shortcuts all read this list.
 * `keys` are as `keysOf` writes them; `isKeyOnly` keeps an action out of the palette, where it means nothing.
 */
export type Action = {
  id: string;
  keys: readonly string[];
  group: 'edit' | 'view' | 'flow';
  isKeyOnly?: true;
  /** It changes the flow or what is live. */
  changes?: true;
  isPossible?(state: FlowState): boolean;
  run(context: ActionContext): void | Promise<void>;
};

const isFormShown = (store: FlowStore) => store.getState().selected.size === 1;
const hasNodes = ({ selected }: FlowState) => selected.size > 0;
const hasSelection = ({ selected, selectedEdges }: FlowState) => selected.size + selectedEdges.size > 0;
const several = (least: number) => (state: FlowState) => state.selected.size >= least;

const move = <const Id extends string>(id: Id, key: string, axis: 'x' | 'y', step: number) => ({
  id,
  keys: [`alt+${key}`],
  group: 'edit' as const,
  isKeyOnly: true as const,
  changes: true as const,
  isPossible: hasNodes,
  run: (context: ActionContext) => nudge(context, axis, step),
});

const walk = <const Id extends string>(id: Id, direction: Direction, key: string) => ({
  id,
  keys: [key],
  group: 'view' as const,
  isKeyOnly: true as const,
  run: ({ store, view }: ActionContext) => {
    const { flow, selected, act } = store.getState();
    const [from] = selected;
    const to =
      from === undefined ? (flow.start ?? Object.keys(flow.nodes)[0]) : neighbour(flow, from, direction);
    if (!to) return;
    act.select([to]);
    bringIntoView(view, to);
    const card = document.querySelector(`.react-flow__node[data-id="${CSS.escape(to)}"]`);
    if (card instanceof HTMLElement) card.focus({ preventScroll: true });
  },
});

const align = <const Id extends string>(id: Id, along: 'left' | 'top', keys: string[]) => ({
  id,
  keys,
  group: 'edit' as const,
  changes: true as const,
  isPossible: several(2),
  run: ({ store, view }: ActionContext) => {
    store.getState().act.change({ kind: 'align', along, boxes: boxesOf(store, view) });
  },
});

const distribute = <const Id extends string>(id: Id, direction: 'horizontally' | 'vertically') => ({
  id,
  keys: [],
  group: 'edit' as const,
  changes: true as const,
  isPossible: several(3),
  run: ({ store, view }: ActionContext) => {
    store.getState().act.change({ kind: 'distribute', direction, boxes: boxesOf(store, view) });
  },
});

const opens = <const Id extends 'commands' | 'shortcuts' | 'search' | 'publish' | 'problems'>(
  id: Id,
  keys: string[],
  group: 'view' | 'flow',
) => ({ id, keys, group, run: ({ store }: ActionContext) => store.getState().act.show({ dialog: id }) });

const shows = <const Id extends PanelId>(id: Id, keys: string[]) => ({
  id,
  keys,
  group: 'view' as const,
  run: ({ store }: ActionContext) => {
    const { panel, act } = store.getState();
    act.show({ panel: panel === id ? null : id });
  },
});

export const ACTIONS = [
  {
    id: 'undo',
    changes: true,
    keys: ['mod+z'],
    group: 'edit',
    isPossible: ({ past }: FlowState) => past.length > 0,
    run: ({ store }: ActionContext) => store.getState().act.undo(),
  },
  {
    id: 'redo',
    changes: true,
    keys: ['mod+shift+z', 'mod+y'],
    group: 'edit',
    isPossible: ({ future }: FlowState) => future.length > 0,
    run: ({ store }: ActionContext) => store.getState().act.redo(),
  },
  /* The browser makes these three of the keys, as events with the clipboard in them: `use-clipboard.ts` listens. */
  {
    id: 'cut',
    changes: true,
    keys: ['mod+x'],
    group: 'edit',
    isPossible: hasNodes,
    run: () => void document.execCommand('cut'),
  },
  {
    id: 'copy',
    keys: ['mod+c'],
    group: 'edit',
    isPossible: hasNodes,
    run: () => void document.execCommand('copy'),
  },
  { id: 'paste', changes: true, keys: ['mod+v'], group: 'edit', run: pasteFromMenu },
  {
    id: 'duplicate',
    changes: true,
    keys: ['mod+d'],
    group: 'edit',
    isPossible: hasNodes,
    run: ({ store }: ActionContext) => {
      const { flow, selected, act } = store.getState();
      const paste: Change = { kind: 'paste', piece: pieceOf(flow, [...selected]), by: [40, 40] };
      act.change(paste);
    },
  },
  {
    id: 'remove',
    changes: true,
    keys: ['delete', 'backspace'],
    group: 'edit',
    isPossible: hasSelection,
    run: ({ store }: ActionContext) => removeSelected(store),
  },
  {
    id: 'select-all',
    keys: ['mod+a'],
    group: 'edit',
    run: ({ store }: ActionContext) => {
      const { flow, act } = store.getState();
      act.select(Object.keys(flow.nodes));
    },
  },
  {
    id: 'deselect',
    keys: ['escape'],
    group: 'edit',
    isKeyOnly: true,
    run: ({ store }: ActionContext) => {
      const { act, isSimulating } = store.getState();
      act.select([]);
      act.show({ picker: null, menu: null, look: null, ...(!isSimulating && { path: new Set<string>() }) });
    },
  },
  {
    id: 'add-behind',
    changes: true,
    keys: ['a'],
    group: 'edit',
    run: ({ store, view }: ActionContext) => pickBehindSelected(store, view),
  },
  {
    id: 'set-start',
    changes: true,
    keys: [],
    group: 'edit',
    isPossible: ({ selected }: FlowState) => selected.size === 1,
    run: ({ store }: ActionContext) => {
      const { selected, act } = store.getState();
      const [node = null] = selected;
      act.change({ kind: 'start', node });
    },
  },
  {
    id: 'note',
    changes: true,
    keys: ['shift+s'],
    group: 'edit',
    run: ({ store, view }: ActionContext) => {
      const middle = view.screenToFlowPosition({ x: window.innerWidth / 2, y: window.innerHeight / 3 });
      drawAndWrite(store, newNote(store.getState().flow, middle));
    },
  },
  {
    id: 'frame',
    changes: true,
    keys: ['mod+g'],
    group: 'edit',
    isPossible: hasNodes,
    run: ({ store, view }: ActionContext) => {
      const { flow } = store.getState();
      const boxes = boxesOf(store, view).map(({ node, size }) => {
        return { id: node, at: flow.nodes[node]?.at ?? ([0, 0] as const), size };
      });
      drawAndWrite(store, frameAround(flow, boxes));
    },
  },
  { id: 'tidy', changes: true, keys: ['shift+alt+t'], group: 'edit', run: tidy },
  align('align-left', 'left', []),
  align('align-top', 'top', []),
  distribute('distribute-across', 'horizontally'),
  distribute('distribute-down', 'vertically'),
  move('move-left', 'arrowleft', 'x', -20),
  move('move-right', 'arrowright', 'x', 20),
  move('move-up', 'arrowup', 'y', -20),
  move('move-down', 'arrowdown', 'y', 20),
  walk('walk-left', 'left', 'arrowleft'),
  walk('walk-right', 'right', 'arrowright'),
  walk('walk-up', 'up', 'arrowup'),
  walk('walk-down', 'down', 'arrowdown'),
  {
    id: 'zoom-in',
    keys: ['+', '='],
    group: 'view',
    run: async ({ view }: ActionContext) => void (await view.zoomIn({ duration: 140 })),
  },
  {
    id: 'zoom-out',
    keys: ['-'],
    group: 'view',
    run: async ({ view }: ActionContext) => void (await view.zoomOut({ duration: 140 })),
  },
  {
    id: 'zoom-full',
    keys: ['0'],
    group: 'view',
    run: async ({ view }: ActionContext) => void (await view.zoomTo(1, { duration: 140 })),
  },
  {
    id: 'zoom-fit',
    keys: ['1'],
    group: 'view',
    run: async ({ store, view }: ActionContext) =>
      void (await view.fitView({ padding: besidePanels(isFormShown(store)), maxZoom: 1, duration: 160 })),
  },
  {
    id: 'zoom-selection',
    keys: ['2'],
    group: 'view',
    isPossible: hasNodes,
    run: async ({ store, view }: ActionContext) => {
      const nodes = [...store.getState().selected].map((id) => ({ id }));
      await view.fitView({ nodes, padding: besidePanels(isFormShown(store)), maxZoom: 1.25, duration: 160 });
    },
  },
  opens('search', ['mod+f'], 'view'),
  opens('commands', ['mod+k'], 'view'),
  opens('shortcuts', ['?'], 'view'),
  { ...shows('palette', ['n']), changes: true },
  shows('outline', ['o']),
  shows('settings', ['s']),
  shows('variables', ['v']),
  shows('translations', ['l']),
  shows('tests', ['e']),
  shows('history', ['h']),
  opens('problems', ['p'], 'flow'),
  {
    id: 'simulate',
    keys: ['t'],
    group: 'flow',
    run: ({ store }: ActionContext) => {
      const { isSimulating, act } = store.getState();
      act.show({ isSimulating: !isSimulating, simulateFrom: null, path: new Set() });
    },
  },
  {
    id: 'save',
    changes: true,
    keys: ['mod+s'],
    group: 'flow',
    run: async ({ saving }: ActionContext) => void (await saving.flush()),
  },
  { ...opens('publish', [], 'flow'), changes: true },
  {
    id: 'export',
    keys: [],
    group: 'flow',
    run: ({ store }: ActionContext) => {
      const { flow } = store.getState();
      download(
        `${flow.id}.machine.json`,
        'application/json',
        `${JSON.stringify(toMachine(flow), null, 2)}\n`,
      );
    },
  },
] as const satisfies Action[];

export type ActionId = (typeof ACTIONS)[number]['id'];

/** Widths, on the screen, that the palette and the form of the selected node take from the canvas. */
const TAKEN = { left: 256, right: 388 };

/** Shows a node beside the panels without changing how near one is, and only when it is not in sight. */
export function bringIntoView(view: View, id: string): void {
  const node = view.getInternalNode(id);
  const canvas = document.querySelector('.react-flow')?.getBoundingClientRect();
  if (!node || !canvas) return;
  const { x, y } = node.internals.positionAbsolute;
  const { width = 264, height = 120 } = node.measured;
  const from = view.flowToScreenPosition({ x, y });
  const to = view.flowToScreenPosition({ x: x + width, y: y + Math.min(height, 120) });
  const isAcross = from.x > canvas.left + TAKEN.left && to.x < canvas.right - TAKEN.right;
  if (isAcross && from.y > canvas.top + 16 && to.y < canvas.bottom - 16) return;
  const zoom = Math.max(view.getZoom(), 0.6);
  const aside = (TAKEN.right - TAKEN.left) / 2 / zoom;
  void view.setCenter(x + width / 2 + aside, y + height / 2, { zoom, duration: 160 });
}

/** Shows what a change has added, as soon as it is drawn. */
export function showAdded(view: View, added: readonly string[] | null): void {
  const [id] = added ?? [];
  if (id === undefined) return;
  requestAnimationFrame(() => requestAnimationFrame(() => bringIntoView(view, id)));
}

/** Draws, and waits for what is to be written there. */
function drawAndWrite(store: FlowStore, drawing: Drawing): void {
  const { act } = store.getState();
  if (act.change({ kind: 'draw', drawing }) === null) return;
  act.select([]);
  act.show({ drawing: { id: drawing.id, isEditing: true } });
}

function boxesOf(store: FlowStore, view: View) {
  return [...store.getState().selected].map((node) => {
    const { width = 0, height = 0 } = view.getNode(node)?.measured ?? {};
    return { node, size: [width, height] as [number, number] };
  });
}

/** Takes away what is selected, as one step. */
export function removeSelected(store: FlowStore): void {
  const { selected, selectedEdges, flow, act } = store.getState();
  const edges = [...selectedEdges].map(exitOf).filter(({ node }) => !selected.has(node));
  const left = edges.filter(({ node, port }) => !selected.has(flow.edges[node]?.[port] ?? ''));
  const disconnect = { kind: 'disconnect' as const, edges: left };
  const remove = { kind: 'remove' as const, nodes: [...selected] };
  const changes = [...(left.length > 0 ? [disconnect] : []), ...(selected.size > 0 ? [remove] : [])];
  if (changes.length > 0 && act.change({ kind: 'batch', changes }) !== null) {
    act.tell(store.getState().past.at(-1)?.name ?? '', { canUndo: true });
  }
}

function pickBehindSelected(store: FlowStore, view: View): void {
  const { flow, selected, act } = store.getState();
  const [node] = selected;
  const shown = node === undefined ? undefined : view.getNode(node);
  const canvas = document.querySelector('.react-flow')?.getBoundingClientRect();
  const middle = {
    x: (canvas?.left ?? 0) + (canvas?.width ?? 0) / 2,
    y: (canvas?.top ?? 0) + (canvas?.height ?? 0) / 3,
  };
  if (node === undefined || !shown || selected.size > 1) {
    const { x, y } = view.screenToFlowPosition(middle);
    act.show({ picker: { at: [Math.round(x), Math.round(y)], screen: [middle.x, middle.y] } });
    return;
  }
  const port = shown.data.ports.find(({ id }) => flow.edges[node]?.[id] === undefined);
  const at: [number, number] = [shown.position.x + (shown.measured?.width ?? 0) + 100, shown.position.y];
  const { x, y } = view.flowToScreenPosition({ x: at[0], y: at[1] });
  act.show({ picker: { at, screen: [x, y], ...(port && { from: { node, port: port.id } }) } });
}

/** Puts nodes from the clipboard beside where they were, or into the middle when they come from elsewhere. */
export function pasteText({ store, view }: Pick<ActionContext, 'store' | 'view'>, text: string): void {
  const { flow, act } = store.getState();
  const read = readClipboard(text);
  if (!read.ok) {
    act.tell(read.reason);
    return;
  }
  const places = read.piece.nodes.flatMap(({ id, config }) => {
    const { at } = config;
    return Array.isArray(at) ? [{ id, x: Number(at[0]), y: Number(at[1]) }] : [];
  });
  const isFromHere = places.every(({ id }) => Object.hasOwn(flow.nodes, id));
  const canvas = document.querySelector('.react-flow')?.getBoundingClientRect();
  const middle = view.screenToFlowPosition({
    x: (canvas?.left ?? 0) + (canvas?.width ?? 0) / 2,
    y: (canvas?.top ?? 0) + (canvas?.height ?? 0) / 2,
  });
  const left = Math.min(...places.map(({ x }) => x));
  const top = Math.min(...places.map(({ y }) => y));
  const by: [number, number] = isFromHere
    ? [40, 40]
    : [Math.round(middle.x - left), Math.round(middle.y - top)];
  act.change({ kind: 'paste', piece: read.piece, by });
}

async function pasteFromMenu(context: ActionContext): Promise<void> {
  try {
    pasteText(context, await navigator.clipboard.readText());
  } catch {
    context.store.getState().act.tell(context.say.pasteByKey);
  }
}

async function tidy({ store, view, say }: ActionContext): Promise<void> {
  const { flow, act } = store.getState();
  const nodes = inOrder(flow).map((id) => {
    const node = view.getInternalNode(id);
    const bounds = node?.internals.handleBounds?.source;
    /* What has never been in sight has not been measured: its ways out are taken to be a row each. */
    const ports =
      bounds ?? (node?.data.ports ?? []).map((port, at) => ({ id: port.id, y: 64 + at * 28, height: 12 }));
    return {
      id,
      width: node?.measured.width ?? 264,
      height: node?.measured.height ?? 160,
      ports: ports.flatMap((port) => (port.id ? [{ id: port.id, y: port.y + port.height / 2 }] : [])),
    };
  });
  const known = new Set(nodes.flatMap(({ id, ports }) => ports.map((port) => `${id}.${port.id}`)));
  const edges = Object.entries(flow.edges).flatMap(([node, ports]) =>
    Object.entries(ports).flatMap(([port, to]) => (known.has(`${node}.${port}`) ? [{ node, port, to }] : [])),
  );
  try {
    const places = await tidyPlaces(nodes, edges);
    act.change({ kind: 'move', nodes: places, isTidy: true });
    requestAnimationFrame(
      () => void view.fitView({ padding: besidePanels(isFormShown(store)), maxZoom: 1, duration: 160 }),
    );
  } catch {
    act.tell(say.tidyFailed);
  }
}
