import { NativeSelect, TextInput } from '@mantine/core';
import type { Flow } from '@parley/flows/flow.ts';
import type { Contact } from '@parley/flows/simulation.ts';
import { useState } from 'react';
import { useWords } from '../words.ts';
import { type Beginning, nodeWords } from './conversation.ts';
import styles from './simulator.module.css';
import { words } from './words.ts';

/** Who talks to the flow and how it begins. A change plays the same conversation again. */
export function Person(props: {
  flow: Flow;
  beginning: Beginning;
  begin: (changed: Partial<Beginning>) => void;
  hello: string;
}) {
  const { flow, beginning, begin, hello } = props;
  const say = useWords(words);
  const { contact, node, opening } = beginning;
  const be = (changed: Partial<Contact>) => begin({ contact: { ...contact, ...changed } });
  return (
    <div className={styles.fields}>
      <Field label={say.name} value={contact.name} onKeep={(name) => be({ name })} />
      <Field
        label={say.phoneNumber}
        value={contact.phone}
        fits={(phone) => /^\d{0,15}$/.test(phone)}
        onKeep={(phone) => be({ phone })}
      />
      <NativeSelect
        label={say.language}
        description={say.languageHint}
        data={[
          { value: '', label: say.unknownLanguage },
          ...flow.settings.locales.map((locale) => ({ value: locale, label: locale })),
        ]}
        value={flow.settings.locales.includes(contact.locale) ? contact.locale : ''}
        onChange={(event) => be({ locale: event.currentTarget.value })}
      />
      <Field
        label={say.timezone}
        value={contact.timezone}
        fits={isTimezone}
        onKeep={(timezone) => be({ timezone })}
      />
      <NativeSelect
        label={say.begins}
        data={[
          { value: 'person', label: say.beginsPerson },
          { value: 'business', label: say.beginsBusiness },
        ]}
        value={opening === null ? 'business' : 'person'}
        onChange={(event) => begin({ opening: event.currentTarget.value === 'person' ? hello : null })}
      />
      <NativeSelect
        label={say.beginsAt}
        data={[
          { value: '', label: say.beginsAtStart },
          ...Object.keys(flow.nodes).map((id) => ({ value: id, label: nodeWords(flow, id) })),
        ]}
        value={node ?? ''}
        onChange={(event) => begin({ node: event.currentTarget.value || null })}
      />
    </div>
  );
}

function Field(props: {
  label: string;
  value: string;
  fits?: (text: string) => boolean;
  onKeep: (text: string) => void;
}) {
  const { label, value, fits = () => true, onKeep } = props;
  const [text, setText] = useState(value);
  const isFitting = fits(text);
  const keep = () => {
    if (isFitting && text !== value) onKeep(text);
  };
  return (
    <TextInput
      label={label}
      value={text}
      error={!isFitting}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep();
      }}
    />
  );
}

function isTimezone(name: string): boolean {
  try {
    return name !== '' && new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
