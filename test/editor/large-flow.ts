import type { Flow } from '@parley/flows/flow.ts';
import { toMachine } from '@parley/flows/machine.ts';

/** A machine with so many nodes, of the kinds that a flow mostly has, in columns of twenty that lead on to the next. */
export function largeMachine(id: string, count: number) {
  const nodes: Flow['nodes'] = {};
  const edges: Flow['edges'] = {};
  const name = (index: number) => `n${index}`;
  for (let index = 0; index < count; index += 1) {
    const at: [number, number] = [Math.floor(index / 20) * 400, (index % 20) * 340];
    const next = name((index + 20) % count);
    const beside = name((index + 1) % count);
    const node = name(index);
    if (index % 3 === 0) {
      const buttons = ['Order', 'Ask', 'Leave'].map((title, button) => ({ id: `b${button}`, title }));
      nodes[node] = { type: 'buttons', at, body: `What would you like in step ${index}?`, buttons };
      edges[node] = { b0: next, b1: beside, b2: next, other: node };
    } else if (index % 3 === 1) {
      const message = { type: 'text' as const, body: `Step ${index}: thank you, we go on.` };
      nodes[node] = { type: 'message', at, bubbles: [{ id: 'a', message }] };
      edges[node] = { next };
    } else {
      const rows = ['Red', 'Green', 'Blue', 'Black'].map((title, row) => ({ id: `r${row}`, title }));
      nodes[node] = {
        type: 'list',
        at,
        body: `Choose a colour for ${index}`,
        button: 'Colours',
        sections: [{ rows }],
      };
      edges[node] = { r0: next, r1: beside, r2: next, r3: next, other: node };
    }
  }
  return toMachine({
    id,
    settings: {
      name: `Large, ${count} nodes`,
      locales: ['en'],
      defaultLocale: 'en',
      variables: [],
      escalation: { keywords: {}, maxTurns: 2 },
    },
    start: name(0),
    nodes,
    edges,
    globals: {},
  });
}
