import { Button } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../words.ts';
import { Door } from './Door.tsx';
import { NewPasswordField } from './NewPasswordField.tsx';
import { setNewPassword } from './people-api.ts';
import { Problem } from './SignInForm.tsx';
import { useSession } from './session-store.ts';
import { useForm } from './use-form.ts';
import { peopleWords } from './words.ts';

/** Where the link of a forgotten password leads. */
export function NewPassword({ token }: { token: string }) {
  const words = useWords(peopleWords);
  const { dropLink, refresh } = useSession();
  const [password, setPassword] = useState('');
  const [isDone, setDone] = useState(false);
  const form = useForm(
    () => setNewPassword({ token, password }),
    () => setDone(true),
  );
  const on = async () => {
    await refresh();
    dropLink();
  };
  if (isDone) {
    return (
      <Door title={words.newPassword}>
        <p role="status">{words.passwordSet}</p>
        <Button onClick={() => void on()}>{words.signIn}</Button>
      </Door>
    );
  }
  return (
    <Door title={words.newPassword} lead={words.newPasswordHelp}>
      <form className="stack" onSubmit={(event) => void form.submit(event)}>
        <NewPasswordField value={password} onChange={setPassword} autoFocus />
        {form.problem && <Problem>{form.problem}</Problem>}
        <Button type="submit" loading={form.isBusy}>
          {words.save}
        </Button>
      </form>
    </Door>
  );
}
