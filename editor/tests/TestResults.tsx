import { Checkbox } from '@mantine/core';
import type { TestResult } from '@parley/flows/flow-test/run.ts';
import type { Failure } from '@parley/flows/flow-test/tell.ts';
import { useEffect } from 'react';
import { useFlow } from '../flow/flow-context.ts';
import { useWords } from '../words.ts';
import { FoundView } from './FoundView.tsx';
import { Summary } from './Summary.tsx';
import './tests.css';
import { useTestResults } from './use-test-results.ts';
import { testsWords } from './words.ts';

/**
 * What the tests of the flow say before it is published. `onFailing` hears whether some fail; publishing is then for who has chosen to
 * ignore them.
 */
export function TestResults(props: {
  isIgnoring: boolean;
  onIgnore: (isIgnoring: boolean) => void;
  onFailing: (isFailing: boolean) => void;
}) {
  const { isIgnoring, onIgnore, onFailing } = props;
  const words = useWords(testsWords);
  const flow = useFlow((state) => state.flow);
  const found = useTestResults(flow);
  const tests = flow.settings.tests ?? [];
  const failed = (found?.results ?? []).filter(isFailure);
  const isFailing = failed.length > 0;
  useEffect(() => onFailing(isFailing), [isFailing, onFailing]);
  if (tests.length === 0) return <p className="muted">{words.publishNone}</p>;
  return (
    <div className="test-results">
      <Summary results={found?.results ?? null} isRunning={found?.of !== flow} />
      {isFailing && (
        <>
          <ul className="test-list">
            {failed.map((failure) => {
              const test = tests.find(({ name }) => name === failure.name);
              return (
                test && (
                  <li key={failure.name} className="test-card">
                    <b>{failure.name}</b>
                    <FoundView failure={failure} test={test} />
                  </li>
                )
              );
            })}
          </ul>
          <Checkbox
            label={words.ignore}
            description={words.ignoreHint}
            checked={isIgnoring}
            onChange={({ currentTarget }) => onIgnore(currentTarget.checked)}
          />
        </>
      )}
    </div>
  );
}

const isFailure = (result: TestResult): result is Failure => !result.ok;
