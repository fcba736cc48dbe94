import { edit } from '@parley/flows/edit.ts';
import type { Flow } from '@parley/flows/flow.ts';
import { toMachine } from '@parley/flows/machine.ts';
import { describe, expect, test, vi } from 'vitest';
import type { Answer, Draft } from '../../editor/api.ts';
import { projector, type Scene } from '../../editor/canvas/projection.ts';
import { createFlowStore } from '../../editor/flow/flow-store.ts';
import { keysOf } from '../../editor/flow/keys-of.ts';
import { openDraft } from '../../editor/flow/open-draft.ts';
import { insertOn } from '../../editor/flow/place-behind.ts';
import { type LocalCopies, startSaving } from '../../editor/flow/save.ts';
import { searchFlow } from '../../editor/flow/search.ts';
import { neighbour } from '../../editor/flow/walk.ts';
import { nodeWords } from '../../editor/node-words.ts';

const text = (body: string, at: [number, number]) => ({
  type: 'message' as const,
  at,
  bubbles: [{ id: 'a', message: { type: 'text' as const, body } }],
});

/** hello → more → bye, and aside below hello. */
const flow: Flow = {
  id: 'sample',
  settings: {
    name: 'Sample',
    locales: ['en', 'ru'],
    defaultLocale: 'en',
    variables: [],
    escalation: { keywords: {}, maxTurns: 2 },
    texts: { ru: { 'more.bubbles.a.message.body': 'Ещё слова' } },
  },
  start: 'hello',
  nodes: {
    hello: text('Hello there', [0, 0]),
    more: text('More words', [400, 0]),
    bye: text('Goodbye', [800, 0]),
    aside: text('Aside', [0, 300]),
  },
  edges: { hello: { next: 'more' }, more: { next: 'bye' } },
  globals: {},
};

const opened = { flow, stored: flow, revision: 3, publishedVersion: null };
const move = (node: string, at: [number, number]) => ({ kind: 'move' as const, nodes: [{ node, at }] });

describe('the history', () => {
  test('goes back through every step by name, and forward again', () => {
    const store = createFlowStore(opened);
    const { act } = store.getState();
    act.change(move('aside', [20, 20]));
    act.change({ kind: 'remove', nodes: ['more'] });
    const last = store.getState().flow;
    expect(store.getState().past.map(({ name }) => name)).toEqual(['Move 1 node', 'Delete 1 node']);
    act.undo();
    act.undo();
    expect(store.getState().flow).toEqual(flow);
    act.redo();
    act.redo();
    expect(store.getState().flow).toEqual(last);
    expect(store.getState().future).toEqual([]);
  });

  test('takes changes of one group for one step until a pause', () => {
    let now = 0;
    const store = createFlowStore(opened, () => now);
    const { act } = store.getState();
    for (const x of [20, 40, 60]) {
      act.change(move('aside', [x, 300]), { group: 'aside' });
      now += 1_000;
    }
    now += 2_000;
    act.change(move('aside', [80, 300]), { group: 'aside' });
    expect(store.getState().past).toHaveLength(2);
    act.undo();
    expect(store.getState().flow.nodes.aside?.at).toEqual([60, 300]);
    act.undo();
    expect(store.getState().flow).toEqual(flow);
    act.redo();
    expect(store.getState().flow.nodes.aside?.at).toEqual([60, 300]);
  });

  test('keeps a refused change out, and says why', () => {
    const store = createFlowStore(opened);
    expect(store.getState().act.change({ kind: 'remove', nodes: ['nobody'] })).toBeNull();
    expect(store.getState().notice?.text).toContain('nobody');
    expect(store.getState().past).toEqual([]);
  });

  test('holds no selection of what is gone', () => {
    const store = createFlowStore(opened);
    const { act } = store.getState();
    act.select(['more', 'bye'], ['more.next']);
    act.change({ kind: 'remove', nodes: ['more'] });
    expect([...store.getState().selected]).toEqual(['bye']);
    expect([...store.getState().selectedEdges]).toEqual([]);
  });

  test('brings our own back after taking what somebody else saved', () => {
    const store = createFlowStore(opened);
    const { act } = store.getState();
    act.change(move('aside', [500, 500]));
    const mine = store.getState().flow;
    const theirs = edit(flow, { kind: 'remove', nodes: ['bye'] });
    if (!theirs.ok) throw new Error(theirs.reason);
    act.takeTheirs(theirs.flow, 9);
    expect(store.getState()).toMatchObject({ revision: 9, save: { is: 'saved' } });
    act.undo();
    expect(store.getState().flow).toEqual(mine);
    expect(store.getState().save).toEqual({ is: 'changed' });
  });
});

