import { Button, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useWords } from '../words.ts';
import { Door } from './Door.tsx';
import { NewPasswordField } from './NewPasswordField.tsx';
import { createFirstPerson } from './people-api.ts';
import { Problem } from './SignInForm.tsx';
import { useSession } from './session-store.ts';
import { useForm } from './use-form.ts';
import { peopleWords } from './words.ts';

type Props = { token: string | null; email: string; aside: ReactNode };

/** Nobody is there yet: creates the first administrator, for whoever has the link that was printed at the start. */
export function FirstPerson({ token, email: offered, aside }: Props) {
  const words = useWords(peopleWords);
  const { refresh, dropLink } = useSession();
  const [given, setGiven] = useState({ name: '', email: offered, password: '' });
  const set = (change: Partial<typeof given>) => setGiven((before) => ({ ...before, ...change }));
  const form = useForm(
    () => createFirstPerson({ ...given, email: given.email.trim(), token: token ?? '' }),
    async () => {
      dropLink();
      await refresh();
    },
  );
  if (token === null) {
    return (
      <Door title={words.welcome} aside={aside}>
        <p>{words.openSetupLink}</p>
        <p className="muted">{words.setupLinkLost}</p>
      </Door>
    );
  }
  return (
    <Door title={words.welcome} lead={words.firstHelp} aside={aside}>
      <form className="stack" onSubmit={(event) => void form.submit(event)}>
        <TextInput
          label={words.name}
          autoComplete="name"
          required
          withAsterisk={false}
          autoFocus
          maxLength={80}
          value={given.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TextInput
          label={words.email}
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          value={given.email}
          onChange={(event) => set({ email: event.currentTarget.value })}
        />
        <NewPasswordField value={given.password} onChange={(password) => set({ password })} />
        {form.problem && <Problem>{form.problem}</Problem>}
        <Button type="submit" loading={form.isBusy}>
          {words.begin}
        </Button>
      </form>
    </Door>
  );
}
