import { ActionIcon, Button, TextInput } from '@mantine/core';
import type { OutboundMessage } from '@parley/flows/message.ts';
import { IconMinus, IconPlus, IconSend } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useWords } from '../words.ts';
import { composerWords } from './composer-words.ts';
import type { Row } from './inbox-api.ts';
import { useSend } from './send.ts';

type Template = Extract<OutboundMessage, { type: 'template' }>;

/** A template by its name, where Parley has not read the account's list: WhatsApp knows it, or refuses it. */
export function TemplateByHand({ row }: { row: Row }) {
  const words = useWords(composerWords);
  const send = useSend(row);
  const [name, setName] = useState('');
  const [language, setLanguage] = useState('en');
  const [values, setValues] = useState<readonly string[]>([]);
  const [isBusy, setBusy] = useState(false);
  const template: Template = {
    type: 'template',
    name: name.trim(),
    language: language.trim(),
    ...(values.length > 0 && { body: values.map((text) => ({ text })) }),
  };
  const isComplete =
    template.name !== '' && template.language !== '' && values.every((value) => value.trim() !== '');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!isComplete || isBusy) return;
    setBusy(true);
    if (await send(template)) setValues([]);
    setBusy(false);
  };
  return (
    <form className="in-template-fields" onSubmit={submit}>
      <TextInput
        label={words.templateName}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        placeholder="order_update"
        autoCapitalize="off"
        spellCheck={false}
      />
      <TextInput
        label={words.language}
        value={language}
        onChange={(event) => setLanguage(event.currentTarget.value)}
        spellCheck={false}
      />
      {values.map((value, place) => {
        const key = `${place}`;
        return (
          <TextInput
            key={key}
            label={words.value(place + 1)}
            value={value}
            onChange={({ currentTarget }) =>
              setValues(values.map((one, at) => (at === place ? currentTarget.value : one)))
            }
          />
        );
      })}
      <span className="in-places">
        <ActionIcon
          variant="default"
          size={32}
          aria-label={words.addValue}
          onClick={() => setValues([...values, ''])}
        >
          <IconPlus size={16} stroke={1.75} aria-hidden />
        </ActionIcon>
        {values.length > 0 && (
          <ActionIcon
            variant="default"
            size={32}
            aria-label={words.removeValue}
            onClick={() => setValues(values.slice(0, -1))}
          >
            <IconMinus size={16} stroke={1.75} aria-hidden />
          </ActionIcon>
        )}
        <Button
          type="submit"
          disabled={!isComplete}
          loading={isBusy}
          rightSection={<IconSend size={16} stroke={1.75} aria-hidden />}
        >
          {words.sendTemplate}
        </Button>
      </span>
    </form>
  );
}
