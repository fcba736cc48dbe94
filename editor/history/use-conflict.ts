import { patchBetween } from '@parley/flows/edit/patch.ts';
import type { Flow } from '@parley/flows/flow.ts';
import { fromMachine } from '@parley/flows/machine.ts';
import { type Merged, merge } from '@parley/flows/merge.ts';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { createFlow, readFlow } from '../api.ts';
import { useAct, useFlow, useFlowStore } from '../flow/flow-context.ts';
import type { SaveState } from '../flow/flow-store.ts';
import { useSaving } from '../flow/saving-context.ts';
import { flowWords } from '../flow/words.ts';
import { failureText, failureWords } from '../shell/failure.ts';
import { useWords } from '../words.ts';
import { conflictWords } from './conflict-words.ts';

type Theirs = { flow: Flow; revision: number; by: string | null; at: string };
export type Conflicted = Extract<SaveState, { is: 'conflict' }>;

/** What somebody else has saved, what both together would be, and the ways out. Nothing is stored until one is chosen. */
export function useConflict(save: Conflicted) {
  const words = useWords(conflictWords);
  const ofFlow = useWords(flowWords);
  const failures = useWords(failureWords);
  const store = useFlowStore();
  const saving = useSaving();
  const act = useAct();
  const navigate = useNavigate();
  const mine = useFlow(({ flow }) => flow);
  const base = useFlow(({ stored }) => stored);
  const [theirs, setTheirs] = useState<Theirs | null>(null);
  const [isBusy, setBusy] = useState(false);

  const read = useCallback(async (): Promise<Theirs | null> => {
    const answer = await readFlow(store.getState().flow.id);
    if (!answer.ok) {
      act.tell(failureText(answer, failures));
      return null;
    }
    const { machine, revision, savedBy: by, savedAt: at } = answer.body;
    const found = fromMachine(machine);
    if (found.ok) return { flow: found.flow, revision, by, at };
    act.tell(ofFlow.unreadable(found.problems[0]?.message ?? ''));
    return null;
  }, [store, act, failures, ofFlow]);
  useEffect(() => {
    let isWanted = true;
    void read().then((found) => {
      if (isWanted) setTheirs(found);
    });
    return () => {
      isWanted = false;
    };
  }, [read]);
  const merged: Merged | null = useMemo(
    () => theirs && merge(base, { mine, theirs: theirs.flow }),
    [base, mine, theirs],
  );

  /** Each way begins with what is there now; what is newer than what the person has seen is shown first. */
  const decide = async (way: (newest: Theirs) => void | Promise<void>) => {
    setBusy(true);
    const newest = await read();
    if (newest && newest.revision !== save.revision) {
      const { revision, by, at } = newest;
      act.setSave({ is: 'conflict', revision, by, at });
    } else if (newest) await way(newest);
    setBusy(false);
  };
  const take = ({ flow, revision }: Theirs) => {
    act.show({ look: null });
    act.takeTheirs(flow, revision);
  };
  const overwrite = async ({ flow, revision }: Theirs) => {
    act.show({ look: null });
    act.stored(flow, revision);
    await saving.flush();
  };
  return {
    theirs,
    merged,
    mine,
    isBusy,
    takeTheirs: () => decide(take),
    keepMine: () => decide(overwrite),
    mergeBoth: () =>
      decide(async (newest) => {
        const both = merge(store.getState().stored, { mine: store.getState().flow, theirs: newest.flow });
        if (!both.ok) return;
        act.show({ look: null });
        act.change(patchBetween(store.getState().flow, both.flow, words.mergeBoth));
        await overwrite(newest);
        act.tell(words.merged);
      }),
    keepCopy: () =>
      decide(async (newest) => {
        const copied = store.getState().flow;
        const { copyFlow } = await import('../shell/copy-flow.ts');
        const copy = await copyFlow(copied, words.copyOf(copied.settings.name), createFlow);
        if (!copy.ok) return act.tell(failureText(copy, failures));
        take(newest);
        await navigate({ to: '/flows/$id/edit', params: { id: copy.body.id } });
      }),
  };
}
