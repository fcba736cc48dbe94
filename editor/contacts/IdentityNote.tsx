import { Button } from '@mantine/core';
import { IconUserQuestion } from '@tabler/icons-react';
import { Problem } from '../people/SignInForm.tsx';
import { useMay } from '../people/session-store.ts';
import { useForm } from '../people/use-form.ts';
import { Moment } from '../shell/Moment.tsx';
import { useWords } from '../words.ts';
import { type Contact, confirmIdentity } from './contacts-api.ts';
import { identityWords } from './identity-words.ts';
import { useNames } from './use-names.ts';
import './identity.css';

type NoteProps = {
  contact: Pick<
    Contact,
    'id' | 'identityChangedAt' | 'identityDoubtedAt' | 'identityConfirmedAt' | 'identityConfirmedBy'
  >;
  onChange: () => void;
};

/**
 * Says that somebody else may be at a contact's number, and asks what to do: to write to whoever is there, which leaves the doubt, or that it is
 * the same person. Nothing where nothing is in doubt.
 */
export function IdentityNote({ contact, onChange }: NoteProps) {
  const words = useWords(identityWords);
  const mayWrite = useMay('contacts:write');
  const nameOf = useNames();
  const same = useForm(() => confirmIdentity(contact.id, true), onChange);
  const write = useForm(() => confirmIdentity(contact.id, false), onChange);
  const { identityChangedAt, identityDoubtedAt, identityConfirmedAt, identityConfirmedBy } = contact;
  const since = identityChangedAt ?? identityDoubtedAt;
  if (since === null) return null;
  const isStopped = identityChangedAt !== null;
  const problem = same.problem ?? write.problem;
  const who = identityConfirmedBy === 'bot' ? words.bot : nameOf(identityConfirmedBy ?? '');
  return (
    <div className={`identity-note ${isStopped ? 'is-stopped' : ''}`} role={isStopped ? 'alert' : 'status'}>
      <IconUserQuestion size={20} stroke={1.75} aria-hidden />
      <div className="identity-said">
        <strong>{isStopped ? words.stopped : words.doubted}</strong>
        <p>{isStopped ? words.stoppedHelp : words.doubtedHelp}</p>
        <p className="muted small">
          {words.since} <Moment at={since} />
          {identityConfirmedAt !== null && identityConfirmedAt > since && (
            <>
              {' · '}
              {words.confirmed(who)}, <Moment at={identityConfirmedAt} />
            </>
          )}
        </p>
        {problem !== null && <Problem>{problem}</Problem>}
        {mayWrite && (
          <div className="identity-acts">
            <Button
              size="compact-md"
              variant="default"
              loading={same.isBusy}
              onClick={() => void same.submit()}
            >
              {words.same}
            </Button>
            {isStopped && (
              <Button
                size="compact-md"
                variant="subtle"
                color="gray"
                loading={write.isBusy}
                onClick={() => void write.submit()}
              >
                {words.write}
              </Button>
            )}
          </div>
        )}
      </div>
    </div>
  );
}
