import { createInterface } from 'node:readline';
import { fromMachine } from '@parley/flows/machine.ts';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import type { Happening } from '@parley/flows/simulation.ts';
import { blocksPublishing } from '@parley/flows/validate.ts';
import { readFlowArguments } from './flow-arguments.ts';
import { happeningLines } from './happening-lines.ts';
import { countInWords, problemLines } from './problem-lines.ts';
import { createSimulation, type Simulation } from './simulation.ts';
import { type Command, EXIT, readArgs, type Terminal } from './terminal.ts';
import { HELP, readLine } from './typed-line.ts';

/** `parley simulate`: a chat with a flow in the terminal, without a server. What is not typed by hand can be piped in. */
export const simulate: Command = {
  args: 'FILE…',
  summary: 'Chat with a flow in this terminal. Further files are flows that it may start.',
  details: [
    '--locale TAG     the language of the person, such as ru',
    '--name NAME      the person’s name (neighbour)',
    '--unprompted     begin as the business: the person has not written, so the 24-hour window is closed',
    '--json           one JSON object a line for everything that happens',
  ],
  async run(args, terminal) {
    const { values, positionals } = readArgs(args, {
      locale: { type: 'string', default: '' },
      name: { type: 'string', default: 'neighbour' },
      unprompted: { type: 'boolean', default: false },
    });
    const files = await readFlowArguments(positionals);
    const machines: FlowMachine[] = [];
    for (const { file, machine, problems } of files) {
      const read = fromMachine(machine);
      if (!read.ok) {
        terminal.complain(`${file} cannot be read as a flow: ${countInWords(problems)}`);
        for (const line of problemLines(problems)) terminal.complain(line);
        return EXIT.failed;
      }
      machines.push(read.machine);
      if (blocksPublishing(problems)) {
        terminal.complain(
          `${file} could not be published: ${countInWords(problems)}; parley check lists them.`,
        );
      }
    }
    const [first, ...others] = machines;
    if (!first) return EXIT.usage;

    const simulation = createSimulation([first, ...others], {
      contact: {
        name: values.name,
        phone: '15550002222',
        locale: values.locale,
        timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      },
      now: Date.now,
    });
    await chat(simulation, first, { ...values, terminal });
    return EXIT.ok;
  },
};

type Chat = { terminal: Terminal; json: boolean; locale: string; unprompted: boolean };

async function chat(
  simulation: Simulation,
  flow: FlowMachine,
  { terminal, ...options }: Chat,
): Promise<void> {
  const show = (happened: readonly Happening[]) => {
    for (const happening of happened) {
      if (options.json) terminal.print(JSON.stringify(happening));
      else for (const line of happeningLines(happening)) terminal.print(line);
    }
  };
  const isTyped = terminal.input.isTTY === true;
  if (!options.json) terminal.print(`${flow.meta.flow.name}. /help says what can be typed, /quit ends.`);
  show(attempt(() => simulation.begin(flow.id, options)));

  for await (const line of createInterface({ input: terminal.input })) {
    if (line.trim() === '') continue;
    if (!isTyped && !options.json) terminal.print(`> ${line}`);
    const typed = readLine(line, simulation.standing());
    switch (typed.do) {
      case 'quit':
        return;
      case 'say':
        show(attempt(() => simulation.say(typed.input)));
        break;
      case 'tell':
        show(attempt(() => simulation.tell(typed.input)));
        break;
      case 'wait':
        show(attempt(() => simulation.wait()));
        break;
      case 'nothing':
        show([{ type: 'nothing', reason: typed.why }]);
        break;
      case 'state':
        terminal.print(JSON.stringify(simulation.standing(), null, options.json ? 0 : 2));
        break;
      case 'help':
        for (const help of HELP) terminal.print(help);
    }
  }
}

/** A turn that fails ends nothing here: the person sees why and goes on. */
function attempt(turn: () => Happening[]): Happening[] {
  try {
    return turn();
  } catch (error) {
    const { message, cause } = error instanceof Error ? error : { message: String(error), cause: undefined };
    const reason = cause instanceof Error ? `${message}: ${cause.message}` : message;
    return [{ type: 'nothing', reason }];
  }
}
