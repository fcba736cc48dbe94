import { Button, Menu, SegmentedControl } from '@mantine/core';
import type { Fix } from '@parley/flows/fixes/fix.ts';
import { definitionOf } from '@parley/flows/nodes/registry.ts';
import type { Problem } from '@parley/flows/problem.ts';
import { IconAlertTriangle, IconChevronDown, IconExclamationCircle, IconRoute } from '@tabler/icons-react';
import { useState } from 'react';
import { Coded } from '../Coded.tsx';
import { iconOf } from '../canvas/node-icons.ts';
import { nodeWords } from '../node-words.ts';
import { useTold } from '../told.ts';
import { useWords } from '../words.ts';
import { bringIntoView } from './actions.ts';
import { EscalationProof } from './EscalationProof.tsx';
import { useAct, useFlow } from './flow-context.ts';
import './problem-list.css';
import { problemWords } from './problem-words.ts';
import { showPath } from './show-path.ts';
import { useActionContext } from './use-actions.ts';
import { useFixes } from './use-fixes.ts';
import { flowWords } from './words.ts';

type Level = 'all' | Problem['level'];

/** What is wrong with the flow, node by node as errors come first, what shows it and what puts it right. */
export function ProblemGroups() {
  const words = useWords(problemWords);
  const flowWord = useWords(flowWords);
  const flow = useFlow((state) => state.flow);
  const problems = useFlow((state) => state.problems);
  const fixes = useFixes(flow, problems);
  const [level, setLevel] = useState<Level>('all');
  if (problems.length === 0) {
    return (
      <>
        <p className="muted">{flowWord.noProblems}</p>
        <EscalationProof />
      </>
    );
  }
  const errors = problems.filter((problem) => problem.level === 'error').length;
  const shown = problems.filter((problem) => level === 'all' || problem.level === level);
  const groups = Map.groupBy(shown, ({ node }) => node);
  return (
    <>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={words.filter}
        value={level}
        onChange={(value) => setLevel(value === 'error' || value === 'warning' ? value : 'all')}
        data={[
          { value: 'all', label: words.all },
          { value: 'error', label: words.errors(errors) },
          { value: 'warning', label: words.warnings(problems.length - errors) },
        ]}
      />
      <EscalationProof />
      {shown.length === 0 && <p className="muted nothing">{words.noneOfThese}</p>}
      {[...groups].map(([node, list]) => (
        <section key={node ?? ''} className="problem-group">
          <GroupHead node={node} />
          <ul className="problem-list">
            {list.map((problem) => (
              <Row key={keyOf(problem)} problem={problem} fixes={fixes.get(problem) ?? []} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

const keyOf = ({ example: _, path: __, ...problem }: Problem) => JSON.stringify(problem);

function GroupHead({ node }: { node: string | undefined }) {
  const words = useWords(problemWords);
  const called = useWords(nodeWords);
  const act = useAct();
  const { view } = useActionContext();
  const config = useFlow(({ flow }) => (node === undefined ? undefined : flow.nodes[node]));
  if (node === undefined || !config) return <h3>{words.ofFlow}</h3>;
  const Icon = iconOf(config.type);
  const definition = definitionOf(config.type);
  const jump = () => {
    act.select([node]);
    act.show({ dialog: null });
    bringIntoView(view, node);
  };
  return (
    <h3>
      <button type="button" className="problem-node" onClick={jump} title={words.jump(node)}>
        <span className={`choice-icon family-${definition?.family ?? 'ends'}`}>
          <Icon size={18} stroke={1.75} aria-hidden="true" />
        </span>
        {called.title(config.type)} <span className="muted">{node}</span>
      </button>
    </h3>
  );
}

function Row({ problem, fixes }: { problem: Problem; fixes: Fix[] }) {
  const told = useTold();
  const Icon = problem.level === 'error' ? IconExclamationCircle : IconAlertTriangle;
  return (
    <li className="problem">
      <Icon
        size={18}
        stroke={1.75}
        className={problem.level === 'error' ? 'bad' : 'warn'}
        aria-hidden="true"
      />
      <div className="problem-words">
        <span>
          <Coded text={told(problem.message)} />
        </span>
        <Example problem={problem} />
        <Fixes fixes={fixes} />
      </div>
    </li>
  );
}

function Example({ problem }: { problem: Problem }) {
  const words = useWords(problemWords);
  const told = useTold();
  const { store, view } = useActionContext();
  const { example = [], path = [] } = problem;
  if (example.length === 0 && path.length < 2) return null;
  return (
    <div className="problem-example">
      {example.length > 0 && (
        <>
          <span className="muted small">{words.example}</span>
          <ol className="problem-steps">
            {example.map((step, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: steps are words, which repeat, and never move
              <li key={at}>{told(step)}</li>
            ))}
          </ol>
        </>
      )}
      {path.length > 0 && (
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconRoute size={16} stroke={1.75} />}
          onClick={() => showPath({ store, view }, problem)}
        >
          {words.showPath}
        </Button>
      )}
    </div>
  );
}

function Fixes({ fixes }: { fixes: Fix[] }) {
  const words = useWords(problemWords);
  const act = useAct();
  const [first, ...more] = fixes;
  if (!first) return null;
  const textOf = ({ kind, about }: Fix) => words.fixes[kind](about);
  return (
    <span className="problem-fixes">
      <Button size="compact-sm" variant="default" onClick={() => act.change(first.change)}>
        {textOf(first)}
      </Button>
      {more.length > 0 && (
        <Menu position="bottom-start" shadow="md">
          <Menu.Target>
            <Button size="compact-sm" variant="subtle" rightSection={<IconChevronDown size={14} />}>
              {words.more}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {more.map((fix) => (
              <Menu.Item key={`${fix.kind} ${fix.about}`} onClick={() => act.change(fix.change)}>
                {textOf(fix)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </span>
  );
}
