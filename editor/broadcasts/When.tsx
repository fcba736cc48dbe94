import { Select, TextInput } from '@mantine/core';
import { useWords } from '../words.ts';
import type { Given } from './draft.ts';
import { broadcastWords } from './words.ts';

const KINDS = ['now', 'at', 'local'] as const;

/** When it goes out. */
export function When({ given, onChange }: { given: Given; onChange: (more: Partial<Given>) => void }) {
  const words = useWords(broadcastWords);
  return (
    <div className="filters">
      <Select
        label={words.when}
        data={KINDS.map((kind) => ({ value: kind, label: words.schedules[kind] }))}
        value={given.when}
        allowDeselect={false}
        onChange={(next) => onChange({ when: KINDS.find((kind) => kind === next) ?? 'now' })}
      />
      {given.when !== 'now' && (
        <>
          <TextInput
            label={words.date}
            type="date"
            required
            withAsterisk={false}
            value={given.date}
            onChange={(event) => onChange({ date: event.currentTarget.value })}
          />
          <TextInput
            label={words.time}
            type="time"
            required
            withAsterisk={false}
            value={given.time}
            onChange={(event) => onChange({ time: event.currentTarget.value })}
          />
        </>
      )}
    </div>
  );
}
