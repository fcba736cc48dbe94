import { PasswordInput } from '@mantine/core';
import { useWords } from '../words.ts';
import { peopleWords } from './words.ts';

/** As the server says. */
const SHORTEST_PASSWORD = 10;

type Props = { value: string; onChange: (value: string) => void; label?: string; autoFocus?: boolean };

/** A password that is chosen now: it says how long it must be, and lets a manager of passwords make one. */
export function NewPasswordField({ value, onChange, label, autoFocus = false }: Props) {
  const words = useWords(peopleWords);
  return (
    <PasswordInput
      label={label ?? words.choosePassword}
      description={words.passwordHelp(SHORTEST_PASSWORD)}
      name="new-password"
      autoComplete="new-password"
      required
      withAsterisk={false}
      minLength={SHORTEST_PASSWORD}
      maxLength={128}
      autoFocus={autoFocus}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
