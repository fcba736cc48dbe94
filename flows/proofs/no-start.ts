import type { Problem } from '../problem.ts';
import type { Subject } from './subject.ts';

/** The flow has a node that sessions begin with. */
export function noStart({ graph }: Subject): Problem[] {
  if (graph) return [];
  return [
    {
      code: 'no-start',
      level: 'error',
      message: 'The flow has no first node. Choose the one that sessions begin with.',
    },
  ];
}
