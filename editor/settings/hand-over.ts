import type { Change } from '@parley/flows/edit/change.ts';
import { freshNodeIds } from '@parley/flows/edit/node.ts';
import type { Flow } from '@parley/flows/flow.ts';

/** A hand-over node below everything else, with an end behind it, to which the words for a person lead from everywhere. */
export function handOver(flow: Flow, { name, text }: { name: string; text: string }): Change {
  const places = Object.values(flow.nodes).map(({ at }) => at);
  const left = Math.min(80, ...places.map(([x]) => x));
  const below = places.length === 0 ? 160 : Math.max(...places.map(([, y]) => y)) + 240;
  const freshId = freshNodeIds(flow);
  const person = freshId('person');
  const done = freshId('done');
  const contact = { method: 'agent' };
  return {
    kind: 'batch',
    name,
    changes: [
      {
        kind: 'add',
        type: 'escalation',
        at: [left, below],
        id: person,
        config: { type: 'escalation', text, contact },
      },
      {
        kind: 'add',
        type: 'end',
        at: [left + 380, below],
        id: done,
        from: { node: person, port: 'resolved' },
      },
      { kind: 'global', port: 'escalation', to: person },
    ],
  };
}
