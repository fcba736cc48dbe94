import { useMediaQuery } from '@mantine/hooks';
import { Canvas } from '../canvas/Canvas.tsx';
import { useWords } from '../words.ts';
import { ConflictBar } from './ConflictBar.tsx';
import { ContextMenu } from './ContextMenu.tsx';
import { Dialogs } from './Dialogs.tsx';
import { useFlow } from './flow-context.ts';
import { Notice } from './Notice.tsx';
import { Palette } from './Palette.tsx';
import { PickerPopover } from './PickerPopover.tsx';
import { InspectorPanel, SimulatorPanel } from './SidePanels.tsx';
import { TopBar } from './TopBar.tsx';
import { useActionContext, useKeys } from './use-actions.ts';
import { flowWords } from './words.ts';

/** The open flow: canvas, panels and everything that asks or tells. */
export function Workbench() {
  const words = useWords(flowWords);
  const context = useActionContext();
  const isNarrow = useMediaQuery('(max-width: 600px)', window.innerWidth <= 600) ?? false;
  const isPaletteShown = useFlow((state) => state.isPaletteShown);
  const isEmpty = useFlow(({ flow }) => Object.keys(flow.nodes).length === 0);
  useKeys(context);
  return (
    <div className="workbench">
      <TopBar />
      <ConflictBar />
      <div className="desk">
        <Canvas isEditable={!isNarrow} />
        {isPaletteShown && !isNarrow && <Palette />}
        {isEmpty && (
          <div className="empty on-canvas">
            <h2>{words.emptyTitle}</h2>
            <p>{words.emptyText}</p>
          </div>
        )}
        {!isNarrow && <InspectorPanel />}
        <SimulatorPanel />
        {isNarrow && <p className="view-only">{words.viewOnly}</p>}
        <Notice />
      </div>
      <PickerPopover />
      <ContextMenu />
      <Dialogs />
    </div>
  );
}
