import { Loader } from '@mantine/core';
import type { TestResult } from '@parley/flows/flow-test/run.ts';
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useWords } from '../words.ts';
import { testsWords } from './words.ts';

/** How the tests are, in one line. `isRunning`: the flow has changed since. */
export function Summary({
  results,
  isRunning,
}: {
  results: readonly TestResult[] | null;
  isRunning: boolean;
}) {
  const words = useWords(testsWords);
  const failed = results?.filter(({ ok }) => !ok).length ?? 0;
  return (
    <p className="test-summary" role="status">
      {results === null ? (
        <>
          <Loader size={14} aria-hidden="true" /> {words.running}
        </>
      ) : failed === 0 ? (
        <span className="good">
          <IconCircleCheck size={18} stroke={1.75} aria-hidden /> {words.allPass(results.length)}
        </span>
      ) : (
        <span className="bad">
          <IconCircleX size={18} stroke={1.75} aria-hidden /> {words.someFail(failed, results.length)}
        </span>
      )}
      {results !== null && isRunning && <Loader size={14} aria-label={words.running} />}
    </p>
  );
}
