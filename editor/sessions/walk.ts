import type { Flow } from '@parley/flows/flow.ts';
import type { Step, Taken } from './sessions-api.ts';

/** What the canvas shows of a session's way: all that was gone through, where it then stood, and what the last turn touched. */
export type Lit = { path: Set<string>; at: string | null; here: string[] };

/** The way after so many turns, the first of which begins at the flow's start. Nodes and edges are named as the canvas names them. Pure. */
export function litAfter(flow: Flow, steps: readonly Step[], shown: number): Lit {
  const path = new Set<string>();
  let at = flow.start;
  let here: string[] = at === null ? [] : [at];
  if (at !== null) path.add(at);
  for (const [place, { path: taken }] of steps.slice(0, shown).entries()) {
    here = place === 0 ? here : [];
    for (const one of taken) {
      const target = targetBehind(flow, one);
      if (one.node !== '') {
        path.add(one.node);
        path.add(`${one.node}.${one.port}`);
        here.push(one.node);
      }
      if (target === null) continue;
      path.add(target);
      here.push(target);
      at = target;
    }
    if (here.length === 0 && at !== null) here = [at];
  }
  return { path, at, here: [...new Set(here)] };
}

/** Where a port leads; null where it leads nowhere in this flow. */
function targetBehind({ edges, globals }: Flow, { node, port }: Taken): string | null {
  return (node === '' ? globals[port] : edges[node]?.[port]) ?? null;
}
