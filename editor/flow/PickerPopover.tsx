import { useClickOutside, useFocusTrap, useMergedRef } from '@mantine/hooks';
import { useReactFlow } from '@xyflow/react';
import type { CardEdge, CardNode } from '../canvas/projection.ts';
import { nodeWords } from '../node-words.ts';
import { useWords } from '../words.ts';
import { showAdded } from './actions.ts';
import { Chooser } from './Chooser.tsx';
import { useAct, useFlow, useFlowStore } from './flow-context.ts';
import type { Picker } from './flow-store.ts';
import { nodeChoices } from './node-choices.tsx';
import { insertOn } from './place-behind.ts';
import { flowWords } from './words.ts';

const SIZE = { width: 320, height: 400 };

/** Asks what is to be added, at the place where it will be. */
export function PickerPopover() {
  const picker = useFlow((state) => state.picker);
  return picker && <OpenPicker picker={picker} key={picker.screen.join()} />;
}

function OpenPicker({ picker }: { picker: Picker }) {
  const words = useWords(flowWords);
  const called = useWords(nodeWords);
  const store = useFlowStore();
  const act = useAct();
  const view = useReactFlow<CardNode, CardEdge>();
  const close = () => act.show({ picker: null });
  const box = useMergedRef(useClickOutside(close), useFocusTrap());
  const choose = (type: string) => {
    const { at, from, edge } = picker;
    const added = edge
      ? act.change(insertOn(store.getState().flow, { type, edge, at: [at[0] - 132, at[1] - 40] }))
      : act.change({ kind: 'add', type, at, ...(from && { from }) });
    showAdded(view, added);
    close();
  };
  const left = Math.min(picker.screen[0], window.innerWidth - SIZE.width - 16);
  const top = Math.min(picker.screen[1], window.innerHeight - SIZE.height - 16);
  return (
    <div
      className="popover"
      role="dialog"
      aria-label={words.palette}
      ref={box}
      style={{ left, top }}
      onKeyDown={(event) => event.key === 'Escape' && close()}
    >
      <Chooser
        label={words.searchNodes}
        choicesFor={(typed) =>
          nodeChoices(typed, { words: called, families: words.families, withExit: picker.edge !== undefined })
        }
        onChoose={choose}
      />
    </div>
  );
}
