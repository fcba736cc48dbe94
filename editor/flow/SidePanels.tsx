import { ActionIcon, Skeleton, Tooltip } from '@mantine/core';
import type { FlowTest } from '@parley/flows/flow-test.ts';
import { IconPlayerPlay, IconX } from '@tabler/icons-react';
import { lazy, Suspense, useCallback } from 'react';
import type { LitPath } from '../simulator/conversation.ts';
import { useWords } from '../words.ts';
import { useAct, useFlow } from './flow-context.ts';
import { edgeId } from './flow-store.ts';
import { Fields } from './panels.tsx';
import { flowWords } from './words.ts';

/* Forms with their editors, and the phone, are fetched when they are first asked for. */
const Inspector = lazy(async () => ({ default: (await import('../inspector/Inspector.tsx')).Inspector }));
const Simulator = lazy(async () => ({ default: (await import('./FlowSimulator.tsx')).FlowSimulator }));

/** The form of the one node that is selected. */
export function InspectorPanel() {
  const words = useWords(flowWords);
  const act = useAct();
  const nodeId = useFlow(({ selected }) => (selected.size === 1 ? [...selected][0] : undefined));
  const flow = useFlow((state) => state.flow);
  const problems = useFlow((state) => state.problems);
  const locale = useFlow((state) => state.locale);
  const windows = useFlow((state) => state.windows);
  const isReadOnly = useFlow(({ readOnly }) => readOnly !== null);
  if (nodeId === undefined || flow.nodes[nodeId] === undefined) return null;
  return (
    <aside className="floating side" aria-label={words.inspector} data-own-keys>
      <div className="side-tools">
        <Tooltip label={words.talkFromHere}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={words.talkFromHere}
            onClick={() => act.show({ isSimulating: true, simulateFrom: nodeId })}
          >
            <IconPlayerPlay size={18} stroke={1.75} />
          </ActionIcon>
        </Tooltip>
        <ActionIcon variant="subtle" color="gray" aria-label={words.close} onClick={() => act.select([])}>
          <IconX size={18} stroke={1.75} />
        </ActionIcon>
      </div>
      <div className="side-body">
        <Suspense fallback={<Skeleton height={240} aria-busy="true" aria-label={words.loading} />}>
          <Fields isOff={isReadOnly}>
            <Inspector
              flow={flow}
              nodeId={nodeId}
              problems={problems}
              windowState={windows[nodeId]}
              locale={locale}
              onChange={(change) => act.change(change, { group: `${change.kind} ${nodeId}` })}
            />
          </Fields>
        </Suspense>
      </div>
    </aside>
  );
}

/** The phone that talks to the flow as it is drawn, while it is wanted. */
export function SimulatorPanel() {
  const words = useWords(flowWords);
  const act = useAct();
  const isSimulating = useFlow((state) => state.isSimulating);
  const from = useFlow((state) => state.simulateFrom);
  const replay = useFlow((state) => state.replay);
  const flow = useFlow((state) => state.flow);
  const locale = useFlow((state) => state.locale);
  const light = useCallback(
    ({ taken, at }: LitPath) => {
      const nodes = taken.map(({ node }) => node);
      act.show({ path: new Set([...taken.map(edgeId), ...nodes, ...(at === null ? [] : [at])]) });
    },
    [act],
  );
  const isReadOnly = useFlow(({ readOnly }) => readOnly !== null);
  if (!isSimulating) return null;
  const keep = (test: FlowTest) => {
    if (act.change({ kind: 'keep-test', test }) === null) return false;
    act.show({ panel: 'tests' });
    return true;
  };
  return (
    <div className="phone-place" data-own-keys>
      <Suspense fallback={<Skeleton width={320} height="100%" aria-busy="true" aria-label={words.loading} />}>
        <Simulator
          key={from ?? ''}
          flow={flow}
          locale={locale}
          node={from}
          replay={replay}
          {...(!isReadOnly && { onKeep: keep })}
          onPath={light}
          onClose={() => act.show({ isSimulating: false, simulateFrom: null, replay: null, path: new Set() })}
        />
      </Suspense>
    </div>
  );
}
