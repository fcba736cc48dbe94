import { Button, Loader, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useWords } from '../words.ts';
import { Door } from './Door.tsx';
import { NewPasswordField } from './NewPasswordField.tsx';
import { acceptInvitation, readInvitation } from './people-api.ts';
import { refusalText } from './refusal.ts';
import { Problem } from './SignInForm.tsx';
import { useSession } from './session-store.ts';
import { useForm } from './use-form.ts';
import { peopleWords } from './words.ts';

/** Where the link of an invitation leads: a name and a password, and one is in. */
export function AcceptInvitation({ token }: { token: string }) {
  const words = useWords(peopleWords);
  const { dropLink, refresh } = useSession();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const { data: found } = useQuery({ queryKey: ['invitation', token], queryFn: () => readInvitation(token) });
  const form = useForm(
    () => acceptInvitation({ token, name, password }),
    async () => {
      await refresh();
      dropLink();
    },
  );
  if (!found) return <Loader className="gate-wait" aria-label={words.wait} />;
  if (!found.ok) {
    /* A link that was cut off does not even look like one to the server. */
    const isCutOff = found.status === 400;
    return (
      <Door title={words.invitation}>
        <div className="stack">
          <Problem>{(isCutOff && words.refusals['link-not-valid']) || refusalText(found, words)}</Problem>
          <Button variant="default" onClick={() => dropLink()}>
            {words.signIn}
          </Button>
        </div>
      </Door>
    );
  }
  const { email, role, invitedBy } = found.body;
  return (
    <Door title={words.welcome} lead={words.invitedBy(invitedBy, words.roles[role])}>
      <form className="stack" onSubmit={(event) => void form.submit(event)}>
        <TextInput label={words.email} value={email} readOnly autoComplete="username" />
        <TextInput
          label={words.name}
          autoComplete="name"
          required
          withAsterisk={false}
          autoFocus
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NewPasswordField value={password} onChange={setPassword} />
        {form.problem && <Problem>{form.problem}</Problem>}
        <Button type="submit" loading={form.isBusy}>
          {words.begin}
        </Button>
      </form>
    </Door>
  );
}
