import { Button } from '@mantine/core';
import { IconDeviceMobileMessage } from '@tabler/icons-react';
import { useAct, useFlow } from '../flow/flow-context.ts';
import { useWords } from '../words.ts';
import { Summary } from './Summary.tsx';
import { TestCard } from './TestCard.tsx';
import './tests.css';
import { useTestResults } from './use-test-results.ts';
import { testsWords } from './words.ts';

/** The conversations that are saved as tests of this flow, each with whether it still goes as it did. */
export function Tests() {
  const words = useWords(testsWords);
  const act = useAct();
  const flow = useFlow((state) => state.flow);
  const found = useTestResults(flow);
  const tests = flow.settings.tests ?? [];
  if (tests.length === 0) {
    return (
      <div className="tests">
        <p className="test-empty">{words.none}</p>
        <p className="muted">{words.noneHint}</p>
        <Button
          variant="default"
          leftSection={<IconDeviceMobileMessage size={18} stroke={1.75} />}
          onClick={() => act.show({ isSimulating: true })}
        >
          {words.talk}
        </Button>
      </div>
    );
  }
  return (
    <div className="tests">
      <p className="muted small">{words.intro}</p>
      <Summary results={found?.results ?? null} isRunning={found?.of !== flow} />
      <ul className="test-list">
        {tests.map((test) => (
          <TestCard
            key={test.name}
            test={test}
            result={found?.results.find(({ name }) => name === test.name) ?? null}
          />
        ))}
      </ul>
    </div>
  );
}
