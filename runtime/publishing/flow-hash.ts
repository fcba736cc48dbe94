import { hash } from 'node:crypto';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';

/**
 * SHA-256, in hex, of what a flow does: equal for machines that differ only in where their nodes stand on the canvas or in the
 * order of keys, which no store has to keep.
 */
export function flowHash(machine: FlowMachine): string {
  const states = Object.entries(machine.states).map(([nodeId, { meta, ...wiring }]) => {
    const { at: _place, ...config } = meta.node;
    return [nodeId, { ...wiring, meta: { node: config } }];
  });
  return hash('sha256', JSON.stringify(sorted({ ...machine, states: Object.fromEntries(states) })), 'hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const byKey = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(byKey.map(([key, element]) => [key, sorted(element)]));
}
