import type { Change, Exit, Patch } from '@parley/flows/edit/change.ts';
import { patchBetween } from '@parley/flows/edit/patch.ts';
import { edit } from '@parley/flows/edit.ts';
import type { Flow } from '@parley/flows/flow.ts';
import type { FlowTest } from '@parley/flows/flow-test.ts';
import type { ComparisonPicture } from '@parley/flows/picture.ts';
import type { Problem } from '@parley/flows/problem.ts';
import type { WindowState } from '@parley/flows/window-report.ts';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../api.ts';
import type { Guide } from '../canvas/guides.ts';
import type { PanelId } from './panel-ids.ts';

/** One step of the history; `changes` take it back (or make it again), the last first. */
type Step = { name: string; changes: Patch[]; group: string | null; at: number };

export type SaveState =
  | { is: 'saved' }
  | { is: 'changed' }
  | { is: 'saving' }
  | { is: 'failed'; failure: Failure }
  /** Somebody else saved `revision`; nothing of ours is stored until a person decides. */
  | { is: 'conflict'; revision: number; by: string | null; at: string };

/** Another state of the flow on the canvas, instead of the draft: to be read, not changed. `compared` says what became of what. */
export type Look = { title: string; flow: Flow; compared: Comparison | null };
export type Comparison = ComparisonPicture & { before: Flow; after: Flow };

/** Where a new node goes: a place on the canvas, behind a way out or on an edge when one is named. */
export type Picker = { at: [number, number]; screen: [number, number]; from?: Exit; edge?: Exit };

/** Where a context menu was asked for, and of what. */
export type Menu = { screen: [number, number]; at: [number, number]; of: 'canvas' | 'nodes' | 'edge' };

export type Dialog = 'commands' | 'shortcuts' | 'search' | 'publish' | 'problems';

export type FlowState = {
  flow: Flow;
  /** The draft as the server has it: everything is saved when it is `flow`. */
  stored: Flow;
  revision: number;
  publishedVersion: number | null;
  save: SaveState;
  past: Step[];
  future: Step[];
  selected: ReadonlySet<string>;
  selectedEdges: ReadonlySet<string>;
  /** The note or frame that is selected, and whether it is being written in. */
  drawing: { id: string; isEditing: boolean } | null;
  locale: string;
  problems: Problem[];
  /** Whether the 24-hour window is open when a conversation comes to a node, by its id, as far as it is known. */
  windows: { readonly [node: string]: WindowState };
  /** What the person is told last; a new object each time. */
  notice: { text: string; canUndo: boolean } | null;
  picker: Picker | null;
  menu: Menu | null;
  dialog: Dialog | null;
  /** What is open on the canvas's left. */
  panel: PanelId | null;
  look: Look | null;
  /** Lines that show what moved cards are in line with; brief ones go by themselves. */
  guides: { lines: readonly Guide[]; isBrief: boolean } | null;
  /** Why nothing can be changed here, in words; null for those who may. */
  readOnly: string | null;
  isSimulating: boolean;
  /** The node that the simulated conversation begins at; null for the flow's own beginning. */
  simulateFrom: string | null;
  /** A test whose conversation the simulator is to show, up to this many steps after the beginning; a new object each time. */
  replay: { test: FlowTest; upTo: number } | null;
  /** Nodes and edges that the simulated conversation went through last. */
  path: ReadonlySet<string>;
};

export type FlowActions = {
  /** Makes a change; of one `group` and within a moment, changes are one step of the history. Ids of new nodes, or null. */
  change(change: Change, options?: { group?: string }): string[] | null;
  undo(): void;
  redo(): void;
  select(nodes: Iterable<string>, edges?: Iterable<string>): void;
  tell(text: string, options?: { canUndo: boolean }): void;
  guide(lines: readonly Guide[], options?: { isBrief: boolean }): void;
  show(
    part: Partial<
      Pick<
        FlowState,
        | 'drawing'
        | 'picker'
        | 'menu'
        | 'dialog'
        | 'panel'
        | 'look'
        | 'isSimulating'
        | 'simulateFrom'
        | 'replay'
        | 'locale'
        | 'path'
        | 'notice'
      >
    >,
  ): void;
  setSave(save: SaveState): void;
  setProblems(problems: Problem[], windows?: FlowState['windows']): void;
  setPublished(version: number): void;
  /** `flow` is what the server has as `revision` now. */
  stored(flow: Flow, revision: number): void;
  /** Takes over what somebody else saved; undo brings our own back. */
  takeTheirs(flow: Flow, revision: number): void;
};

export type FlowStore = StoreApi<FlowState & { act: FlowActions }>;

/** Longest pause, in milliseconds, between changes of one group that still are one step. */
const GROUP_PAUSE = 1_500;

/** An edge's name: which way out of which node. */
export const edgeId = ({ node, port }: Exit) => `${node}.${port}`;

export function exitOf(id: string): Exit {
  const dot = id.indexOf('.');
  return { node: id.slice(0, dot), port: id.slice(dot + 1) };
}

