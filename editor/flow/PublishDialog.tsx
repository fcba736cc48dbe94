import { Button } from '@mantine/core';
import { blocksPublishing } from '@parley/flows/validate.ts';
import { useState } from 'react';
import { publishFlow } from '../api.ts';
import { failureText, failureWords } from '../shell/failure.ts';
import { useWords } from '../words.ts';
import { useAct, useFlow, useFlowStore } from './flow-context.ts';
import { ProblemList } from './ProblemList.tsx';
import { useSaving } from './saving-context.ts';
import { flowWords } from './words.ts';

/** Says what publishing does and what stands against it; then publishes exactly what is on the canvas. */
export function PublishDialog() {
  const words = useWords(flowWords);
  const failures = useWords(failureWords);
  const store = useFlowStore();
  const saving = useSaving();
  const act = useAct();
  const problems = useFlow((state) => state.problems);
  const version = useFlow((state) => state.publishedVersion);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const errors = problems.filter(({ level }) => level === 'error').length;

  const publish = async () => {
    setBusy(true);
    setFailure(null);
    const isSaved = await saving.flush();
    const { flow, revision } = store.getState();
    const answer = isSaved ? await publishFlow(flow.id, revision) : null;
    setBusy(false);
    if (!answer) return setFailure(words.notYetSaved);
    if (!answer.ok) {
      if (answer.problem.problems) act.setProblems(answer.problem.problems);
      return setFailure(failureText(answer, failures));
    }
    act.setPublished(answer.body.version);
    act.show({ dialog: null });
    act.tell((answer.body.isNew ? words.published : words.unchanged)(answer.body.version));
  };
  return (
    <div className="stack">
      <p>{words.publishIs}</p>
      {problems.length > 0 && (
        <div className="panel publish-problems">
          <ProblemList />
        </div>
      )}
      {errors > 0 && <p className="bad">{words.fixFirst(errors)}</p>}
      {errors === 0 && problems.length > 0 && <p className="muted">{words.warningsStay}</p>}
      {failure !== null && (
        <p className="bad" role="alert">
          {failure}
        </p>
      )}
      <Button
        size="sm"
        loading={isBusy}
        disabled={blocksPublishing(problems)}
        onClick={() => void publish()}
        data-autofocus
      >
        {words.publishVersion((version ?? 0) + 1)}
      </Button>
    </div>
  );
}
