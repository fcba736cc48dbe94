import { definitionOf } from '@parley/flows/nodes/registry.ts';
import type { Problem } from '@parley/flows/problem.ts';
import { IconAlertTriangle, IconExclamationCircle } from '@tabler/icons-react';
import { useWords } from '../words.ts';
import { bringIntoView } from './actions.ts';
import { useAct, useFlow } from './flow-context.ts';
import { useActionContext } from './use-actions.ts';
import { flowWords } from './words.ts';

/** What is wrong with the flow, errors first; a problem of a node leads to it. */
export function ProblemList() {
  const words = useWords(flowWords);
  const problems = useFlow((state) => state.problems);
  if (problems.length === 0) return <p className="muted">{words.noProblems}</p>;
  return (
    <ul className="problem-list">
      {problems.map((problem) => (
        <Row key={keyOf(problem)} problem={problem} />
      ))}
    </ul>
  );
}

const keyOf = ({ example: _, ...problem }: Problem) => JSON.stringify(problem);

function Row({ problem }: { problem: Problem }) {
  const act = useAct();
  const { view } = useActionContext();
  const node = useFlow(({ flow }) => (problem.node === undefined ? undefined : flow.nodes[problem.node]));
  const Icon = problem.level === 'error' ? IconExclamationCircle : IconAlertTriangle;
  const jump = () => {
    if (problem.node === undefined) return;
    act.select([problem.node]);
    act.show({ dialog: null });
    bringIntoView(view, problem.node);
  };
  const text = (
    <>
      <Icon
        size={18}
        stroke={1.75}
        className={problem.level === 'error' ? 'bad' : 'warn'}
        aria-hidden="true"
      />
      <span>
        {problem.message}
        {node && (
          <span className="muted small where">
            {definitionOf(node.type)?.title} · {problem.node}
          </span>
        )}
        {problem.example && <span className="muted small where">{problem.example.join(' → ')}</span>}
      </span>
    </>
  );
  return (
    <li>
      {node ? (
        <button type="button" className="problem" onClick={jump}>
          {text}
        </button>
      ) : (
        <div className="problem">{text}</div>
      )}
    </li>
  );
}
