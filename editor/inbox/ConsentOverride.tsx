import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useMay } from '../people/session-store.ts';
import { useWords } from '../words.ts';
import { composerWords } from './composer-words.ts';

/** As the server asks for it. */
const SHORTEST = 10;

/** An administrator says why a template goes to somebody who has not agreed; it stands in the audit log. */
export function ConsentOverride({ onSend }: { onSend: (reason: string) => void }) {
  const words = useWords(composerWords);
  const isAdministrator = useMay('settings:write');
  const [reason, setReason] = useState('');
  if (!isAdministrator) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim().length >= SHORTEST) onSend(reason.trim());
  };
  return (
    <form className="in-override" onSubmit={submit}>
      <TextInput
        label={words.overrideReason}
        description={words.overrideHelp}
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button type="submit" size="compact-md" variant="default" disabled={reason.trim().length < SHORTEST}>
        {words.sendAnyway}
      </Button>
    </form>
  );
}
