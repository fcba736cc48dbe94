import { NativeSelect, Textarea } from '@mantine/core';
import type { Expectation, FlowTest } from '@parley/flows/flow-test.ts';
import { useLanguage, useWords } from '../words.ts';
import { deedWords } from './deed-words.ts';
import { testsWords } from './words.ts';

const MATCHES = ['exact', 'contains', 'any'] as const;

/** All steps of a test with what is expected of each; how exactly can be changed. */
export function Expectations({ test, onChange }: { test: FlowTest; onChange: (test: FlowTest) => void }) {
  const words = useWords(testsWords);
  const { language } = useLanguage();
  return (
    <ol className="test-steps">
      <li>
        <p className="test-deed">{test.opening === undefined ? words.atBeginning : `“${test.opening}”`}</p>
        <List expects={test.expects} onChange={(expects) => onChange({ ...test, expects })} />
      </li>
      {test.steps.map((step, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps neither move nor have a name.
        <li key={place}>
          <p className="test-deed">{deedWords(step, words, language)}</p>
          <List
            expects={step.expects}
            onChange={(expects) =>
              onChange({
                ...test,
                steps: test.steps.map((one, at) => (at === place ? { ...one, expects } : one)),
              })
            }
          />
        </li>
      ))}
    </ol>
  );
}

function List(props: { expects: readonly Expectation[]; onChange: (expects: Expectation[]) => void }) {
  const { expects, onChange } = props;
  const words = useWords(testsWords);
  return expects.map((expectation, place) => {
    const change = (changed: Partial<Expectation>) =>
      onChange(expects.map((one, at) => (at === place ? { ...one, ...changed } : one)));
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: expectations neither move nor have a name.
      <div className="test-expectation" key={place}>
        <div className="test-match">
          <span>{words.whats[expectation.what]}</span>
          <NativeSelect
            size="xs"
            aria-label={words.match}
            value={expectation.match}
            data={MATCHES.map((value) => ({ value, label: words.matches[value] }))}
            onChange={({ currentTarget: { value } }) => {
              const match = MATCHES.find((one) => one === value);
              if (match) change({ match });
            }}
          />
        </div>
        {expectation.match === 'contains' ? (
          <Textarea
            autosize
            size="xs"
            maxRows={6}
            aria-label={words.part}
            value={expectation.text}
            onChange={({ currentTarget }) => change({ text: currentTarget.value })}
          />
        ) : (
          <p className={expectation.match === 'any' ? 'test-text test-loose' : 'test-text'}>
            {expectation.text}
          </p>
        )}
      </div>
    );
  });
}
