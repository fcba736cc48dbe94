import { fromMachine } from '@parley/flows/machine.ts';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import type { Problem } from '@parley/flows/problem.ts';
import { blocksPublishing } from '@parley/flows/validate.ts';
import { z } from 'zod';
import { readFlowArguments } from './flow-arguments.ts';
import { countInWords, problemLines } from './problem-lines.ts';
import { type Answered, type ServerApi, serverApi } from './server-api.ts';
import { type Command, EXIT, type ExitCode, readArgs, type Terminal, WrongUsage } from './terminal.ts';

/** `parley publish`: saves a flow file as the draft on a running server, publishes it and, if asked, binds it to a number. */
export const publish: Command = {
  args: 'FILE',
  summary: 'Publish a flow file on a running Parley.',
  details: [
    '--number ID   let the flow answer on this number (its id, or its phone number id at WhatsApp);',
    '              on a number without flows it becomes the one that answers first messages',
    '--default     let it answer first messages on that number, instead of the flow that does now',
    '--url URL     where Parley runs (http://127.0.0.1:3000)',
    '--key KEY     its API key (PARLEY_API_KEY, or the one in DATA_DIR)',
    '--by NAME     who others are told has published (parley publish)',
    '--ignore-tests  publish even if tests of the flow fail; the audit log says so',
    '--json        one object: flow, version, isNew, problems, number',
  ],
  async run(args, terminal) {
    const { values, positionals } = readArgs(args, {
      number: { type: 'string' },
      default: { type: 'boolean', default: false },
      url: { type: 'string', default: 'http://127.0.0.1:3000' },
      key: { type: 'string' },
      by: { type: 'string', default: 'parley publish' },
      'ignore-tests': { type: 'boolean', default: false },
    });
    if (values.default && values.number === undefined) throw new WrongUsage('--default needs --number.');
    const files = await readFlowArguments(positionals);
    const [given] = files;
    if (!given || files.length > 1) throw new WrongUsage('Name one flow file.');
    const { file, machine, problems } = given;
    const read = fromMachine(machine);
    if (!read.ok || blocksPublishing(problems)) {
      if (values.json) terminal.print(JSON.stringify({ file, published: false, problems }));
      else showProblems(terminal, `${file} was not published`, problems);
      return EXIT.failed;
    }
    const api = serverApi(values, terminal.env);
    try {
      return await publishOn(api, read.machine, { ...values, ignoreTests: values['ignore-tests'], terminal });
    } finally {
      await api.close();
    }
  },
};

type How = {
  number?: string | undefined;
  default: boolean;
  by: string;
  ignoreTests: boolean;
  json: boolean;
  terminal: Terminal;
};

const Published = z.looseObject({ version: z.number(), isNew: z.boolean(), problems: z.array(z.unknown()) });
const Revision = z.looseObject({ revision: z.number() });

async function publishOn(api: ServerApi, machine: FlowMachine, how: How): Promise<ExitCode> {
  const { by, ignoreTests, json, terminal } = how;
  const flow = `/api/flows/${encodeURIComponent(machine.id)}`;
  const saved = await save(api, flow, machine, by);
  if (!saved.ok) return refused(saved, how);
  const { revision } = Revision.parse(saved.json);
  const answered = await api.call('POST', `${flow}/publish`, {
    ...{ revision, by },
    ...(ignoreTests && { ignoreTests }),
  });
  if (!answered.ok) return refused(answered, how);
  const published = Published.parse(answered.json);

  const bound = how.number === undefined ? null : await bind(api, how.number, machine.id, how.default);
  if (bound && !bound.ok) return refused(bound, how);
  if (json) {
    const { version, isNew, problems } = published;
    const number = how.number ?? null;
    terminal.print(JSON.stringify({ published: true, flow: machine.id, version, isNew, problems, number }));
    return EXIT.ok;
  }
  const { version, isNew } = published;
  const what = `${machine.meta.flow.name} (${machine.id})`;
  terminal.print(
    isNew
      ? `Published ${what} as version ${version}.`
      : `${what} is published already, as version ${version}.`,
  );
  if (how.number !== undefined) terminal.print(`It answers on number ${how.number}.`);
  return EXIT.ok;
}

/** Creates the draft or replaces the one there is. What somebody saves between our reading and writing is a conflict. */
async function save(api: ServerApi, flow: string, machine: FlowMachine, by: string): Promise<Answered> {
  const current = await api.call('GET', flow);
  if (current.ok)
    return api.call('PUT', flow, { machine, by, revision: Revision.parse(current.json).revision });
  return current.code === 'flow-not-found' ? api.call('POST', '/api/flows', { machine, by }) : current;
}

const Numbers = z.looseObject({
  numbers: z.array(
    z.looseObject({
      id: z.string(),
      phoneNumberId: z.string(),
      flows: z.array(z.looseObject({ flow: z.string(), isDefault: z.boolean() })),
    }),
  ),
});

async function bind(api: ServerApi, wanted: string, flow: string, asDefault: boolean): Promise<Answered> {
  const listed = await api.call('GET', '/api/numbers');
  if (!listed.ok) return listed;
  const { numbers } = Numbers.parse(listed.json);
  const number = numbers.find(({ id, phoneNumberId }) => id === wanted || phoneNumberId === wanted);
  if (!number) {
    const detail = `The flow is published, but Parley has no number ${wanted}.`;
    return { ok: false, status: 404, code: 'number-not-found', detail, json: null };
  }
  const bound = number.flows.find((known) => known.flow === flow);
  if (bound && (bound.isDefault || !asDefault)) return listed;
  const others = number.flows
    .filter((known) => known.flow !== flow)
    .map((known) => ({ flow: known.flow, isDefault: known.isDefault && !asDefault }));
  const isDefault = asDefault || !others.some((known) => known.isDefault);
  return api.call('PUT', `/api/numbers/${number.id}/flows`, { flows: [...others, { flow, isDefault }] });
}

const WithProblems = z.looseObject({
  problems: z.array(
    z.looseObject({ code: z.string(), level: z.enum(['error', 'warning']), message: z.string() }),
  ),
});

const WithTests = z.looseObject({
  tests: z.array(z.looseObject({ name: z.string(), message: z.string() })),
});

function refused(answered: Extract<Answered, { ok: false }>, { json, terminal }: How): ExitCode {
  const { code, detail } = answered;
  const tests = code === 'tests-failed' ? (WithTests.safeParse(answered.json).data?.tests ?? []) : null;
  const isFlow = code === 'flow-has-errors' || code === 'flow-unreadable';
  const problems: Problem[] = isFlow ? (WithProblems.safeParse(answered.json).data?.problems ?? []) : [];
  if (json) {
    terminal.print(JSON.stringify({ published: false, code, detail, problems, ...(tests && { tests }) }));
  } else if (tests) {
    terminal.complain(`${detail} --ignore-tests publishes it nevertheless.`);
    for (const { name, message } of tests) terminal.complain(`  ${name}: ${message.replaceAll('\n', ' / ')}`);
  } else if (isFlow) showProblems(terminal, detail, problems);
  else terminal.complain(detail);
  return isFlow || tests ? EXIT.failed : EXIT.unavailable;
}

function showProblems(terminal: Terminal, what: string, problems: readonly Problem[]): void {
  terminal.complain(`${what}: ${countInWords(problems)}`);
  for (const line of problemLines(problems)) terminal.complain(line);
}