/** A browser's storage, in memory. */
function memory(): LocalCopies & { size: () => number } {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    size: () => kept.size,
  };
}

type Saved = Answer<{ revision: number; savedAt: string }>;
const stale: Saved = {
  ok: false,
  why: 'refused',
  status: 409,
  problem: { code: 'stale-revision', revision: 7, savedBy: 'Guest', savedAt: '2026-01-01T00:00:00.000Z' },
};
const silent: Saved = { ok: false, why: 'no-answer', status: null, problem: {} };

test('a node put on an edge takes room, as one step', () => {
  const store = createFlowStore(opened);
  const { act } = store.getState();
  const edge = { node: 'hello', port: 'next' };
  act.change(insertOn(flow, { type: 'wait', edge, at: [200, 0] }));
  const { nodes } = store.getState().flow;
  expect([nodes.wait?.at, nodes.more?.at, nodes.bye?.at]).toEqual([
    [380, 0],
    [760, 0],
    [1160, 0],
  ]);
  act.undo();
  expect(store.getState().flow).toEqual(flow);
});

describe('saving', () => {
  test('sends the newest once, with the revision that was edited, and then counts on', async () => {
    const store = createFlowStore(opened);
    const sent: { revision: number; at: unknown }[] = [];
    const saving = startSaving(
      store,
      async (_, { machine, revision }) => {
        sent.push({ revision, at: machine.states.aside?.meta.node.at });
        return { ok: true, body: { revision: revision + 1, savedAt: '' } };
      },
      memory(),
    );
    const { act } = store.getState();
    act.change(move('aside', [20, 20]));
    act.change(move('aside', [40, 40]));
    expect(await saving.flush()).toBe(true);
    expect(await saving.flush()).toBe(true);
    act.change(move('aside', [60, 60]));
    await saving.flush();
    saving.stop();
    expect(sent).toEqual([
      { revision: 3, at: [40, 40] },
      { revision: 4, at: [60, 60] },
    ]);
    expect(store.getState().save).toEqual({ is: 'saved' });
  });

  test('what is edited while a save is under way is saved after it', async () => {
    const store = createFlowStore(opened);
    const { act } = store.getState();
    const revisions: number[] = [];
    const saving = startSaving(
      store,
      async (_, { revision }) => {
        revisions.push(revision);
        if (revisions.length === 1) act.change(move('aside', [60, 60]));
        return { ok: true, body: { revision: revision + 1, savedAt: '' } };
      },
      memory(),
    );
    act.change(move('aside', [20, 20]));
    expect(await saving.flush()).toBe(true);
    saving.stop();
    expect(revisions).toEqual([3, 4]);
  });

  test('stops at a conflict until a person has decided, and keeps a copy meanwhile', async () => {
    const store = createFlowStore(opened);
    const copies = memory();
    const save = vi.fn(async () => stale);
    const saving = startSaving(store, save, copies);
    store.getState().act.change(move('aside', [20, 20]));
    expect(await saving.flush()).toBe(false);
    expect(await saving.flush()).toBe(false);
    saving.stop();
    expect(save).toHaveBeenCalledTimes(1);
    expect(store.getState().save).toMatchObject({ is: 'conflict', revision: 7, by: 'Guest' });
    expect(copies.size()).toBe(1);
  });

  test('work that was not saved is opened again; on an old revision, as a conflict', async () => {
    const store = createFlowStore(opened);
    const copies = memory();
    const saving = startSaving(store, async () => silent, copies);
    store.getState().act.change(move('aside', [20, 20]));
    await saving.flush();
    saving.stop();
    const draft = (revision: number): Draft => ({
      id: 'sample',
      name: 'Sample',
      revision,
      savedBy: 'Guest',
      savedAt: '2026-01-01T00:00:00.000Z',
      publishedVersion: null,
      machine: toMachine(flow),
    });
    const same = openDraft(copies, draft(3), flow);
    expect(same.opened.flow.nodes.aside?.at).toEqual([20, 20]);
    expect(same.save).toBeNull();
    const other = openDraft(copies, draft(4), { ...flow, start: 'bye' });
    expect(other.save).toMatchObject({ is: 'conflict', revision: 4, by: 'Guest' });
    /* What it was made from, which the server does not have any more: only with that the two can be merged. */
    expect(other.opened.stored).toEqual(flow);
  });

  test('goes on by itself after a sign-in has expired and was renewed', async () => {
    vi.useFakeTimers();
    try {
      const store = createFlowStore(opened);
      const copies = memory();
      const expired: Saved = { ok: false, why: 'no-key', status: 401, problem: {} };
      const answers: Saved[] = [expired, { ok: true, body: { revision: 4, savedAt: '' } }];
      const saving = startSaving(store, async () => answers.shift() ?? silent, copies);
      store.getState().act.change(move('aside', [20, 20]));
      expect(await saving.flush()).toBe(false);
      await vi.advanceTimersByTimeAsync(500);
      expect([store.getState().save.is, copies.size()]).toEqual(['failed', 1]);
      await vi.advanceTimersByTimeAsync(5_000);
      saving.stop();
      expect([store.getState().save.is, copies.size()]).toEqual(['saved', 0]);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('finding the way', () => {
  test('arrows follow the edges, else lead to the nearest', () => {
    expect(neighbour(flow, 'hello', 'right')).toBe('more');
    expect(neighbour(flow, 'bye', 'left')).toBe('more');
    expect(neighbour(flow, 'hello', 'down')).toBe('aside');
    expect(neighbour(flow, 'hello', 'up')).toBeNull();
    /* An edge counts more than a card that lies nearer. */
    expect(neighbour({ ...flow, edges: { hello: { next: 'bye' } } }, 'hello', 'right')).toBe('bye');
  });

  test('search looks at ids, texts and translations', () => {
    expect(searchFlow(flow, 'GOODBYE')).toMatchObject([{ node: 'bye', snippet: 'Goodbye' }]);
    expect(searchFlow(flow, 'ещё')).toMatchObject([{ node: 'more' }]);
    expect(searchFlow(flow, 'aside')).toMatchObject([{ node: 'aside' }]);
    expect(searchFlow(flow, ' ')).toEqual([]);
  });

  test('keys are written the same whatever sign Shift makes', () => {
    const key = { key: '', ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
    expect(keysOf({ ...key, key: 'Z', ctrlKey: true, shiftKey: true })).toBe('mod+shift+z');
    expect(keysOf({ ...key, key: '?', shiftKey: true })).toBe('?');
    expect(keysOf({ ...key, key: '+', shiftKey: true })).toBe('+');
  });
});

test('the picture of a flow keeps every card and edge that looks as before', () => {
  const project = projector();
  const none = new Set<string>();
  const scene: Scene = {
    flow,
    locale: 'en',
    words: nodeWords.en,
    selected: none,
    selectedEdges: none,
    dragged: new Map(),
    sizes: new Map(),
    problems: new Map(),
    path: none,
    marks: null,
    target: null,
  };
  const before = project(scene);
  const moved = edit(flow, move('aside', [20, 20]));
  if (!moved.ok) throw new Error(moved.reason);
  const after = project({ ...scene, flow: moved.flow });
  const changed = after.nodes.filter((node, at) => node !== before.nodes[at]).map(({ id }) => id);
  expect(changed).toEqual(['aside']);
  expect(after.edges.every((edge, at) => edge === before.edges[at])).toBe(true);
  expect(after.edges.map(({ id }) => id)).toEqual(['hello.next', 'more.next']);
  const russian = project({ ...scene, locale: 'ru' });
  expect(russian.nodes.find(({ id }) => id === 'more')?.data.text).toBe('Ещё слова');
});
