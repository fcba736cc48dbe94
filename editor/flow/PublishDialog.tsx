import { Button, Textarea } from '@mantine/core';
import { blocksPublishing } from '@parley/flows/validate.ts';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { listVersions, publishFlow } from '../api.ts';
import { PublishChanges } from '../history/PublishChanges.tsx';
import { Published } from '../history/Published.tsx';
import { PublishNumbers } from '../history/PublishNumbers.tsx';
import { publishWords } from '../history/publish-words.ts';
import { failureText, failureWords } from '../shell/failure.ts';
import { useWords } from '../words.ts';
import { useAct, useFlow, useFlowStore } from './flow-context.ts';
import { ProblemList } from './ProblemList.tsx';
import { useSaving } from './saving-context.ts';
import { flowWords } from './words.ts';

const TestResults = lazy(async () => ({ default: (await import('../tests/TestResults.tsx')).TestResults }));

/** Says what publishing does and what stands against it; then publishes exactly what is on the canvas. */
export function PublishDialog() {
  const words = useWords(flowWords);
  const more = useWords(publishWords);
  const failures = useWords(failureWords);
  const store = useFlowStore();
  const saving = useSaving();
  const act = useAct();
  const problems = useFlow((state) => state.problems);
  const version = useFlow((state) => state.publishedVersion);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [isFailing, setFailing] = useState(false);
  const [ignoreTests, setIgnoreTests] = useState(false);
  const [done, setDone] = useState<string | null>(null);
  const id = useFlow(({ flow }) => flow.id);
  const { data: listed } = useQuery({ queryKey: ['versions', id, version], queryFn: () => listVersions(id) });
  const versions = listed?.ok ? listed.body.versions : [];
  const underWay = versions.reduce((sum, { sessions }) => sum + sessions, 0);
  /* After a roll-back the newest version may be another one than the live one. */
  const next = (versions[0]?.version ?? version ?? 0) + 1;
  const errors = problems.filter(({ level }) => level === 'error').length;

  const publish = async () => {
    setBusy(true);
    setFailure(null);
    const isSaved = await saving.flush();
    const { flow, revision } = store.getState();
    const answer = isSaved ? await publishFlow(flow.id, { revision, note: note.trim(), ignoreTests }) : null;
    setBusy(false);
    if (!answer) return setFailure(words.notYetSaved);
    if (!answer.ok) {
      if (answer.problem.problems) act.setProblems(answer.problem.problems);
      return setFailure(failureText(answer, failures));
    }
    act.setPublished(answer.body.version);
    setDone((answer.body.isNew ? words.published : words.unchanged)(answer.body.version));
  };
  if (done !== null) return <Published text={done} />;
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
      <Suspense>
        <TestResults isIgnoring={ignoreTests} onIgnore={setIgnoreTests} onFailing={setFailing} />
      </Suspense>
      {version !== null && <PublishChanges live={version} />}
      {underWay > 0 && <p className="muted">{more.older(underWay, version)}</p>}
      <PublishNumbers flowId={id} />
      <Textarea
        label={more.note}
        placeholder={more.noteHelp}
        maxLength={500}
        autosize
        minRows={1}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {failure !== null && (
        <p className="bad" role="alert">
          {failure}
        </p>
      )}
      <Button
        size="sm"
        loading={isBusy}
        disabled={blocksPublishing(problems) || (isFailing && !ignoreTests)}
        onClick={() => void publish()}
        data-autofocus
      >
        {words.publishVersion(next)}
      </Button>
    </div>
  );
}
