import type { Action, Guard } from '../machine-schema.ts';
import type { Problem } from '../problem.ts';
import { factsOnArrival } from './facts.ts';
import { exampleTo, type Position, type Step } from './graph.ts';
import type { Subject } from './subject.ts';

/**
 * A list message whose rows all come from a variable has none when the variable is empty, and then WhatsApp refuses it. It does well behind
 * a condition such as `size(shops) > 0`, or with a row of its own. A warning, since the list may well never be empty.
 */
export function emptyList(subject: Subject): Problem[] {
  const { graph, settings, ways } = subject;
  if (!graph) return [];
  const bits = new Map(settings.variables.map(({ name }, at) => [name, 1n << BigInt(at)]));
  const changed = (actions: readonly Action[], facts: bigint) =>
    actions.reduce(
      (left, action) =>
        action.type === 'set' && 'variable' in action.params
          ? left & ~(bits.get(action.params.variable) ?? 0n)
          : left,
      facts,
    );
  const filled = factsOnArrival(graph, {
    atStart: settings.variables.reduce(
      (set, variable) =>
        variable.type === 'list' && (variable.default ?? []).length > 0
          ? set | (bits.get(variable.name) ?? 0n)
          : set,
      0n,
    ),
    entering: (facts: bigint, { place }: Position) => changed(place.entry, facts),
    stepping: (facts: bigint, { transition }: Step) =>
      changed(transition?.actions ?? [], facts | (bits.get(nonEmptyBy(transition?.guard) ?? '') ?? 0n)),
    meet: 'all',
  });

  const problems = new Map<string, Problem>();
  for (const position of graph.positions) {
    const { node, entry } = position.place;
    for (const action of entry) {
      if (action.type !== 'send' || action.params.message.type !== 'list') continue;
      const { rowsFrom, sections } = action.params.message;
      if (!rowsFrom || sections.some(({ rows }) => rows.length > 0)) continue;
      const bit = bits.get(rowsFrom.variable) ?? 0n;
      if (((filled.get(position) ?? 0n) & bit) !== 0n || problems.has(node)) continue;
      problems.set(node, {
        code: 'list-may-be-empty',
        level: 'warning',
        node,
        field: 'rowsFrom.variable',
        message: `“${rowsFrom.variable}” may be empty here, and a list without rows cannot be sent. Come here only when size(${rowsFrom.variable}) > 0, or add a row of its own.`,
        ...exampleTo(position, ways),
      });
    }
  }
  return [...problems.values()];
}

/** The list that a condition says not to be empty. */
function nonEmptyBy(guard: Guard | undefined): string | undefined {
  if (guard?.type !== 'when' || !('expression' in guard.params)) return undefined;
  return /^\s*(?:size\(\s*(\w+)\s*\)|(\w+)\.size\(\s*\))\s*(?:>\s*0|>=\s*1|!=\s*0)\s*$/
    .exec(guard.params.expression)
    ?.slice(1)
    .find((name) => name !== undefined);
}
