import { rename, writeFile } from 'node:fs/promises';
import { fromMachine, rewire } from '@parley/flows/machine.ts';
import { blocksPublishing } from '@parley/flows/validate.ts';
import { type FlowFile, readFlowFile } from '../publishing/flow-files.ts';
import { readFlowArguments } from './flow-arguments.ts';
import { countInWords, problemLines } from './problem-lines.ts';
import { type Command, EXIT, readArgs } from './terminal.ts';

/** `parley check`: what publishing would say of flow files. Needs no server and no database. */
export const check: Command = {
  args: 'FILE…',
  summary: 'Say what is wrong with flow files. A folder stands for every .json in it.',
  details: [
    '--fix    first write files anew whose wiring is not what their nodes compile to: after editing meta.node, an id or',
    '         an edge by hand',
    '--json   one object: files, each with publishable and problems',
  ],
  async run(args, terminal) {
    const { values, positionals } = readArgs(args, { fix: { type: 'boolean', default: false } });
    const given = await readFlowArguments(positionals);
    const files = values.fix ? await Promise.all(given.map(fixed)) : given;
    const checked = files.map(({ file, problems }) => ({
      file,
      publishable: !blocksPublishing(problems),
      problems,
    }));
    if (values.json) terminal.print(JSON.stringify({ files: checked }));
    else {
      for (const { file, problems } of checked) {
        terminal.print(`${file}: ${countInWords(problems)}`);
        for (const line of problemLines(problems)) terminal.print(line);
      }
    }
    return checked.every(({ publishable }) => publishable) ? EXIT.ok : EXIT.failed;
  },
};

/** Writes the file anew where its wiring is not what its nodes and edges compile to; one that cannot be read as a flow stays as it is. */
async function fixed(given: FlowFile): Promise<FlowFile> {
  const { file, machine } = given;
  const rewired = rewire(machine);
  if (!rewired.ok || fromMachine(machine).ok) return given;
  // Beside it first: a write that is cut off must not leave half a flow.
  await writeFile(`${file}.new`, `${JSON.stringify(rewired.machine, null, 2)}\n`);
  await rename(`${file}.new`, file);
  return readFlowFile(file);
}
