import { NativeSelect, TextInput } from '@mantine/core';
import type { FlowSettings } from '@parley/flows/settings.ts';
import { useState } from 'react';
import { useAct, useFlow } from '../flow/flow-context.ts';
import { useWords } from '../words.ts';
import { Section } from './Section.tsx';
import { settingsWords } from './words.ts';

type Window = NonNullable<FlowSettings['window']>;

/** What goes out when the 24-hour window has closed, and whether it may be closed from the start. */
export function ClosedWindow() {
  const words = useWords(settingsWords);
  const act = useAct();
  const known = useFlow(({ flow }) => flow.settings.window) ?? {};
  const { reopen, startsUnprompted } = known;
  const set = (next: Window) => {
    const entries = Object.entries(next).filter(([, value]) => value !== undefined);
    act.change({
      kind: 'settings',
      fields: { window: entries.length > 0 ? Object.fromEntries(entries) : null },
    });
  };
  const { defaultLocale } = useFlow(({ flow }) => flow.settings);
  return (
    <Section title={words.window} hint={words.windowHint}>
      <Kept
        label={words.template}
        value={reopen?.name ?? ''}
        onKeep={(name) =>
          set({
            ...known,
            reopen: name === '' ? undefined : { ...(reopen ?? { language: defaultLocale }), name },
          })
        }
      />
      {reopen && (
        <Kept
          label={words.templateLanguage}
          description={words.templateLanguageHint}
          value={reopen.language}
          onKeep={(language) => {
            if (language !== '') set({ ...known, reopen: { ...reopen, language } });
          }}
        />
      )}
      <NativeSelect
        label={words.startsUnprompted}
        description={words.startsHint}
        value={String(startsUnprompted ?? '')}
        data={[
          { value: '', label: words.byFirstNode },
          { value: 'true', label: words.always },
          { value: 'false', label: words.never },
        ]}
        onChange={({ currentTarget: { value } }) =>
          set({ ...known, startsUnprompted: value === '' ? undefined : value === 'true' })
        }
      />
    </Section>
  );
}

/** A line that counts once it has been left. */
function Kept({
  label,
  description,
  value,
  onKeep,
}: {
  label: string;
  description?: string;
  value: string;
  onKeep: (value: string) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const keep = () => {
    if (typed !== null && typed.trim() !== value) onKeep(typed.trim());
    setTyped(null);
  };
  return (
    <TextInput
      label={label}
      description={description}
      value={typed ?? value}
      spellCheck={false}
      onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      onBlur={keep}
      onKeyDown={({ key }) => {
        if (key === 'Enter') keep();
        if (key === 'Escape') setTyped(null);
      }}
    />
  );
}
