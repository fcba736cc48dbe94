import { Progress as Bar, Button, Modal, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Loaded } from '../people/Loaded.tsx';
import { Problem } from '../people/SignInForm.tsx';
import { useForm } from '../people/use-form.ts';
import { useWords } from '../words.ts';
import { BroadcastCost } from './BroadcastCost.tsx';
import { act, type Broadcast, type Progress, readBroadcast, testBroadcast } from './broadcasts-api.ts';
import { broadcastWords } from './words.ts';

const LOOK_EVERY_MS = 1_000;
const PARTS = [
  'recipients',
  'waiting',
  'sending',
  'sent',
  'delivered',
  'read',
  'started',
  'failed',
  'skipped',
] as const;

/** One broadcast: how far it is, while it goes on, and what can be done with it. */
export function BroadcastDialog({
  id,
  onClose,
  onChange,
}: {
  id: string;
  onClose: () => void;
  onChange: () => void;
}) {
  const words = useWords(broadcastWords);
  const details = useQuery({
    queryKey: ['broadcast', id],
    queryFn: () => readBroadcast(id),
    refetchInterval: LOOK_EVERY_MS,
  });
  const refresh = () => {
    onChange();
    void details.refetch();
  };
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={details.data?.ok ? details.data.body.broadcast.name : words.broadcasts}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <Loaded answer={details.data} retry={() => void details.refetch()}>
        {({ broadcast, progress }) => (
          <div className="stack">
            <strong role="status">{words.statuses[broadcast.status]}</strong>
            {broadcast.pausedFor !== null && (
              <p className={broadcast.pausedFor === 'by-hand' ? 'muted' : 'bad'} role="alert">
                {words.pausedFor[broadcast.pausedFor] ?? broadcast.pausedFor}
              </p>
            )}
            {broadcast.status !== 'draft' && <Numbers progress={progress} />}
            {broadcast.startedAt !== null && <BroadcastCost id={id} />}
            <Acts broadcast={broadcast} onDone={refresh} />
            {broadcast.status === 'draft' && <Test id={id} />}
          </div>
        )}
      </Loaded>
    </Modal>
  );
}

function Numbers({ progress }: { progress: Progress }) {
  const words = useWords(broadcastWords);
  const { recipients, waiting, reasons } = progress;
  const share = recipients === 0 ? 0 : ((recipients - waiting) / recipients) * 100;
  return (
    <>
      <Bar value={share} aria-label={words.progress.recipients ?? ''} />
      <dl className="facts">
        {PARTS.filter((part) => part === 'recipients' || progress[part] > 0).map((part) => (
          <div key={part}>
            <dt>{words.progress[part]}</dt>
            <dd>{progress[part]}</dd>
          </div>
        ))}
      </dl>
      {reasons.length > 0 && (
        <ul className="happenings">
          {reasons.map(({ outcome, reason, code, count }) => (
            <li key={`${outcome}/${reason}/${code}`}>
              <span>
                {words.reasons[reason] ?? reason}
                {code !== null && <span className="muted"> ({code})</span>}
              </span>
              <span>{count}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

type What = Parameters<typeof act>[1];

function Acts({ broadcast, onDone }: { broadcast: Broadcast; onDone: () => void }) {
  const words = useWords(broadcastWords);
  const { id, status } = broadcast;
  if (status === 'done' || status === 'cancelled') return null;
  const one = (what: What, label: string, isMain = false) => (
    <Act key={what} id={id} what={what} label={label} isMain={isMain} onDone={onDone} />
  );
  return (
    <div className="actions-row">
      {status === 'draft' && one('schedule', words.begin, true)}
      {(status === 'running' || status === 'scheduled') && one('pause', words.pause)}
      {status === 'paused' && one('resume', words.resume, true)}
      {one('cancel', words.cancel)}
    </div>
  );
}

type ActProps = { id: string; what: What; label: string; isMain: boolean; onDone: () => void };

function Act({ id, what, label, isMain, onDone }: ActProps) {
  const form = useForm(() => act(id, what), onDone);
  return (
    <>
      <Button
        variant={isMain ? 'filled' : 'default'}
        loading={form.isBusy}
        onClick={() => void form.submit()}
      >
        {label}
      </Button>
      {form.problem && <Problem>{form.problem}</Problem>}
    </>
  );
}

function Test({ id }: { id: string }) {
  const words = useWords(broadcastWords);
  const [phone, setPhone] = useState('');
  const [isSent, setSent] = useState(false);
  const test = useForm(
    () => testBroadcast(id, phone.replace(/[\s()-]/g, '')),
    () => setSent(true),
  );
  return (
    <form className="stack" onSubmit={(event) => void test.submit(event)}>
      <TextInput
        label={words.testPhone}
        type="tel"
        required
        withAsterisk={false}
        placeholder="+49 151 12345678"
        value={phone}
        onChange={(event) => setPhone(event.currentTarget.value)}
      />
      {test.problem && <Problem>{test.problem}</Problem>}
      {isSent && <p role="status">{words.tested}</p>}
      <div>
        <Button type="submit" variant="default" loading={test.isBusy}>
          {words.test}
        </Button>
      </div>
    </form>
  );
}
