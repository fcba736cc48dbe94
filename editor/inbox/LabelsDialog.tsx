import { ActionIcon, Button, Checkbox, TextInput, Tooltip } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../people/session-store.ts';
import { useWords } from '../words.ts';
import { type Label, makeLabel, type Row, removeLabel } from './inbox-api.ts';
import { tell } from './inbox-store.ts';
import { COLORS, LabelChip } from './LabelChip.tsx';
import { KEYS, useLabels } from './queries.ts';
import { refusalWords, useDeeds } from './use-deeds.ts';
import { inboxWords } from './words.ts';

/** Which labels a conversation has; new ones are made here too, and those that nobody needs are removed from everywhere. */
export function LabelsDialog({ row }: { row: Row }) {
  const words = useWords(inboxWords);
  const deeds = useDeeds();
  const queries = useQueryClient();
  const labels = useLabels();
  const mayRemove = useMay('teams:write');
  const [removing, setRemoving] = useState<string | null>(null);
  const remove = async ({ id, name }: Label) => {
    const gone = await removeLabel(id);
    setRemoving(null);
    if (!gone.ok) return tell(refusalWords(gone, words), { isBad: true });
    tell(words.labelRemoved(name));
    await queries.invalidateQueries({ queryKey: KEYS.labels });
    deeds.refresh(row.id);
  };
  return (
    <>
      <div className="in-picks">
        {labels.map((label) => {
          const isOn = row.labels.includes(label.id);
          return (
            <div className="in-label-pick" key={label.id}>
              <Checkbox
                checked={isOn}
                onChange={() => void deeds.label(row.id, isOn ? { remove: [label.id] } : { add: [label.id] })}
                label={<LabelChip label={label} />}
              />
              <span className="grow" />
              {!mayRemove ? null : removing === label.id ? (
                <Button size="compact-sm" color="red" variant="light" onClick={() => void remove(label)}>
                  {words.removeEverywhere}
                </Button>
              ) : (
                <Tooltip label={words.removeLabel(label.name)}>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={words.removeLabel(label.name)}
                    onClick={() => setRemoving(label.id)}
                  >
                    <IconTrash size={16} stroke={1.75} aria-hidden />
                  </ActionIcon>
                </Tooltip>
              )}
            </div>
          );
        })}
        {labels.length === 0 && <p className="in-hint">{words.noLabels}</p>}
      </div>
      <NewLabel row={row} count={labels.length} />
    </>
  );
}

/** What is made here is wanted here. */
function NewLabel({ row, count }: { row: Row; count: number }) {
  const words = useWords(inboxWords);
  const queries = useQueryClient();
  const deeds = useDeeds();
  const [name, setName] = useState('');
  const make = async () => {
    const color = COLORS[(count + 1) % COLORS.length] ?? 'gray';
    const made = await makeLabel(name.trim(), color);
    if (!made.ok) return tell(refusalWords(made, words), { isBad: true });
    setName('');
    await queries.invalidateQueries({ queryKey: KEYS.labels });
    await deeds.label(row.id, { add: [made.body.id] });
  };
  return (
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
  );
}
