import { useMemo, useRef } from 'react';
import { useFlow } from '../flow/flow-context.ts';
import { nodeWords } from '../node-words.ts';
import { useWords } from '../words.ts';
import { countByNode } from './count-problems.ts';
import { type CardEdge, type CardNode, type Place, projector, type Size } from './projection.ts';

/** What the canvas itself knows, beside the store. */
type Gesture = {
  dragged: ReadonlyMap<string, Place>;
  sizes: ReadonlyMap<string, Size>;
  target: string | null;
};

/** The flow, or what is looked at instead, as xyflow draws it. */
export function usePicture({ dragged, sizes, target }: Gesture): { nodes: CardNode[]; edges: CardEdge[] } {
  const project = useRef(projector());
  const look = useFlow((state) => state.look);
  const draft = useFlow((state) => state.flow);
  const flow = look?.flow ?? draft;
  const marks = look?.compared ?? null;
  const locale = useFlow((state) => state.locale);
  const selected = useFlow((state) => state.selected);
  const selectedEdges = useFlow((state) => state.selectedEdges);
  const path = useFlow((state) => state.path);
  const words = useWords(nodeWords);
  const found = useFlow((state) => state.problems);
  const problems = useMemo(() => countByNode(look ? [] : found), [found, look]);
  return useMemo(
    () =>
      project.current({
        flow,
        locale,
        words,
        selected,
        selectedEdges,
        dragged,
        sizes,
        problems,
        path,
        marks,
        target,
      }),
    [flow, locale, words, selected, selectedEdges, dragged, sizes, problems, path, marks, target],
  );
}
