import { Button, Loader, Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { forgetKey, hasKey } from '../api.ts';
import { KeyForm } from '../home/KeyForm.tsx';
import { failureText, failureWords } from '../shell/failure.ts';
import { useWords } from '../words.ts';
import { AcceptInvitation } from './AcceptInvitation.tsx';
import { Door } from './Door.tsx';
import { FirstPerson } from './FirstPerson.tsx';
import { NewPassword } from './NewPassword.tsx';
import { SignInForm } from './SignInForm.tsx';
import { useSession } from './session-store.ts';
import { peopleWords } from './words.ts';

/** The app for whoever has signed in; for everybody else the way in. */
export function Gate({ children }: { children: ReactNode }) {
  const words = useWords(peopleWords);
  const { known, failure, link, hasExpired, refresh } = useSession();
  useEffect(() => void refresh(), [refresh]);
  if (link?.kind === 'reset') return <NewPassword token={link.token} />;
  if (link?.kind === 'invitation') return <AcceptInvitation token={link.token} />;
  if (failure && !known?.caller) return <Unknown />;
  if (!known) return <Loader className="gate-wait" aria-label={words.wait} />;
  if (known.caller) {
    return (
      <>
        {children}
        {hasExpired && <Expired />}
      </>
    );
  }
  return <WayIn />;
}

function WayIn() {
  const words = useWords(peopleWords);
  const { known, link, refresh } = useSession();
  const [withKey, setWithKey] = useState(false);
  if (withKey) {
    return (
      <div className="door">
        <KeyForm problem={null} onEnter={() => void refresh()} />
        <Button variant="subtle" color="gray" onClick={() => setWithKey(false)}>
          {words.back}
        </Button>
      </div>
    );
  }
  const aside = (
    <Button variant="subtle" color="gray" onClick={() => setWithKey(true)}>
      {words.useKey}
    </Button>
  );
  if (known?.needsFirstPerson) {
    const token = link?.kind === 'setup' ? link.token : null;
    return <FirstPerson token={token} email={known.adminEmail ?? ''} aside={aside} />;
  }
  return (
    <Door title={words.signIn} aside={aside}>
      <SignInForm onEnter={refresh} />
    </Door>
  );
}

/** The server did not say who this is: the key is not right, or nobody answers. */
function Unknown() {
  const words = useWords(peopleWords);
  const failures = useWords(failureWords);
  const { failure, refresh } = useSession();
  if (!failure) return null;
  if (failure.why === 'no-key' && hasKey()) {
    return (
      <div className="door">
        <KeyForm problem={failureText(failure, failures)} onEnter={() => void refresh()} />
      </div>
    );
  }
  return (
    <Door title={words.product}>
      <p role="alert">{failureText(failure, failures)}</p>
      <Button
        onClick={() => {
          if (failure.why === 'no-key') forgetKey();
          void refresh();
        }}
      >
        {words.retry}
      </Button>
    </Door>
  );
}

/** Over the page, which keeps everything that was not saved yet. */
function Expired() {
  const words = useWords(peopleWords);
  const { known, refresh } = useSession();
  const queries = useQueryClient();
  const again = async () => {
    await refresh();
    await queries.invalidateQueries();
  };
  return (
    <Modal opened onClose={() => {}} withCloseButton={false} title={words.expired}>
      <p className="muted">{words.expiredHelp}</p>
      {hasKey() ? (
        <KeyForm problem={null} onEnter={() => void again()} />
      ) : (
        <SignInForm email={known?.caller?.email ?? ''} onEnter={again} />
      )}
    </Modal>
  );
}
