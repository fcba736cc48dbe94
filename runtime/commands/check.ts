import { blocksPublishing } from '@parley/flows/validate.ts';
import { readFlowArguments } from './flow-arguments.ts';
import { countInWords, problemLines } from './problem-lines.ts';
import { type Command, EXIT, readArgs } from './terminal.ts';

/** `parley check`: what publishing would say of flow files. Needs no server and no database. */
export const check: Command = {
  args: 'FILE…',
  summary: 'Say what is wrong with flow files. A folder stands for every .json in it.',
  details: ['--json   one object: files, each with publishable and problems'],
  async run(args, terminal) {
    const { values, positionals } = readArgs(args, {});
    const files = await readFlowArguments(positionals);
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
