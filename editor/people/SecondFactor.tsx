import { Button, PasswordInput, Skeleton, TextInput } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useWords } from '../words.ts';
import { beginSecondFactor, confirmSecondFactor, removeSecondFactor } from './people-api.ts';
import { ShownOnce } from './ShownOnce.tsx';
import { Problem } from './SignInForm.tsx';
import { useForm } from './use-form.ts';
import { peopleWords } from './words.ts';

const QrCode = lazy(async () => ({ default: (await import('../qr/QrCode.tsx')).QrCode }));

type Begun = { uri: string; spareCodes: string[] };

/** A code of an app beside the password: off, begun, on. */
export function SecondFactor({ isOn, onChange }: { isOn: boolean; onChange: () => void }) {
  const words = useWords(peopleWords);
  const [begun, setBegun] = useState<Begun | null>(null);
  const done = () => {
    setBegun(null);
    onChange();
  };
  return (
    <section className="panel account-part">
      <h2>{words.secondFactor}</h2>
      <p className="muted">{isOn ? words.secondFactorOn : words.secondFactorHelp}</p>
      {begun ? (
        <Confirm begun={begun} onDone={done} />
      ) : (
        <Ask isOn={isOn} onBegun={setBegun} onRemoved={done} />
      )}
    </section>
  );
}

type AskProps = { isOn: boolean; onBegun: (begun: Begun) => void; onRemoved: () => void };

/** Both ways ask for the password once more: a page that was left open must not be enough. */
function Ask({ isOn, onBegun, onRemoved }: AskProps) {
  const words = useWords(peopleWords);
  const [password, setPassword] = useState('');
  const begin = useForm(() => beginSecondFactor(password), onBegun);
  const remove = useForm(() => removeSecondFactor(password), onRemoved);
  const form = isOn ? remove : begin;
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        setPassword('');
        void form.submit(event);
      }}
    >
      <PasswordInput
        label={words.currentPassword}
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {form.problem && <Problem>{form.problem}</Problem>}
      <Button type="submit" variant="default" loading={form.isBusy}>
        {isOn ? words.removeSecondFactor : words.addSecondFactor}
      </Button>
    </form>
  );
}

function Confirm({ begun, onDone }: { begun: Begun; onDone: () => void }) {
  const words = useWords(peopleWords);
  const [code, setCode] = useState('');
  const form = useForm(() => confirmSecondFactor(code.replace(/\s/g, '')), onDone);
  const secret = new URL(begun.uri).searchParams.get('secret') ?? '';
  return (
    <div className="stack">
      <Suspense fallback={<Skeleton width={176} height={176} />}>
        <QrCode text={begun.uri} label={words.openInApp} />
      </Suspense>
      <ShownOnce label={words.appSecret} value={secret} help={words.appSecretHelp} />
      <p>
        <a href={begun.uri}>{words.openInApp}</a>
      </p>
      <ShownOnce label={words.spareCodes} value={begun.spareCodes.join(' ')} help={words.spareCodesHelp} />
      <form className="stack" onSubmit={(event) => void form.submit(event)}>
        <TextInput
          label={words.code}
          autoComplete="one-time-code"
          inputMode="numeric"
          required
          withAsterisk={false}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        {form.problem && <Problem>{form.problem}</Problem>}
        <Button type="submit" loading={form.isBusy}>
          {words.turnOn}
        </Button>
      </form>
    </div>
  );
}
