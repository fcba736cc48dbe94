import { Button, Checkbox, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useWords } from '../words.ts';
import { makeLabel, type Row } from './inbox-api.ts';
import { tell } from './inbox-store.ts';
import { COLORS, LabelChip } from './LabelChip.tsx';
import { KEYS, useLabels } from './queries.ts';
import { refusalWords, useDeeds } from './use-deeds.ts';
import { inboxWords } from './words.ts';

/** Which labels a conversation has; new ones are made here too. */
export function LabelsDialog({ row }: { row: Row }) {
  const words = useWords(inboxWords);
  const queries = useQueryClient();
  const deeds = useDeeds();
  const labels = useLabels();
  const [name, setName] = useState('');
  const make = async () => {
    const color = COLORS[(labels.length + 1) % COLORS.length] ?? 'gray';
    const made = await makeLabel(name.trim(), color);
    if (!made.ok) return tell(refusalWords(made, words), { isBad: true });
    setName('');
    await queries.invalidateQueries({ queryKey: KEYS.labels });
    await deeds.label(row.id, { add: [made.body.id] });
  };
  return (
    <>
      <div className="in-picks">
        {labels.map((label) => {
          const isOn = row.labels.includes(label.id);
          return (
            <Checkbox
              key={label.id}
              checked={isOn}
              onChange={() => void deeds.label(row.id, isOn ? { remove: [label.id] } : { add: [label.id] })}
              label={<LabelChip label={label} />}
            />
          );
        })}
        {labels.length === 0 && <p className="in-hint">{words.noLabels}</p>}
      </div>
      <form
        className="in-line-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') void make();
        }}
      >
        <TextInput
          label={words.newLabel}
          value={name}
          maxLength={40}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={name.trim() === ''}>
          {words.makeLabel}
        </Button>
      </form>
    </>
  );
}
