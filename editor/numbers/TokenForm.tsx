import { Button, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { useForm } from '../people/use-form.ts';
import { Moment } from '../shell/Moment.tsx';
import { useWords } from '../words.ts';
import { replaceToken } from './numbers-api.ts';
import { numberWords } from './words.ts';

/** Another token or key for the number: taken only when it works, may do what is needed, and is for this number. */
export function TokenForm({
  id,
  isKey,
  onReplaced,
}: {
  id: string;
  /** It is a key of 360dialog's. */
  isKey: boolean;
  onReplaced: () => void;
}) {
  const words = useWords(numberWords);
  const [token, setToken] = useState('');
  const [replaced, setReplaced] = useState<{ expiresAt: string | null } | null>(null);
  const form = useForm(
    () => replaceToken(id, token),
    (body) => {
      setToken('');
      setReplaced(body);
      onReplaced();
    },
  );
  return (
    <section className="number-part">
      <h2>{isKey ? words.newKey : words.newToken}</h2>
      <form className="panel stack number-form" onSubmit={(event) => void form.submit(event)}>
        <PasswordInput
          label={isKey ? words.dialog360Key : words.accessToken}
          description={isKey ? words.newKeyHelp : words.newTokenHelp}
          required
          withAsterisk={false}
          autoComplete="off"
          value={token}
          onChange={(event) => {
            setReplaced(null);
            setToken(event.currentTarget.value.trim());
          }}
        />
        {form.problem !== null && (
          <p className="bad" role="alert">
            {form.problem}
          </p>
        )}
        {replaced !== null && form.problem === null && (
          <p className="good" role="status">
            {words.tokenTaken}
            {replaced.expiresAt !== null && (
              <>
                {' '}
                {words.tokenEnds} <Moment at={replaced.expiresAt} />
              </>
            )}
          </p>
        )}
        <Button type="submit" variant="default" loading={form.isBusy}>
          {words.replace}
        </Button>
      </form>
    </section>
  );
}