export type Opened = Pick<FlowState, 'flow' | 'stored' | 'revision' | 'publishedVersion'> &
  Partial<Pick<FlowState, 'readOnly'>>;

/** A flow being edited: the flow, its history, what is selected and what is shown. `now` is in milliseconds. */
export function createFlowStore(opened: Opened, now: () => number = Date.now): FlowStore {
  return createStore<FlowState & { act: FlowActions }>((set, get) => ({
    ...opened,
    save: { is: opened.flow === opened.stored ? 'saved' : 'changed' },
    past: [],
    future: [],
    selected: new Set(),
    selectedEdges: new Set(),
    drawing: null,
    locale: opened.flow.settings.defaultLocale,
    problems: [],
    windows: {},
    notice: null,
    picker: null,
    menu: null,
    dialog: null,
    panel: opened.readOnly ? null : 'palette',
    look: null,
    guides: null,
    readOnly: opened.readOnly ?? null,
    isSimulating: false,
    simulateFrom: null,
    replay: null,
    path: new Set(),
    act: {
      change(change, { group } = {}) {
        const { look, readOnly } = get();
        if (readOnly !== null) set({ notice: { text: readOnly, canUndo: false } });
        if (look !== null || readOnly !== null) return null;
        const edited = edit(get().flow, change);
        if (!edited.ok) {
          set({ notice: { text: edited.reason, canUndo: false } });
          return null;
        }
        if (edited.flow === get().flow) return [];
        const step = { name: edited.name, changes: [edited.inverse], group: group ?? null, at: now() };
        set((state) => ({ ...moved(state, edited.flow), past: appended(state.past, step), future: [] }));
        /* Its way back would take back this change instead. */
        if (get().notice?.canUndo) set({ notice: null });
        if (edited.added.length > 0) get().act.select(edited.added);
        return edited.added;
      },
      undo: () => set((state) => (state.look ? {} : stepped(state, 'past', now()))),
      redo: () => set((state) => (state.look ? {} : stepped(state, 'future', now()))),
      select(nodes, edges = []) {
        set({ selected: new Set(nodes), selectedEdges: new Set(edges), drawing: null });
      },
      guide(lines, { isBrief } = { isBrief: false }) {
        const shown = get().guides;
        const isAsBefore =
          shown?.isBrief === isBrief && JSON.stringify(shown.lines) === JSON.stringify(lines);
        if (lines.length === 0 ? shown !== null : !isAsBefore)
          set({ guides: lines.length === 0 ? null : { lines, isBrief } });
      },
      tell: (text, { canUndo } = { canUndo: false }) => set({ notice: { text, canUndo } }),
      show: (part) => set(({ readOnly }) => (readOnly === null ? part : { ...part, picker: null })),
      setSave: (save) => set({ save }),
      setProblems: (problems, windows) => set({ problems, ...(windows && { windows }) }),
      setPublished: (publishedVersion) => set({ publishedVersion }),
      stored: (stored, revision) =>
        set(({ flow }) => ({ stored, revision, save: { is: flow === stored ? 'saved' : 'changed' } })),
      takeTheirs(theirs, revision) {
        const name = 'Load what was saved';
        const back = patchBetween(theirs, get().flow, name);
        const step = { name, changes: [back], group: null, at: now() };
        set((state) => ({
          ...moved(state, theirs),
          past: [...state.past, step],
          future: [],
          stored: theirs,
          revision,
          save: { is: 'saved' },
        }));
      },
    },
  }));
}

/** What a new flow means for the rest: the selection holds only what is there. */
function moved(state: FlowState, flow: Flow): Partial<FlowState> {
  const nodes = [...state.selected].filter((id) => Object.hasOwn(flow.nodes, id));
  const edges = [...state.selectedEdges].filter((id) => {
    const { node, port } = exitOf(id);
    return flow.edges[node]?.[port] !== undefined;
  });
  return {
    flow,
    selected: nodes.length === state.selected.size ? state.selected : new Set(nodes),
    selectedEdges: edges.length === state.selectedEdges.size ? state.selectedEdges : new Set(edges),
    ...(state.save.is === 'saved' && { save: { is: 'changed' as const } }),
  };
}

function appended(past: Step[], step: Step): Step[] {
  const last = past.at(-1);
  const isSame = last && step.group !== null && last.group === step.group && step.at - last.at < GROUP_PAUSE;
  if (!isSame) return [...past, step];
  return [...past.slice(0, -1), { ...step, changes: [...step.changes, ...last.changes] }];
}

function stepped(state: FlowState, from: 'past' | 'future', at: number): Partial<FlowState> {
  const step = state[from].at(-1);
  if (!step) return {};
  const edited = edit(state.flow, { kind: 'batch', name: step.name, changes: step.changes });
  if (!edited.ok) return { notice: { text: edited.reason, canUndo: false } };
  const back = { name: step.name, changes: [edited.inverse], group: null, at };
  const to = from === 'past' ? 'future' : 'past';
  return {
    ...moved(state, edited.flow),
    [from]: state[from].slice(0, -1),
    [to]: [...state[to], back],
  };
}
