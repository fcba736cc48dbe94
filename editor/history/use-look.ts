import type { Flow } from '@parley/flows/flow.ts';
import { picture } from '@parley/flows/picture.ts';
import { useCallback } from 'react';
import { useAct, useFlowStore } from '../flow/flow-context.ts';
import { failureText, failureWords } from '../shell/failure.ts';
import { useWords } from '../words.ts';
import { flowOfVersion } from './flow-of-version.ts';
import { historyWords } from './words.ts';

/** A state of the flow: the draft as it is now, or a version. */
export type Side = 'draft' | number;

/** What is shown on the canvas instead of the draft; what cannot be read is told. */
export function useLook() {
  const words = useWords(historyWords);
  const failures = useWords(failureWords);
  const store = useFlowStore();
  const act = useAct();

  const read = useCallback(
    async (side: Side): Promise<Flow | null> => {
      const { flow } = store.getState();
      if (side === 'draft') return flow;
      const found = await flowOfVersion(flow.id, side);
      if (found.ok) return found.flow;
      const { unreadable } = 'unreadable' in found ? found : { unreadable: null };
      act.tell(
        'failure' in found ? failureText(found.failure, failures) : words.unreadable(unreadable ?? ''),
      );
      return null;
    },
    [store, act, words, failures],
  );
  const nameOf = useCallback((side: Side) => (side === 'draft' ? words.draft : words.version(side)), [words]);

  const open = useCallback(
    async (side: Side) => {
      const flow = await read(side);
      if (!flow) return;
      act.select([]);
      act.show({ look: { title: nameOf(side), flow, compared: null } });
    },
    [read, act, nameOf],
  );
  const showBetween = useCallback(
    (title: string, before: Flow, after: Flow) => {
      const drawn = picture(before, after);
      act.select([]);
      act.show({
        look: { title, flow: drawn.flow, compared: { ...drawn, before, after } },
        panel: 'history',
      });
    },
    [act],
  );
  const compareSides = useCallback(
    async (from: Side, to: Side) => {
      const [before, after] = await Promise.all([read(from), read(to)]);
      if (before && after) showBetween(words.becomes(nameOf(from), nameOf(to)), before, after);
    },
    [read, showBetween, nameOf, words],
  );
  return { read, open, compareSides, showBetween };
}
