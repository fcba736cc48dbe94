import { compilePattern } from '../patterns.ts';
import type { Problem } from '../problem.ts';
import type { Subject } from './subject.ts';

/**
 * Patterns that answers are held against can be read. It is proved here and not by the node's own type, as the canvas draws nodes without
 * the reader of patterns.
 */
export function patterns({ flow }: Subject): Problem[] {
  return Object.entries(flow.nodes).flatMap(([node, config]) => {
    if (!('answer' in config) || config.answer.kind !== 'pattern') return [];
    const pattern = compilePattern(config.answer.pattern);
    if (pattern.ok) return [];
    const message = `The pattern cannot be read: ${pattern.message}`;
    return [{ code: 'bad-answer', level: 'error', node, field: 'answer', message }];
  });
}
