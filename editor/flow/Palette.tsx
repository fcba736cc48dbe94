import { useReactFlow } from '@xyflow/react';
import { DRAGGED_TYPE } from '../canvas/dragged-type.ts';
import type { CardEdge, CardNode } from '../canvas/projection.ts';
import { nodeWords } from '../node-words.ts';
import { useWords } from '../words.ts';
import { showAdded } from './actions.ts';
import { Chooser } from './Chooser.tsx';
import { useAct, useFlowStore } from './flow-context.ts';
import { nodeChoices } from './node-choices.tsx';
import { placeBehind } from './place-behind.ts';
import { flowWords } from './words.ts';

/** Every node type: dragged onto the canvas, or put behind the selected node by a click or Enter. */
export function Palette() {
  const words = useWords(flowWords);
  const called = useWords(nodeWords);
  const store = useFlowStore();
  const act = useAct();
  const view = useReactFlow<CardNode, CardEdge>();
  const add = (type: string) => {
    const { flow, selected } = store.getState();
    const canvas = document.querySelector('.react-flow')?.getBoundingClientRect();
    const middle = view.screenToFlowPosition({
      x: (canvas?.left ?? 0) + (canvas?.width ?? 0) / 2,
      y: (canvas?.top ?? 0) + (canvas?.height ?? 0) / 3,
    });
    showAdded(view, act.change({ kind: 'add', type, ...placeBehind(flow, selected, middle) }));
  };
  return (
    <div className="palette">
      <Chooser
        label={words.searchNodes}
        choicesFor={(typed) =>
          nodeChoices(typed, { words: called, families: words.families, isDetailed: false })
        }
        onChoose={add}
        onDrag={(type, data) => {
          data.setData(DRAGGED_TYPE, type);
          data.effectAllowed = 'copy';
        }}
        hasFocus={false}
      />
    </div>
  );
}
