import type { OutboundMessage } from '@parley/flows/message.ts';
import { create } from 'zustand';
import type { Failure } from '../api.ts';
import type { Filter, Viewer } from './inbox-api.ts';

export type Dialog =
  | 'shortcuts'
  | 'assign'
  | 'snooze'
  | 'labels'
  | 'merge'
  | 'canned'
  | 'settings'
  | 'start'
  | 'hand-back'
  | 'save-view';

/** Which message is answered, as much of it as is shown above the text. */
export type Quoted = { id: string; from: 'contact' | 'us'; text: string };

/** What somebody has begun to write in one conversation. */
export type Writing = { text: string; isNote: boolean; reply: Quoted | null };
export const NOTHING_WRITTEN: Writing = { text: '', isNote: false, reply: null };

/** A message on its way to the server. `messageId` is known once the server has it, until the thread shows it. */
export type Pending = {
  key: string;
  conversationId: string;
  at: string;
  message: OutboundMessage;
  replyTo: string | null;
  messageId: string | null;
  failure: Failure | null;
  /** An administrator's: why its template goes to somebody who has not agreed to it. */
  allowedBecause?: string;
};

type Toast = {
  text: string;
  undo?: (() => void) | undefined;
  isBad?: boolean | undefined;
  /** What it is about, where that can be opened. */
  conversation?: string | undefined;
};

/** How live news arrive: `late` by asking every few seconds, `off` not at all. */
export type LiveState = 'live' | 'late' | 'off';

type Inbox = {
  filter: Filter;
  selected: ReadonlySet<string>;
  dialog: Dialog | null;
  toast: Toast | null;
  live: LiveState;
  viewers: { readonly [conversationId: string]: readonly Viewer[] };
  writing: { readonly [conversationId: string]: Writing };
  pending: readonly Pending[];
  showsPanel: boolean;
};

const first: Filter = { view: 'unassigned', order: 'waiting' };

/** What the inbox's screen knows beside what the server told it. */
export const useInbox = create<Inbox>(() => ({
  filter: first,
  selected: new Set(),
  dialog: null,
  toast: null,
  live: 'off',
  viewers: {},
  writing: {},
  pending: [],
  // Where there is room for it; on narrow windows it lies over the thread, or in its place.
  showsPanel: typeof matchMedia !== 'undefined' && matchMedia('(min-width: 1101px)').matches,
}));

const { setState: set, getState: get } = useInbox;

export const show = (dialog: Dialog | null) => set({ dialog });
export const tell = (text: string, more: Omit<Toast, 'text'> = {}) => set({ toast: { text, ...more } });

/** Another list: what was selected in the one before is not in sight any more. */
export const look = (filter: Filter) => set({ filter, selected: new Set() });

export function toggleSelected(id: string): void {
  const selected = new Set(get().selected);
  if (!selected.delete(id)) selected.add(id);
  set({ selected });
}

export const writingIn = (id: string): Writing => get().writing[id] ?? NOTHING_WRITTEN;

export function write(id: string, change: Partial<Writing>): void {
  set(({ writing }) => ({
    writing: { ...writing, [id]: { ...(writing[id] ?? NOTHING_WRITTEN), ...change } },
  }));
}

export function keepPending(pending: Pending): void {
  set((state) => ({ pending: [...state.pending.filter(({ key }) => key !== pending.key), pending] }));
}

export function dropPending(keys: ReadonlySet<string>): void {
  if (keys.size > 0) set((state) => ({ pending: state.pending.filter(({ key }) => !keys.has(key)) }));
}
