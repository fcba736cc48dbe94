import type { Found } from '@parley/flows/flow-test/run.ts';
import type { Failure } from '@parley/flows/flow-test/tell.ts';
import type { FlowTest } from '@parley/flows/flow-test.ts';
import { useLanguage, useWords } from '../words.ts';
import { deedWords } from './deed-words.ts';
import { type TestsWords, testsWords } from './words.ts';

/** Where a test fails, what was expected there and what came. */
export function FoundView({ failure, test }: { failure: Failure; test: FlowTest }) {
  const words = useWords(testsWords);
  const { language } = useLanguage();
  const { step, found } = failure;
  const made = test.steps[step - 1];
  const place =
    step === 0
      ? words.atBeginning
      : made
        ? words.atStep(step, deedWords(made, words, language))
        : words.atEnd;
  return (
    <div className="test-found">
      <p className="test-place">{place}</p>
      {found.of === 'broken' ? (
        <p>{words.broken(found.reason)}</p>
      ) : (
        <dl>
          <dt>{words.expected}</dt>
          <dd>{wantedWords(found, words)}</dd>
          <dt>{words.got}</dt>
          <dd>{gotWords(found, words)}</dd>
        </dl>
      )}
    </div>
  );
}

type Difference = Exclude<Found, { of: 'broken' }>;

function wantedWords(found: Difference, words: TestsWords): string {
  switch (found.of) {
    case 'said': {
      const { expected } = found;
      if (!expected) return words.nothing;
      if (expected.match === 'any') return words.expectedAny[expected.what];
      return expected.match === 'contains' ? `${words.contains} “${expected.text}”` : expected.text;
    }
    case 'end':
      return endWords(found.expected, words);
    case 'variable':
      return words.variable(found.variable, JSON.stringify(found.expected));
  }
}

function gotWords(found: Difference, words: TestsWords): string {
  switch (found.of) {
    case 'said':
      if (!found.got) return words.nothing;
      return found.got.what === found.expected?.what || found.got.what === 'message'
        ? found.got.text
        : `${words.whats[found.got.what]}: ${found.got.text}`;
    case 'end':
      return endWords(found.got, words);
    case 'variable':
      return words.variable(found.variable, JSON.stringify(found.got) ?? words.nothing);
  }
}

const endWords = (node: string | null, words: TestsWords) =>
  node === null ? words.ended : words.stands(node);
