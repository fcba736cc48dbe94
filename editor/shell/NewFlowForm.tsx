import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { createFlow, listFlows } from '../api.ts';
import { useWords } from '../words.ts';
import { FileChoice } from './FileChoice.tsx';
import { failureText, failureWords } from './failure.ts';
import './new-flow.css';
import { blankMachine, freeId, machineOf, type ReadFile } from './new-flow.ts';
import { newFlowWords } from './new-flow-words.ts';
import { SampleChoice } from './SampleChoice.tsx';

const SOURCES = ['blank', 'sample', 'file'] as const;
type Source = (typeof SOURCES)[number];

/** What a new flow begins with, its name, and what it would need. */
export function NewFlowForm() {
  const words = useWords(newFlowWords);
  const failures = useWords(failureWords);
  const navigate = useNavigate();
  const { data: answer, refetch } = useQuery({ queryKey: ['flows'], queryFn: listFlows });
  const taken = answer?.ok ? answer.body.flows.map(({ id }) => id) : [];
  const [source, setSource] = useState<Source>('blank');
  const [read, setRead] = useState<ReadFile | null>(null);
  const [typedName, setName] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  const found = source !== 'blank' && read?.ok ? read.flow : null;
  const name = (typedName ?? found?.settings.name ?? '').trim();
  const id = freeId(found ? found.id : name, taken);
  const canCreate = name !== '' && (source === 'blank' || found !== null);

  const choose = (next: Source) => {
    setSource(next);
    setRead(null);
    setProblem(null);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!canCreate || isBusy) return;
    setBusy(true);
    const machine = found ? machineOf(found, { name, id }) : blankMachine({ name, id }, navigator.languages);
    const created = await createFlow(machine);
    setBusy(false);
    if (created.ok) return navigate({ to: '/flows/$id/edit', params: { id } });
    const isTaken = created.problem.code === 'flow-exists';
    if (isTaken) void refetch();
    setProblem(isTaken ? words.wasTaken : failureText(created, failures));
  };

  return (
    <form onSubmit={(event) => void submit(event)} className="stack">
      <SegmentedControl
        fullWidth
        aria-label={words.begin}
        value={source}
        onChange={(value) => choose(SOURCES.find((one) => one === value) ?? 'blank')}
        data={SOURCES.map((one) => ({ value: one, label: words[one] }))}
      />
      {source === 'blank' && <p className="muted">{words.blankHint}</p>}
      {source === 'sample' && <SampleChoice read={read} taken={taken} onRead={setRead} />}
      {source === 'file' && <FileChoice read={read} taken={taken} onRead={setRead} />}
      {(source === 'blank' || found) && (
        <TextInput
          label={words.flowName}
          value={typedName ?? found?.settings.name ?? ''}
          maxLength={120}
          error={problem}
          description={
            name === ''
              ? undefined
              : found && found.id !== id
                ? words.idTaken(found.id, id)
                : words.idWillBe(id)
          }
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          data-autofocus
          onChange={(event) => {
            setName(event.currentTarget.value);
            setProblem(null);
          }}
        />
      )}
      <div>
        <Button type="submit" loading={isBusy} disabled={!canCreate}>
          {words.create}
        </Button>
      </div>
    </form>
  );
}
