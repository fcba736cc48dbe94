import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useWords } from '../words.ts';
import { saveView } from './inbox-api.ts';
import { look, show, tell, useInbox } from './inbox-store.ts';
import { KEYS } from './queries.ts';
import { refusalWords } from './use-deeds.ts';
import { inboxWords } from './words.ts';

/** Keeps what the list is narrowed to, under a name. */
export function SaveViewDialog() {
  const words = useWords(inboxWords);
  const queries = useQueryClient();
  const filter = useInbox((inbox) => inbox.filter);
  const [name, setName] = useState('');
  const save = async () => {
    const saved = await saveView(name.trim(), filter);
    if (!saved.ok) return tell(refusalWords(saved, words), { isBad: true });
    await queries.invalidateQueries({ queryKey: KEYS.views });
    look(saved.body.filter);
    show(null);
    tell(words.viewSaved(saved.body.name));
  };
  return (
    <form
      className="in-line-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') void save();
      }}
    >
      <TextInput
        label={words.viewName}
        value={name}
        maxLength={80}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <Button type="submit" disabled={name.trim() === ''}>
        {words.save}
      </Button>
    </form>
  );
}
