import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../words.ts';
import type { TemplateMessage } from './draft.ts';
import { broadcastWords } from './words.ts';

/** A template by its name, where the list of them is not known here. */
export function TemplateByName({ onChange }: { onChange: (message: TemplateMessage | null) => void }) {
  const words = useWords(broadcastWords);
  const [given, setGiven] = useState({ name: '', language: 'en', values: '' });
  const change = (more: Partial<typeof given>) => {
    const next = { ...given, ...more };
    setGiven(next);
    onChange(messageOf(next));
  };
  return (
    <>
      <div className="filters">
        <TextInput
          label={words.templateName}
          required
          withAsterisk={false}
          value={given.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <TextInput
          label={words.language}
          required
          withAsterisk={false}
          value={given.language}
          onChange={(event) => change({ language: event.currentTarget.value })}
        />
      </div>
      <Textarea
        label={words.values}
        description={words.valuesHelp}
        autosize
        value={given.values}
        onChange={(event) => change({ values: event.currentTarget.value })}
      />
    </>
  );
}

function messageOf(given: { name: string; language: string; values: string }): TemplateMessage | null {
  const [name, language] = [given.name.trim(), given.language.trim()];
  if (name === '' || language === '') return null;
  const lines = given.values.split('\n').filter((line) => line.trim() !== '');
  return {
    ...{ type: 'template', name, language },
    ...(lines.length > 0 && { body: lines.map((text) => ({ text })) }),
  };
}
