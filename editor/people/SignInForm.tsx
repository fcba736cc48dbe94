import { Alert, Button, Checkbox, PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../words.ts';
import { askForReset, giveCode, signIn } from './people-api.ts';
import { useSession } from './session-store.ts';
import { useForm } from './use-form.ts';
import { peopleWords } from './words.ts';

type Step = 'password' | 'code' | 'forgotten';
type Enter = { email?: string; onEnter: () => void | Promise<void> };

/** Address and password, then a code where one is asked for; and what to do when the password is forgotten. */
export function SignInForm({ email: known = '', onEnter }: Enter) {
  const [step, setStep] = useState<Step>('password');
  const [email, setEmail] = useState(known);
  if (step === 'code') return <Code onEnter={onEnter} />;
  if (step === 'forgotten') return <Forgotten email={email} onBack={() => setStep('password')} />;
  return (
    <Password
      email={email}
      onEmail={setEmail}
      onForget={() => setStep('forgotten')}
      onEnter={(needsCode) => (needsCode ? setStep('code') : onEnter())}
    />
  );
}

function Password({ email, onEmail, onForget, onEnter }: PasswordProps) {
  const words = useWords(peopleWords);
  const [password, setPassword] = useState('');
  const form = useForm(
    () => signIn({ email: email.trim(), password }),
    ({ needsCode }) => onEnter(needsCode),
  );
  return (
    <form className="stack" onSubmit={(event) => void form.submit(event)}>
      <TextInput
        label={words.email}
        type="email"
        name="email"
        autoComplete="username"
        required
        withAsterisk={false}
        autoFocus={email === ''}
        value={email}
        onChange={(event) => onEmail(event.currentTarget.value)}
      />
      <PasswordInput
        label={words.password}
        name="password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        autoFocus={email !== ''}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {form.problem && <Problem>{form.problem}</Problem>}
      <Button type="submit" loading={form.isBusy}>
        {words.signIn}
      </Button>
      <Button variant="subtle" color="gray" onClick={onForget}>
        {words.forgotten}
      </Button>
    </form>
  );
}

type PasswordProps = {
  email: string;
  onEmail: (email: string) => void;
  onForget: () => void;
  onEnter: (needsCode: boolean) => void | Promise<void>;
};

function Code({ onEnter }: Pick<Enter, 'onEnter'>) {
  const words = useWords(peopleWords);
  const [code, setCode] = useState('');
  const [trustDevice, setTrust] = useState(false);
  const form = useForm(
    () => giveCode({ code: code.replace(/\s/g, ''), trustDevice }),
    () => onEnter(),
  );
  return (
    <form className="stack" onSubmit={(event) => void form.submit(event)}>
      <TextInput
        label={words.code}
        description={words.codeHelp}
        name="code"
        autoComplete="one-time-code"
        inputMode="text"
        required
        withAsterisk={false}
        autoFocus
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Checkbox
        label={words.trustDevice}
        checked={trustDevice}
        onChange={(event) => setTrust(event.currentTarget.checked)}
      />
      {form.problem && <Problem>{form.problem}</Problem>}
      <Button type="submit" loading={form.isBusy}>
        {words.signIn}
      </Button>
    </form>
  );
}

function Forgotten({ email: typed, onBack }: { email: string; onBack: () => void }) {
  const words = useWords(peopleWords);
  const sendsMail = useSession(({ known }) => known?.sendsMail ?? false);
  const [email, setEmail] = useState(typed);
  const [isSent, setSent] = useState(false);
  const form = useForm(
    () => askForReset(email.trim()),
    () => setSent(true),
  );
  const back = (
    <Button variant="subtle" color="gray" onClick={onBack}>
      {words.back}
    </Button>
  );
  if (!sendsMail || isSent) {
    return (
      <div className="stack">
        <p role="status">{isSent ? words.resetSent : words.askAdministrator}</p>
        {back}
      </div>
    );
  }
  return (
    <form className="stack" onSubmit={(event) => void form.submit(event)}>
      <TextInput
        label={words.email}
        type="email"
        autoComplete="username"
        required
        withAsterisk={false}
        autoFocus
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      {form.problem && <Problem>{form.problem}</Problem>}
      <Button type="submit" loading={form.isBusy}>
        {words.sendLink}
      </Button>
      {back}
    </form>
  );
}

/** What went wrong, read out when it appears. */
export function Problem({ children }: { children: string }) {
  return (
    <Alert color="red" role="alert" p="xs">
      {children}
    </Alert>
  );
}
