import { existsSync } from 'node:fs';
import { fromMachine } from '@parley/flows/machine.ts';
import { blocksPublishing } from '@parley/flows/validate.ts';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { type FlowFile, flowFilesAt, readFlowFile } from './flow-files.ts';
import { FlowsRefused } from './flows-refused.ts';
import { installFlow } from './install-flow.ts';

/** Publishes the flow files at a path (a file or a folder) and lets them answer on a number. All of them, or throws `FlowsRefused`. */
export async function installFlowFiles(
  db: Kysely<Database>,
  place: string,
  channelId: string | null,
): Promise<void> {
  const files: FlowFile[] = [];
  for (const file of await flowFilesAt(place)) files.push(await readFlowFile(file));
  const faulty = files.filter(({ problems }) => blocksPublishing(problems));
  if (faulty.length > 0) throw new FlowsRefused(faulty);
  for (const { machine } of files) {
    const read = fromMachine(machine);
    if (read.ok) await installFlow(db, read.machine, { by: 'PARLEY_FLOW', channelId });
  }
}

/** Publishes the sample flow on the demo number; the name of the flow, or null when it is not in this installation. */
export async function installSample(
  db: Kysely<Database>,
  file: string,
  channelId: string,
): Promise<string | null> {
  if (!existsSync(file)) return null;
  const read = fromMachine((await readFlowFile(file)).machine);
  if (!read.ok) return null;
  const installed = await installFlow(db, read.machine, { by: 'Parley', channelId });
  return installed.ok ? read.machine.meta.flow.name : null;
}
