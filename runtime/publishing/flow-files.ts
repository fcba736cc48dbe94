import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Problem } from '@parley/flows/problem.ts';
import { validate } from '@parley/flows/validate.ts';

/** A flow file, read. `machine` is whatever JSON it holds; `problems` says when that is no flow, or none at all. */
export type FlowFile = { file: string; machine: unknown; problems: Problem[] };

/** The flow files at a path: the file itself, or every `.json` in the folder, by name. Throws when there is nothing at the path. */
export async function flowFilesAt(place: string): Promise<string[]> {
  if (!(await stat(place)).isDirectory()) return [place];
  const names = await readdir(place);
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => path.join(place, name));
}

/** Reads a flow file and checks it. Throws when the file cannot be read; what is wrong inside it is a problem. */
export async function readFlowFile(file: string): Promise<FlowFile> {
  const text = await readFile(file, 'utf8');
  try {
    const machine: unknown = JSON.parse(text);
    return { file, machine, problems: validate(machine) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const message = `The file is not JSON: ${error.message}`;
    return { file, machine: null, problems: [{ code: 'not-json', level: 'error', message }] };
  }
}
