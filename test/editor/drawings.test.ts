import { edit } from '@parley/flows/edit.ts';
import type { Flow } from '@parley/flows/flow.ts';
import { expect, test } from 'vitest';
import { carriedBy, frameAround, moveCarrying, newNote, resized } from '../../editor/canvas/drawings.ts';

const boxes = [
  { id: 'in', at: [100, 100] as const, size: [264, 120] as const },
  { id: 'out', at: [900, 100] as const, size: [264, 120] as const },
];
const flow: Flow = {
  id: 'drawn',
  settings: {
    name: 'Drawn',
    locales: ['en'],
    defaultLocale: 'en',
    variables: [],
    escalation: { keywords: {}, maxTurns: 2 },
  },
  start: null,
  nodes: { in: { type: 'end', at: [100, 100] }, out: { type: 'end', at: [900, 100] } },
  edges: {},
  globals: {},
};

test('a frame is drawn around what is selected, and moves it and the notes in it along', () => {
  const frame = frameAround(flow, boxes.slice(0, 1));
  expect(carriedBy(frame, boxes)).toEqual(['in']);
  const note = newNote(flow, { x: 200, y: 160 });
  const drawn: Flow = { ...flow, settings: { ...flow.settings, drawings: [frame, note] } };
  const moved = edit(drawn, moveCarrying(drawn, frame, { nodes: boxes, by: [20, 40] }));
  if (!moved.ok) throw new Error(moved.reason);
  expect(moved.flow.nodes).toMatchObject({ in: { at: [120, 140] }, out: { at: [900, 100] } });
  expect(moved.flow.settings.drawings?.map(({ at }) => at)).toEqual(
    [frame, note].map(({ at: [x, y] }) => [x + 20, y + 40]),
  );
  expect(carriedBy(note, boxes)).toEqual([]);
});

test('drawings have ids of their own, and stay large enough to be taken hold of', () => {
  const note = newNote(flow, { x: 0, y: 0 });
  const second = newNote({ ...flow, settings: { ...flow.settings, drawings: [note] } }, { x: 0, y: 0 });
  expect(second.id).not.toBe(note.id);
  expect(resized(note, [-50, 3]).size).toEqual([80, 60]);
});
