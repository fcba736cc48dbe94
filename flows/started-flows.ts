import type { FlowMachine } from './machine-schema.ts';
import { actionsOf } from './needs.ts';

/**
 * The flows that a flow starts, those that they start, and so on, each once and without the flow itself. `find` gives the machine of a
 * flow, or null where there is none to run: that one is left out, and whoever comes to it is told so.
 */
export async function flowsStartedBy(
  machine: FlowMachine,
  find: (flowId: string) => FlowMachine | null | Promise<FlowMachine | null>,
): Promise<FlowMachine[]> {
  const asked = new Set([machine.id]);
  const found: FlowMachine[] = [];
  // `found` grows while it is walked.
  const startedBy = async (one: FlowMachine) => {
    for (const id of startsOf(one)) {
      if (asked.has(id)) continue;
      asked.add(id);
      const other = await find(id);
      if (other) found.push(other);
    }
  };
  await startedBy(machine);
  for (const one of found) await startedBy(one);
  return found;
}

/** The ids of the flows that a flow starts, itself perhaps among them. */
export function startsOf(machine: FlowMachine): string[] {
  const ids = actionsOf(machine).flatMap((action) => (action.type === 'start' ? action.params.flow : []));
  return [...new Set(ids)];
}
