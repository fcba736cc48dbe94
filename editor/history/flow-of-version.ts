import type { Flow } from '@parley/flows/flow.ts';
import { fromMachine } from '@parley/flows/machine.ts';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import { type Failure, readVersion } from '../api.ts';

/** A version as a flow; `unreadable` when its file is none by the rules of today. */
export type ReadFlow =
  | { ok: true; flow: Flow; machine: FlowMachine }
  | { ok: false; failure: Failure }
  | { ok: false; unreadable: string };

export async function flowOfVersion(id: string, version: number): Promise<ReadFlow> {
  const answer = await readVersion(id, version);
  if (!answer.ok) return { ok: false, failure: answer };
  const read = fromMachine(answer.body.machine);
  if (read.ok) return read;
  return { ok: false, unreadable: read.problems[0]?.message ?? '' };
}
