import type { Flow } from '@parley/flows/flow.ts';
import { fromMachine, toMachine } from '@parley/flows/machine.ts';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import type { Answer, Draft } from '../api.ts';
import { freeId } from './new-flow.ts';

type Create = (machine: FlowMachine) => Promise<Answer<Draft>>;

/** Tries of another id before it is given up. */
const TRIES = 30;

/** Stores a flow once more, under a new name and the first id for it that nobody has. */
export async function copyFlow(flow: Flow, name: string, create: Create): Promise<Answer<Draft>> {
  const taken = [flow.id];
  for (;;) {
    const id = freeId(name, taken);
    const answer = await create(toMachine({ ...flow, id, settings: { ...flow.settings, name } }));
    if (answer.ok || answer.problem.code !== 'flow-exists' || taken.length > TRIES) return answer;
    taken.push(id);
  }
}

/** The same for a machine as the server has it; null when it cannot be read as a flow. */
export async function copyMachine(machine: FlowMachine, name: string, create: Create) {
  const read = fromMachine(machine);
  return read.ok ? copyFlow(read.flow, name, create) : null;
}
