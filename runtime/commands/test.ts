import { runFlowTests } from '@parley/flows/flow-test/run.ts';
import { failureLines } from '@parley/flows/flow-test/tell.ts';
import { fromMachine } from '@parley/flows/machine.ts';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import { flowsStartedBy } from '@parley/flows/started-flows.ts';
import type { FlowFile } from '../publishing/flow-files.ts';
import { readFlowArguments } from './flow-arguments.ts';
import { countInWords, problemLines } from './problem-lines.ts';
import { type Command, EXIT, readArgs, WrongUsage } from './terminal.ts';

/** `parley test`: has the conversations again that are saved in flow files as tests. Needs no server and no database. */
export const test: Command = {
  args: 'FILE…',
  summary: 'Run the tests that are saved in flow files. A folder stands for every .json in it.',
  details: [
    'A test is a conversation, saved with the simulator of the web app. A file without tests passes. Where a flow starts another',
    'one, the test goes on in it: give its file, too.',
    '--json   one object: files, each with tests (name, ok; step and lines of the first difference)',
  ],
  async run(args, terminal) {
    const { values, positionals } = readArgs(args, {});
    const given = await readFlowArguments(positionals);
    const find = machinesOf(given);
    const files = await Promise.all(given.map((file) => tested(file, find)));
    if (values.json) {
      terminal.print(JSON.stringify({ files: files.map(({ file, tests }) => ({ file, tests })) }));
    } else {
      for (const { lines } of files) for (const line of lines) terminal.print(line);
    }
    return files.every(({ isGood }) => isGood) ? EXIT.ok : EXIT.failed;
  },
};

type Tested = {
  file: string;
  isGood: boolean;
  lines: string[];
  /** Null for what cannot be read as a flow. */
  tests: { name: string; ok: boolean; step?: number; lines?: string[] }[] | null;
};

type Find = (flowId: string) => FlowMachine | null;

/** The flows of the files by id. Asking for one that two files hold is wrong usage: which of them is meant is not known. */
function machinesOf(files: readonly FlowFile[]): Find {
  const machines = files.flatMap(({ file, machine }) => {
    const read = fromMachine(machine);
    return read.ok ? [{ file, machine: read.machine }] : [];
  });
  return (id) => {
    const [one, other] = machines.filter(({ machine }) => machine.id === id);
    if (one && other) throw new WrongUsage(`${one.file} and ${other.file} both hold the flow “${id}”.`);
    return one?.machine ?? null;
  };
}

async function tested({ file, machine, problems }: FlowFile, find: Find): Promise<Tested> {
  const read = fromMachine(machine);
  if (!read.ok) {
    const lines = [`${file} cannot be read as a flow: ${countInWords(problems)}`, ...problemLines(problems)];
    return { file, isGood: false, lines, tests: null };
  }
  const given = read.flow.settings.tests ?? [];
  const started = given.length > 0 ? await flowsStartedBy(read.machine, find) : [];
  const tests = runFlowTests(read.machine, started).map((result, place) => {
    if (result.ok) return { name: result.name, ok: true };
    return { name: result.name, ok: false, step: result.step, lines: failureLines(result, given[place]) };
  });
  const failed = tests.filter(({ ok }) => !ok).length;
  const lines = [
    `${file}: ${summary(tests.length, failed)}`,
    ...tests.flatMap(({ name, ok, lines: why = [] }) => [
      `  ${ok ? 'passes' : 'FAILS '}  ${name}`,
      ...why.map((line) => `            ${line}`),
    ]),
  ];
  return { file, isGood: failed === 0, lines, tests };
}

function summary(count: number, failed: number): string {
  if (count === 0) return 'no tests';
  const all = `${count} ${count === 1 ? 'test' : 'tests'}`;
  return failed === 0 ? `${all}, all pass` : `${all}, ${failed} ${failed === 1 ? 'fails' : 'fail'}`;
}
