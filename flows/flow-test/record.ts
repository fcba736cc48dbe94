import { EXPECTED_MAX, type Expectation, type FlowTest, type TestStep } from '../flow-test.ts';
import { firstDifference } from '../machine.ts';
import type { Contact, Move, Shelf } from '../simulation.ts';
import { deedOf } from './moves.ts';
import { endOf, isMet, type Played, playTest, type Said } from './run.ts';

/** A conversation that was had. `moves` follow the beginning. */
export type Recording = {
  contact: Contact;
  /** Milliseconds since 1970. */
  now: number;
  opening: string | null;
  node: string | null;
  moves: readonly Move[];
};

/** A conversation as a test that passes on the flow as it is now: everything that was said is expected word by word. */
export function recordTest(
  shelf: Shelf,
  name: string,
  { contact, now, opening, node, moves }: Recording,
): FlowTest {
  const { locale, phone, timezone } = contact;
  const test: FlowTest = {
    name,
    contact: { name: contact.name, phone, locale, timezone },
    now: new Date(now).toISOString(),
    ...(opening !== null && { opening }),
    ...(node !== null && { node }),
    expects: [],
    steps: moves.flatMap((move): TestStep[] => {
      const deed = deedOf(move);
      return deed ? [{ ...deed, expects: [] }] : [];
    }),
    end: null,
    variables: {},
  };
  return acceptedAsItIs(shelf, test);
}

/**
 * The test with what the flow does now as what it has to do. Expectations that were loosened stay so where they still are met. Steps that
 * can no longer be made go.
 */
export function acceptedAsItIs(shelf: Shelf, test: FlowTest): FlowTest {
  const played = playTest(shelf, test);
  const [began = [], ...said] = played.said;
  const { variables, ...rest } = test;
  const wanted = variables && valuesNow(shelf, variables, played);
  return {
    ...rest,
    expects: expectationsOf(began, test.expects),
    steps: said.flatMap((now, place) => {
      const step = test.steps[place];
      return step ? [{ ...step, expects: expectationsOf(now, step.expects) }] : [];
    }),
    end: endOf(played, shelf.flows[0]?.id ?? ''),
    ...(wanted && Object.keys(wanted).length > 0 && { variables: wanted }),
  };
}

function expectationsOf(said: readonly Said[], before: readonly Expectation[]): Expectation[] {
  return said.map((now, place) => {
    const loose = before[place];
    if (loose && loose.match !== 'exact' && isMet(loose, now)) return loose;
    const isWhole = now.text.length <= EXPECTED_MAX;
    return { what: now.what, match: isWhole ? 'exact' : 'contains', text: now.text.slice(0, EXPECTED_MAX) };
  });
}

/** The values of the variables that the test names, and of those that are no longer what a session begins with. */
function valuesNow(
  shelf: Shelf,
  named: { [name: string]: unknown },
  { values, flow }: Played,
): { [name: string]: unknown } {
  const initial = shelf.machines.get(flow)?.config.context.vars ?? {};
  return Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) => Object.hasOwn(named, name) || firstDifference(value, initial[name], []) !== null,
    ),
  );
}
