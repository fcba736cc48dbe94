import { Button } from '@mantine/core';
import { fromMachine } from '@parley/flows/machine.ts';
import { useState } from 'react';
import { readFlow } from '../api.ts';
import { failureText, failureWords } from '../shell/failure.ts';
import { useWords } from '../words.ts';
import { useAct, useFlow, useFlowStore } from './flow-context.ts';
import { useSaving } from './saving-context.ts';
import { flowWords } from './words.ts';

/** Says that somebody else has saved, and leaves the decision to the person. */
export function ConflictBar() {
  const words = useWords(flowWords);
  const failures = useWords(failureWords);
  const store = useFlowStore();
  const saving = useSaving();
  const act = useAct();
  const save = useFlow((state) => state.save);
  const [isBusy, setBusy] = useState(false);
  if (save.is !== 'conflict') return null;

  /** Both ways begin with what is there now, so that nothing newer still is lost unseen. */
  const decide = async (whose: 'theirs' | 'mine') => {
    setBusy(true);
    const { flow, act: current } = store.getState();
    const answer = await readFlow(flow.id);
    setBusy(false);
    if (!answer.ok) return act.tell(failureText(answer, failures));
    const read = fromMachine(answer.body.machine);
    if (!read.ok) return act.tell(words.unreadable(read.problems[0]?.message ?? ''));
    if (whose === 'theirs') return current.takeTheirs(read.flow, answer.body.revision);
    const isStillTheSame = answer.body.revision === save.revision;
    if (!isStillTheSame) {
      const { revision, savedBy: by, savedAt: at } = answer.body;
      return current.setSave({ is: 'conflict', revision, by, at });
    }
    current.stored(read.flow, answer.body.revision);
    await saving.flush();
  };
  return (
    <div className="conflict" role="alert">
      <span>
        <strong>{words.conflict(save.by, new Date(save.at).toLocaleString())}</strong> {words.kept}
      </span>
      <Button size="compact-sm" loading={isBusy} onClick={() => void decide('theirs')}>
        {words.loadTheirs}
      </Button>
      <Button size="compact-sm" variant="default" disabled={isBusy} onClick={() => void decide('mine')}>
        {words.keepMine}
      </Button>
    </div>
  );
}
