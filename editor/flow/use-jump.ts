import { useCallback } from 'react';
import { bringIntoView } from './actions.ts';
import { useAct } from './flow-context.ts';
import { useActionContext } from './use-actions.ts';

/** Selects a node, which opens its form, and shows it. */
export function useJump(): (node: string) => void {
  const act = useAct();
  const { view } = useActionContext();
  return useCallback(
    (node) => {
      act.select([node]);
      bringIntoView(view, node);
    },
    [act, view],
  );
}
