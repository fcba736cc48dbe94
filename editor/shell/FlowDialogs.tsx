import { Button, Modal, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { archiveFlow, type FlowOverview, readFlow, saveFlow } from '../api.ts';
import { useWords } from '../words.ts';
import { failureText, failureWords } from './failure.ts';
import { flowListWords } from './flow-list-words.ts';

/** Another name for the flow's draft. */
export function RenameDialog({
  flow,
  onClose,
  onDone,
}: {
  flow: FlowOverview;
  onClose: () => void;
  onDone: (text: null) => void;
}) {
  const words = useWords(flowListWords);
  const failures = useWords(failureWords);
  const [name, setName] = useState(flow.name);
  const [failure, setFailure] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const draft = await readFlow(flow.id);
    if (!draft.ok) return setFailure(failureText(draft, failures));
    const { machine, revision } = draft.body;
    const meta = { ...machine.meta, flow: { ...machine.meta.flow, name: name.trim() } };
    const saved = await saveFlow(flow.id, { machine: { ...machine, meta }, revision });
    if (!saved.ok) return setFailure(failureText(saved, failures));
    onDone(null);
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={words.rename} closeButtonProps={{ 'aria-label': words.close }}>
      <form className="stack" onSubmit={(event) => void submit(event)}>
        <TextInput
          label={words.name}
          value={name}
          maxLength={120}
          error={failure}
          data-autofocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" disabled={name.trim() === '' || name.trim() === flow.name}>
          {words.renameDo}
        </Button>
      </form>
    </Modal>
  );
}

/** Says what archiving means for those who write to the flow's numbers, or why it has to wait. */
export function ArchiveDialog({
  flow,
  onClose,
  onArchived,
}: {
  flow: FlowOverview;
  onClose: () => void;
  onArchived: () => void;
}) {
  const words = useWords(flowListWords);
  const failures = useWords(failureWords);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const isLive = flow.publishedVersion !== null;
  const numbers = isLive ? flow.numbers.map(({ displayPhone, name, id }) => displayPhone ?? name ?? id) : [];
  const archive = async () => {
    setBusy(true);
    const answer = await archiveFlow(flow.id);
    setBusy(false);
    if (!answer.ok) return setFailure(failureText(answer, failures));
    onArchived();
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.archiveTitle(flow.name)}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <div className="stack">
        <p>
          {flow.sessions > 0
            ? words.archiveNot(flow.sessions)
            : words.archiveText(flow.name, numbers.join(', '))}
        </p>
        {failure !== null && (
          <p className="bad" role="alert">
            {failure}
          </p>
        )}
        <Button loading={isBusy} disabled={flow.sessions > 0} onClick={() => void archive()} data-autofocus>
          {words.archiveTitle(flow.name)}
        </Button>
      </div>
    </Modal>
  );
}
