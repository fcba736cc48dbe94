import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useWords } from '../words.ts';
import { letterWords } from './letter-words.ts';
import { type LetterChoice, type Letters, readLetters, saveLetters } from './people-api.ts';
import { Problem } from './SignInForm.tsx';
import { useCaller } from './session-store.ts';
import { useForm } from './use-form.ts';

/** Which letters one gets about conversations that nobody takes. Nothing is shown for people who do not answer customers. */
export function LetterSettings() {
  const role = useCaller()?.role;
  const letters = useQuery({ queryKey: ['profile', 'letters'], queryFn: readLetters });
  if (role !== 'administrator' && role !== 'agent') return null;
  if (!letters.data?.ok) return null;
  return <Choices letters={letters.data.body} isAdministrator={role === 'administrator'} />;
}

function Choices({ letters, isAdministrator }: { letters: Letters; isAdministrator: boolean }) {
  const words = useWords(letterWords);
  const usual: LetterChoice = isAdministrator ? 'always' : 'away';
  const [alarms, setAlarms] = useState<LetterChoice>(letters.alarms ?? usual);
  const [language, setLanguage] = useState<Letters['language']>(letters.language);
  const [isDone, setDone] = useState(false);
  const form = useForm(
    () => saveLetters({ alarms, language }),
    () => setDone(true),
  );
  return (
    <section className="panel account-part">
      <h2>{words.title}</h2>
      <p className="muted">{letters.areSent ? words.help : words.notSent}</p>
      <form className="stack" onSubmit={(event) => void form.submit(event)}>
        <Select
          label={words.when}
          allowDeselect={false}
          data={(['always', 'away', 'never'] as const).map((value) => ({ value, label: words[value] }))}
          value={alarms}
          onChange={(value) => {
            if (value === 'always' || value === 'away' || value === 'never') setAlarms(value);
            setDone(false);
          }}
        />
        <Select
          label={words.language}
          allowDeselect={false}
          data={[
            { value: 'all', label: words.both },
            { value: 'en', label: 'English' },
            { value: 'ru', label: 'Русский' },
          ]}
          value={language ?? 'all'}
          onChange={(value) => {
            setLanguage(value === 'en' || value === 'ru' ? value : null);
            setDone(false);
          }}
        />
        {form.problem && <Problem>{form.problem}</Problem>}
        {isDone && !form.problem && <p role="status">{words.saved}</p>}
        <Button type="submit" variant="default" loading={form.isBusy}>
          {words.save}
        </Button>
      </form>
    </section>
  );
}
