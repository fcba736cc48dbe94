import { type FlowFile, flowFilesAt, readFlowFile } from '../publishing/flow-files.ts';
import { WrongUsage } from './terminal.ts';

/** The flow files that a person named, folders opened. Throws `WrongUsage` for none, and for what cannot be read. */
export async function readFlowArguments(places: readonly string[]): Promise<FlowFile[]> {
  if (places.length === 0) throw new WrongUsage('Name a flow file.');
  const read: FlowFile[] = [];
  for (const place of places) {
    const files = await readable(place, () => flowFilesAt(place));
    if (files.length === 0) throw new WrongUsage(`There is no .json file in ${place}.`);
    for (const file of files) read.push(await readable(file, () => readFlowFile(file)));
  }
  return read;
}

async function readable<T>(place: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const reason = error instanceof Error ? error.message : String(error);
    throw new WrongUsage(isMissing ? `There is no file ${place}.` : `${place} cannot be read: ${reason}`, {
      cause: error,
    });
  }
}
