import { useMediaQuery } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { Canvas } from '../canvas/Canvas.tsx';
import { firstVisit } from '../first-run/first-visit.ts';
import { useWords } from '../words.ts';
import { ConflictBar } from './ConflictBar.tsx';
import { ContextMenu } from './ContextMenu.tsx';
import { useAct, useFlow } from './flow-context.ts';
import { Notice } from './Notice.tsx';
import { PickerPopover } from './PickerPopover.tsx';
import { OpenPanel, PanelBar } from './panels.tsx';
import { InspectorPanel, SimulatorPanel } from './SidePanels.tsx';
import { TopBar } from './TopBar.tsx';
import { useActionContext, useKeys } from './use-actions.ts';
import { flowWords } from './words.ts';

const FirstSteps = lazy(async () => ({ default: (await import('../first-run/FirstSteps.tsx')).FirstSteps }));
const Dialogs = lazy(async () => ({ default: (await import('./Dialogs.tsx')).Dialogs }));
const LookBar = lazy(async () => ({ default: (await import('../history/LookBar.tsx')).LookBar }));

const SessionPanel = lazy(async () => ({
  default: (await import('../sessions/SessionPanel.tsx')).SessionPanel,
}));

/** The open flow: canvas, panels and everything that asks or tells. */
export function Workbench() {
  const words = useWords(flowWords);
  const context = useActionContext();
  const isNarrow = useMediaQuery('(max-width: 600px)', window.innerWidth <= 600) ?? false;
  const isEmpty = useFlow(({ flow }) => Object.keys(flow.nodes).length === 0);
  const isAsking = useFlow(({ dialog }) => dialog !== null);
  const isLooking = useFlow(({ look }) => look !== null);
  const isReadOnly = useFlow(({ readOnly }) => readOnly !== null);
  const isSimulating = useFlow((state) => state.isSimulating);
  const { conversation, session, show } = useSearch({ from: '/flows/$id/edit' });
  const navigate = useNavigate({ from: '/flows/$id/edit' });
  const leaveSession = useCallback(() => void navigate({ search: {}, replace: true }), [navigate]);
  const [isFirstVisit] = useState(() => firstVisit() === 'open');
  useKeys(context);
  const act = useAct();
  useEffect(() => {
    if (show === undefined) return;
    act.show({ dialog: show });
    void navigate({ search: {}, replace: true });
  }, [show, act, navigate]);
  return (
    <div className="workbench">
      <TopBar />
      <ConflictBar />
      <div className="bench">
        {!isNarrow && <PanelBar />}
        <div className="desk">
          <Canvas isEditable={!isNarrow && !isLooking && !isReadOnly} />
          {conversation !== undefined && session !== undefined && (
            <Suspense>
              <SessionPanel
                key={session}
                conversation={conversation}
                session={session}
                onClose={leaveSession}
              />
            </Suspense>
          )}
          {isLooking && session === undefined && (
            <Suspense>
              <LookBar />
            </Suspense>
          )}
          {!isNarrow && <OpenPanel />}
          {isEmpty && (
            <div className="empty on-canvas">
              <h2>{words.emptyTitle}</h2>
              <p>{words.emptyText}</p>
            </div>
          )}
          {!isNarrow && !isLooking && <InspectorPanel />}
          <SimulatorPanel />
          {isFirstVisit && session === undefined && (
            <Suspense>
              <FirstSteps />
            </Suspense>
          )}
          {isNarrow && !isSimulating && session === undefined && (
            <p className="view-only">{words.viewOnly}</p>
          )}
          <Notice />
        </div>
      </div>
      <PickerPopover />
      <ContextMenu />
      {isAsking && (
        <Suspense>
          <Dialogs />
        </Suspense>
      )}
    </div>
  );
}
