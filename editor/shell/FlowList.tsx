import { Button, Modal, Skeleton, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { createFlow, type FlowSummary, listFlows } from '../api.ts';
import { useWords } from '../words.ts';
import { failureText, failureWords } from './failure.ts';
import { shellWords } from './words.ts';

/** All flows, and the way to a new one. */
export function FlowList() {
  const words = useWords(shellWords);
  const failures = useWords(failureWords);
  const { data: answer, refetch } = useQuery({ queryKey: ['flows'], queryFn: listFlows });
  const [isCreating, setCreating] = useState(false);
  const create = (
    <Button leftSection={<IconPlus size={18} stroke={1.75} />} onClick={() => setCreating(true)}>
      {words.newFlow}
    </Button>
  );
  const flows = answer?.ok ? answer.body.flows : null;
  return (
    <>
      <header className="title-row">
        <h1>{words.flows}</h1>
        <span className="grow" />
        {flows?.length !== 0 && create}
      </header>
      <div className="list-body">
        {!answer && <Skeleton height={128} aria-busy="true" aria-label={words.loading} />}
        {answer && !answer.ok && (
          <div className="panel note bad" role="alert">
            <p>{failureText(answer, failures)}</p>
            <Button variant="default" onClick={() => void refetch()}>
              {words.retry}
            </Button>
          </div>
        )}
        {flows?.length === 0 && (
          <div className="panel empty">
            <p>{words.noFlows}</p>
            {create}
          </div>
        )}
        {flows && flows.length > 0 && <Table flows={flows} />}
      </div>
      <NewFlow isOpen={isCreating} onClose={() => setCreating(false)} />
    </>
  );
}

function Table({ flows }: { flows: FlowSummary[] }) {
  const words = useWords(shellWords);
  return (
    <div className="panel scroll">
      <table className="list">
        <thead>
          <tr>
            <th>{words.flow}</th>
            <th>{words.published}</th>
            <th>{words.saved}</th>
          </tr>
        </thead>
        <tbody>
          {flows.map(({ id, name, publishedVersion, savedAt, savedBy }) => (
            <tr key={id}>
              <td>
                <Link to="/flows/$id/edit" params={{ id }}>
                  {name}
                </Link>
                <div className="muted small">{id}</div>
              </td>
              <td>
                {publishedVersion === null ? (
                  <span className="muted">{words.notPublished}</span>
                ) : (
                  words.version(publishedVersion)
                )}
              </td>
              <td>
                <time dateTime={savedAt}>{new Date(savedAt).toLocaleString()}</time>{' '}
                {savedBy !== null && <span className="muted">{words.savedBy(savedBy)}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function NewFlow({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const words = useWords(shellWords);
  const failures = useWords(failureWords);
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') return;
    /* The language of flows is heavy, and a list needs none of it. */
    const { newMachine } = await import('./new-flow.ts');
    const machine = newMachine(name.trim(), words.firstText);
    const answer = await createFlow(machine);
    if (answer.ok) return navigate({ to: '/flows/$id/edit', params: { id: machine.id } });
    setProblem(answer.problem.code === 'flow-exists' ? words.wasTaken : failureText(answer, failures));
  };
  return (
    <Modal opened={isOpen} onClose={onClose} title={words.newFlow}>
      <form onSubmit={(event) => void submit(event)} className="stack">
        <TextInput
          label={words.flowName}
          value={name}
          maxLength={120}
          error={problem}
          data-autofocus
          onChange={(event) => {
            setName(event.currentTarget.value);
            setProblem(null);
          }}
        />
        <Button type="submit" disabled={name.trim() === ''}>
          {words.create}
        </Button>
      </form>
    </Modal>
  );
}
