import type { Flow } from '@parley/flows/flow.ts';
import { fromMachine } from '@parley/flows/machine.ts';
import { type Failure, readVersion } from '../api.ts';

/** A version as a flow; `unreadable` when its file is none by the rules of today. */
export type ReadFlow =
  | { ok: true; flow: Flow }
  | { ok: false; failure: Failure }
  | { ok: false; unreadable: string };

export async function flowOfVersion(id: string, version: number): Promise<ReadFlow> {
  const answer = await readVersion(id, version);
  if (!answer.ok) return { ok: false, failure: answer };
  const read = fromMachine(answer.body.machine);
  if (read.ok) return { ok: true, flow: read.flow };
  return { ok: false, unreadable: read.problems[0]?.message ?? '' };
}
