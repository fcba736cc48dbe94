import { Button, Select, Skeleton, TextInput } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { TemplateView } from '../templates/TemplateView.tsx';
import { useWords } from '../words.ts';
import { composerWords } from './composer-words.ts';
import { listUsableTemplates, type Row } from './inbox-api.ts';
import { useSend } from './send.ts';
import { TemplateByHand } from './TemplateByHand.tsx';
import { fieldsOf, filledTemplate, type Usable } from './template-fields.ts';

/** What is left when the window is closed: an approved template, with a value for each of its places, as it will look. */
export function TemplatePicker({ row }: { row: Row }) {
  const words = useWords(composerWords);
  const { data } = useQuery({
    queryKey: ['inbox', 'templates', row.numberId],
    queryFn: () => listUsableTemplates(row.numberId),
    staleTime: 60_000,
  });
  const usable = data?.ok ? data.body.templates.filter((one) => fieldsOf(one) !== null) : [];
  const [chosen, setChosen] = useState<string | null>(null);
  const template = usable.find(({ id }) => id === chosen) ?? null;
  return (
    <div className="in-template">
      <p className="in-composer-said">{words.closedHelp}</p>
      {!data && <Skeleton height={36} mt={8} aria-busy="true" />}
      {data && usable.length === 0 && <TemplateByHand row={row} />}
      {usable.length > 0 && (
        <Select
          mt={8}
          searchable
          placeholder={words.pickTemplate}
          aria-label={words.pickTemplate}
          data={usable.map(({ id, name, language }) => ({ value: id, label: `${name} · ${language}` }))}
          value={chosen}
          onChange={setChosen}
          comboboxProps={{ position: 'top' }}
        />
      )}
      {template && <Filling key={template.id} row={row} template={template} onSent={() => setChosen(null)} />}
    </div>
  );
}

function Filling({ row, template, onSent }: { row: Row; template: Usable; onSent: () => void }) {
  const words = useWords(composerWords);
  const send = useSend(row);
  const [values, setValues] = useState<{ readonly [key: string]: string }>({});
  const [isBusy, setBusy] = useState(false);
  const fields = fieldsOf(template) ?? [];
  const isComplete = fields.every(({ key }) => (values[key] ?? '').trim() !== '');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!isComplete || isBusy) return;
    setBusy(true);
    const isSent = await send(filledTemplate(template, values));
    setBusy(false);
    if (isSent) onSent();
  };
  const named = Object.fromEntries(
    fields.flatMap(({ key, kind, name }) =>
      kind === 'body' && name !== null ? [[name, values[key] || '…']] : [],
    ),
  );
  return (
    <form className="in-filling" onSubmit={submit}>
      <div className="in-template-fields">
        {fields.map(({ key, kind, name }) => (
          <TextInput
            key={key}
            type={kind === 'link' ? 'url' : 'text'}
            label={
              kind === 'header' ? words.header : kind === 'link' ? words.headerLink : words.place(name ?? '')
            }
            value={values[key] ?? ''}
            onChange={({ currentTarget }) => setValues({ ...values, [key]: currentTarget.value })}
          />
        ))}
        <Button
          type="submit"
          disabled={!isComplete}
          loading={isBusy}
          rightSection={<IconSend size={16} stroke={1.75} aria-hidden />}
        >
          {words.sendTemplate}
        </Button>
      </div>
      <div className="in-template-shown">
        <TemplateView content={template.content} locale={template.language} values={named} />
      </div>
    </form>
  );
}
