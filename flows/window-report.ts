import { fromMachine } from './machine.ts';
import { subjectOf } from './proofs/subject.ts';
import { type WindowState, windowStates } from './proofs/window-may-be-closed.ts';

export type { WindowState };

/**
 * Whether the 24-hour window is open when a conversation comes to each node, by id: `open`, `maybe` closed, or `closed`. Nodes that none
 * comes to are missing; nothing is known of a machine that does not load.
 */
export function windowReport(machine: unknown): { [node: string]: WindowState } {
  const read = fromMachine(machine);
  return read.ok ? Object.fromEntries(windowStates(subjectOf(read.machine, read.flow))) : {};
}
