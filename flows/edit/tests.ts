import type { Flow } from '../flow.ts';
import { FlowTest, FlowTests, type TestStep } from '../flow-test.ts';
import { type Applied, counted, done, refused } from './applied.ts';
import type { ChangeOf } from './change.ts';
import { plainJson } from './node.ts';
import { withKeys } from './record.ts';

/** Changes of the tests of a flow, and what other changes mean for them. */

const testsOf = ({ settings }: Flow): FlowTest[] => settings.tests ?? [];

export function keepTest(flow: Flow, { test }: ChangeOf<'keep-test'>): Applied {
  const read = FlowTest.safeParse(plainJson(test));
  if (!read.success) return refused(issueIn(read.error.issues));
  const tests = testsOf(flow);
  const isKnown = tests.some(({ name }) => name === read.data.name);
  const next = isKnown
    ? tests.map((one) => (one.name === read.data.name ? read.data : one))
    : [...tests, read.data];
  return withTests(flow, `${isKnown ? 'Change' : 'Add'} the test “${read.data.name}”`, next);
}

export function renameTest(flow: Flow, { from, to }: ChangeOf<'rename-test'>): Applied {
  const tests = testsOf(flow);
  if (!tests.some(({ name }) => name === from)) return noSuchTest(from);
  if (from !== to && tests.some(({ name }) => name === to))
    return refused(`There is a test “${to}” already.`);
  const next = tests.map((one) => (one.name === from ? { ...one, name: to } : one));
  return withTests(flow, `Rename the test “${from}” to “${to}”`, next);
}

export function removeTests(flow: Flow, { names }: ChangeOf<'remove-tests'>): Applied {
  const gone = new Set(names);
  const tests = testsOf(flow);
  const unknown = [...gone].find((name) => !tests.some((one) => one.name === name));
  if (unknown !== undefined) return noSuchTest(unknown);
  const left = tests.filter(({ name }) => !gone.has(name));
  const [only = ''] = gone;
  return withTests(
    flow,
    gone.size === 1 ? `Delete the test “${only}”` : `Delete ${counted(gone.size, 'test')}`,
    left,
  );
}

/** The flow whose tests name a node by its new id. */
export function withNodeRenamedInTests(flow: Flow, from: string, to: string): Flow {
  const renamed = (id: string) => (id === from ? to : id);
  return mapTests(flow, (test) => ({
    ...test,
    ...(test.node !== undefined && { node: renamed(test.node) }),
    steps: test.steps.map((step) => {
      if (step.do !== 'say' || step.input.type !== 'choice' || !step.input.offeredBy) return step;
      const { offeredBy } = step.input;
      return {
        ...step,
        input: { ...step.input, offeredBy: { ...offeredBy, node: renamed(offeredBy.node) } },
      };
    }),
    end: test.end === null ? null : renamed(test.end),
  }));
}

/** The flow whose tests tap an option of a node by its new id. */
export function withOptionRenamedInTests(flow: Flow, node: string, from: string, to: string): Flow {
  const isIt = (step: TestStep) =>
    step.do === 'say' &&
    step.input.type === 'choice' &&
    step.input.id === from &&
    step.input.offeredBy?.node === node;
  return mapTests(flow, (test) => ({
    ...test,
    steps: test.steps.map((step) =>
      isIt(step) && step.do === 'say' && step.input.type === 'choice'
        ? { ...step, input: { ...step.input, id: to } }
        : step,
    ),
  }));
}

/** The flow whose tests name a variable by its new name. */
export function withVariableRenamedInTests(flow: Flow, renamed: (name: string) => string): Flow {
  return mapTests(flow, (test) => ({
    ...test,
    steps: test.steps.map((step) =>
      step.do === 'set' ? { ...step, variable: renamed(step.variable) } : step,
    ),
    ...(test.variables && { variables: withKeys(test.variables, renamed) }),
  }));
}

function mapTests(flow: Flow, map: (test: FlowTest) => FlowTest): Flow {
  const { tests } = flow.settings;
  return tests ? { ...flow, settings: { ...flow.settings, tests: tests.map(map) } } : flow;
}

/** A flow without tests has no list of them. */
function withTests(flow: Flow, name: string, tests: FlowTest[]): Applied {
  const read = FlowTests.safeParse(tests);
  if (!read.success) return refused(issueIn(read.error.issues));
  const { tests: _, ...rest } = flow.settings;
  return done(name, { ...flow, settings: tests.length > 0 ? { ...rest, tests } : rest });
}

const noSuchTest = (name: string) => refused(`There is no test “${name}”.`);

function issueIn([issue]: readonly { path: PropertyKey[]; message: string }[]): string {
  return `${issue?.path.map(String).join('.') || 'test'}: ${issue?.message ?? 'not valid'}`;
}
