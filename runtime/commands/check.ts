import { rename, writeFile } from 'node:fs/promises';
import { fromMachine, rewire } from '@parley/flows/machine.ts';
import type { Problem } from '@parley/flows/problem.ts';
import { blocksPublishing, validate } from '@parley/flows/validate.ts';
import { windowReport } from '@parley/flows/window-report.ts';
import { type FlowFile, readFlowFile } from '../publishing/flow-files.ts';
import { readFlowArguments } from './flow-arguments.ts';
import { countInWords, problemLines } from './problem-lines.ts';
import { changeLines, changesUntil, isDay } from './rule-changes.ts';
import { type Command, EXIT, readArgs, WrongUsage } from './terminal.ts';

/** `parley check`: what publishing would say of flow files. Needs no server and no database. */
export const check: Command = {
  args: '[--on DAY] [--language ru] FILE…',
  summary: 'Say what is wrong with flow files. A folder stands for every .json in it.',
  details: [
    '--fix    first write files anew whose wiring is not what their nodes compile to: after editing meta.node, an id or',
    '         an edge by hand',
    '--on DAY what WhatsApp’s rules of that day would say, such as 2027-01-01, and which rules change between today and then',
    '--language ru  say what is wrong in Russian; codes and JSON stay as they are',
    '--json   one object: files, each with publishable, problems and windows (whether the 24-hour window is open, maybe',
    '         closed or closed when a conversation comes to a node, by node); with --on also on and changes',
  ],
  async run(args, terminal) {
    const { values, positionals } = readArgs(args, {
      fix: { type: 'boolean', default: false },
      on: { type: 'string' },
      language: { type: 'string', default: 'en' },
    });
    const say = await sayingIn(values.language);
    const { on } = values;
    if (on !== undefined && !isDay(on))
      throw new WrongUsage(`“${on}” is not a day. Write it like 2027-01-01.`);
    const given = await readFlowArguments(positionals);
    const files = values.fix ? await Promise.all(given.map(fixed)) : given;
    const checked = files.map(({ file, machine, problems: now }): Checked => {
      // What is no JSON has only that one problem, on every day.
      const problems = on === undefined || machine === null ? now : validate(machine, { rulesOn: on });
      return { file, publishable: !blocksPublishing(problems), problems, machine };
    });
    const changes = on === undefined ? [] : changesUntil(on);
    if (values.json) {
      const reported = checked.map(({ machine, ...rest }) => ({ ...rest, windows: windowReport(machine) }));
      terminal.print(JSON.stringify({ files: reported, ...(on !== undefined && { on, changes }) }));
    } else {
      if (on !== undefined) for (const line of changeLines(on, changes)) terminal.print(line);
      for (const { file, problems } of checked) {
        terminal.print(`${file}: ${countInWords(problems)}`);
        for (const line of problemLines(problems, say)) terminal.print(line);
      }
    }
    return checked.every(({ publishable }) => publishable) ? EXIT.ok : EXIT.failed;
  },
};

/** What is said of flows in a language of this command. The other ones are read only when they are asked for. */
async function sayingIn(language: string): Promise<(text: string) => string> {
  if (language === 'en') return (text) => text;
  if (language !== 'ru') throw new WrongUsage(`“${language}” is not a language of this command: en, ru.`);
  const { RUSSIAN } = await import('@parley/flows/words/russian.ts');
  const { translator } = await import('@parley/flows/words/translate-text.ts');
  const translate = translator(RUSSIAN);
  return (text) => translate(text) ?? text;
}

type Checked = { file: string; publishable: boolean; problems: Problem[]; machine: unknown };

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
