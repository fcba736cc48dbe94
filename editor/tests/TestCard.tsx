import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core';
import { acceptedAsItIs } from '@parley/flows/flow-test/record.ts';
import type { TestResult } from '@parley/flows/flow-test/run.ts';
import type { FlowTest } from '@parley/flows/flow-test.ts';
import {
  IconChevronDown,
  IconChevronRight,
  IconCircleCheck,
  IconCircleX,
  IconDeviceMobileMessage,
  IconTrash,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useAct, useFlow, useFlowStore } from '../flow/flow-context.ts';
import { runnable } from '../simulator/conversation.ts';
import { useWords } from '../words.ts';
import { Expectations } from './Expectations.tsx';
import { FoundView } from './FoundView.tsx';
import { testsWords } from './words.ts';

/** One test: whether it passes, why not, and what can be done about it. `result` is null until it has run. */
export function TestCard({ test, result }: { test: FlowTest; result: TestResult | null }) {
  const words = useWords(testsWords);
  const act = useAct();
  const store = useFlowStore();
  const [isOpen, setOpen] = useState(false);
  const failure = result && !result.ok ? result : null;
  const show = () => {
    const upTo = failure ? Math.min(failure.step, test.steps.length) : test.steps.length;
    act.show({ isSimulating: true, simulateFrom: null, replay: { test, upTo } });
  };
  const accept = () => {
    const run = runnable(store.getState().flow);
    if (run.ok) act.change({ kind: 'keep-test', test: acceptedAsItIs(run.shelf, test) });
    else act.tell(run.reason);
  };
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <li className="test-card">
      <div className="test-head">
        <State result={result} />
        <button type="button" className="test-name" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <span>{test.name}</span>
          <Chevron size={16} stroke={1.75} aria-hidden />
        </button>
        <Tooltip label={failure ? words.openAt : words.open}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`${failure ? words.openAt : words.open}: ${test.name}`}
            onClick={show}
          >
            <IconDeviceMobileMessage size={18} stroke={1.75} />
          </ActionIcon>
        </Tooltip>
      </div>
      {failure && (
        <>
          <FoundView failure={failure} test={test} />
          <Button variant="default" size="compact-sm" onClick={accept}>
            {words.accept}
          </Button>
        </>
      )}
      {isOpen && (
        <div className="test-details">
          <div className="test-rename">
            <Name test={test} />
            <Tooltip label={words.remove}>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={32}
                aria-label={`${words.remove}: ${test.name}`}
                onClick={() => {
                  act.change({ kind: 'remove-tests', names: [test.name] });
                  act.tell(store.getState().past.at(-1)?.name ?? '', { canUndo: true });
                }}
              >
                <IconTrash size={18} stroke={1.75} />
              </ActionIcon>
            </Tooltip>
          </div>
          <h3>{words.details}</h3>
          <Expectations
            test={test}
            onChange={(changed) =>
              act.change({ kind: 'keep-test', test: changed }, { group: `test ${test.name}` })
            }
          />
        </div>
      )}
    </li>
  );
}

function State({ result }: { result: TestResult | null }) {
  const words = useWords(testsWords);
  if (!result) return <span className="test-state" role="img" aria-label={words.running} />;
  const Icon = result.ok ? IconCircleCheck : IconCircleX;
  const label = result.ok ? words.passes : words.fails;
  return (
    <Icon
      size={18}
      stroke={1.75}
      className={result.ok ? 'test-state good' : 'test-state bad'}
      role="img"
      aria-label={label}
    />
  );
}

function Name({ test }: { test: FlowTest }) {
  const words = useWords(testsWords);
  const act = useAct();
  const [typed, setTyped] = useState(test.name);
  const name = typed.trim();
  const isTaken = useFlow(({ flow }) =>
    (flow.settings.tests ?? []).some((one) => one.name === name && name !== test.name),
  );
  const keep = () => {
    if (name === '' || isTaken) return setTyped(test.name);
    if (name !== test.name) act.change({ kind: 'rename-test', from: test.name, to: name });
  };
  return (
    <TextInput
      aria-label={words.name}
      value={typed}
      maxLength={120}
      error={isTaken && words.nameTaken}
      onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => event.key === 'Enter' && keep()}
    />
  );
}
