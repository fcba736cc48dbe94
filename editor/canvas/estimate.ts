import { type NodeHandle, Position } from '@xyflow/react';

/** As `canvas.css` has them. */
const WIDTH = 264;
const TITLE = 36;
const LINE = 18;
const OPTION = 34;
const PORT = 28;
const LETTERS = 34;

/** What of a card its size depends on. */
type Drawn = { text: string; ports: readonly { id: string; isOption: boolean }[] };

/**
 * How large a card about is, and where its ways out are, for one that has not been drawn yet. With this a flow of hundreds of nodes can be
 * shown without drawing all of them first to measure them; each is measured when it comes into sight.
 */
export function estimate(card: Drawn): {
  measured: { width: number; height: number };
  handles: NodeHandle[];
} {
  const lines = card.text.split('\n').reduce((sum, line) => sum + Math.ceil((line.length + 1) / LETTERS), 0);
  const options = card.ports.filter(({ isOption }) => isOption);
  const others = card.ports.filter(({ isOption }) => !isOption);
  const text = TITLE + Math.min(lines, 6) * LINE + 24;
  const ways = text + options.length * OPTION;
  const handle = (id: string, y: number): NodeHandle => ({
    id,
    type: 'source',
    position: Position.Right,
    x: WIDTH - 6,
    y: y - 6,
    width: 12,
    height: 12,
  });
  return {
    measured: { width: WIDTH, height: ways + others.length * PORT + 8 },
    handles: [
      { type: 'target', position: Position.Left, x: -6, y: 12, width: 12, height: 12 },
      ...options.map(({ id }, at) => handle(id, text + (at + 0.5) * OPTION)),
      ...others.map(({ id }, at) => handle(id, ways + (at + 0.5) * PORT)),
    ],
  };
}
