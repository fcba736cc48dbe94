import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Moment } from '../shell/Moment.tsx';
import { useWords } from '../words.ts';
import { browserName } from './browser-name.ts';
import { LetterSettings } from './LetterSettings.tsx';
import { Loaded } from './Loaded.tsx';
import { NewPasswordField } from './NewPasswordField.tsx';
import {
  changeName,
  changePassword,
  endOtherSignIns,
  endSignIn,
  type Person,
  readProfile,
  type SignIn,
} from './people-api.ts';
import { SecondFactor } from './SecondFactor.tsx';
import { Problem } from './SignInForm.tsx';
import { useSession } from './session-store.ts';
import { useForm } from './use-form.ts';
import { peopleWords } from './words.ts';
import './people.css';

/** One's own account: name, password, second factor, and where one has signed in. */
export function ProfileScreen() {
  const words = useWords(peopleWords);
  const profile = useQuery({ queryKey: ['profile'], queryFn: readProfile });
  const refresh = () => void profile.refetch();
  return (
    <>
      <header className="title-row">
        <h1>{words.account}</h1>
      </header>
      <div className="list-body profile">
        <Loaded answer={profile.data} retry={refresh}>
          {({ person, signIns }) => (
            <>
              <Name person={person} onChange={refresh} />
              <Password email={person.email} onChange={refresh} />
              <LetterSettings />
              <SecondFactor isOn={person.hasSecondFactor} onChange={refresh} />
              <SignIns signIns={signIns} onChange={refresh} />
            </>
          )}
        </Loaded>
      </div>
    </>
  );
}

function Name({ person, onChange }: { person: Person; onChange: () => void }) {
  const words = useWords(peopleWords);
  const refreshSession = useSession(({ refresh }) => refresh);
  const [name, setName] = useState(person.name);
  const form = useForm(
    () => changeName(name.trim()),
    async () => {
      onChange();
      await refreshSession();
    },
  );
  return (
    <section className="panel account-part">
      <h2>{person.email}</h2>
      <p className="muted">{words.roles[person.role]}</p>
      <form className="stack" onSubmit={(event) => void form.submit(event)}>
        <TextInput
          label={words.name}
          description={words.nameHelp}
          autoComplete="name"
          required
          withAsterisk={false}
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {form.problem && <Problem>{form.problem}</Problem>}
        <Button type="submit" variant="default" loading={form.isBusy} disabled={name.trim() === person.name}>
          {words.save}
        </Button>
      </form>
    </section>
  );
}

function Password({ email, onChange }: { email: string; onChange: () => void }) {
  const words = useWords(peopleWords);
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [isDone, setDone] = useState(false);
  const form = useForm(
    () => changePassword({ current, next }),
    () => {
      setCurrent('');
      setNext('');
      setDone(true);
      onChange();
    },
  );
  return (
    <section className="panel account-part">
      <h2>{words.password}</h2>
      <form className="stack" onSubmit={(event) => void form.submit(event)}>
        <input type="hidden" autoComplete="username" value={email} readOnly />
        <PasswordInput
          label={words.currentPassword}
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <NewPasswordField value={next} onChange={setNext} label={words.newPassword} />
        {form.problem && <Problem>{form.problem}</Problem>}
        {isDone && !form.problem && <p role="status">{words.passwordChanged}</p>}
        <Button type="submit" variant="default" loading={form.isBusy}>
          {words.changePassword}
        </Button>
      </form>
    </section>
  );
}

function SignIns({ signIns, onChange }: { signIns: SignIn[]; onChange: () => void }) {
  const words = useWords(peopleWords);
  const end = async (ask: () => Promise<unknown>) => {
    await ask();
    onChange();
  };
  return (
    <section className="panel account-part">
      <h2>{words.signIns}</h2>
      <ul className="sign-ins">
        {signIns.map(({ id, isThisOne, address, userAgent, seenAt }) => (
          <li key={id}>
            <div>
              {browserName(userAgent) ?? words.unknown}
              {isThisOne && <span className="good"> · {words.thisOne}</span>}
              <div className="muted small">
                {address ?? '—'} · <Moment at={seenAt} />
              </div>
            </div>
            {!isThisOne && (
              <Button variant="default" onClick={() => void end(() => endSignIn(id))}>
                {words.end}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {signIns.length > 1 && (
        <Button variant="default" onClick={() => void end(endOtherSignIns)}>
          {words.endOthers}
        </Button>
      )}
    </section>
  );
}
