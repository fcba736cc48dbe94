import { Autocomplete, Select, Skeleton, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Field, listFields } from '../contacts/contacts-api.ts';
import { listUsableTemplates } from '../inbox/inbox-api.ts';
import { fieldsOf, filledTemplate, type TemplateField, type Usable } from '../inbox/template-fields.ts';
import { TemplateView } from '../templates/TemplateView.tsx';
import { useWords } from '../words.ts';
import type { TemplateMessage } from './draft.ts';
import { TemplateByName } from './TemplateByName.tsx';
import { broadcastWords } from './words.ts';
import './broadcasts.css';
import '../templates/templates.css';

type Values = { readonly [key: string]: string };
type Props = { numberId: string; onChange: (message: TemplateMessage | null) => void };

/** One of the templates that the number may send now, with a value for each of its places, as it will look. */
export function TemplateChoice({ numberId, onChange }: Props) {
  const words = useWords(broadcastWords);
  const { data } = useQuery({
    queryKey: ['inbox', 'templates', numberId],
    queryFn: () => listUsableTemplates(numberId),
    enabled: numberId !== '',
    staleTime: 60_000,
  });
  const [chosen, choose] = useState<string | null>(null);
  const [values, setValues] = useState<Values>({});
  if (!data) return <Skeleton height={60} aria-busy="true" />;
  const usable = data.ok ? data.body.templates.filter((one) => fieldsOf(one) !== null) : [];
  if (usable.length === 0) return <TemplateByName onChange={onChange} />;
  const template = usable.find(({ id }) => id === chosen) ?? null;
  const fill = (of: Usable, next: Values) => {
    setValues(next);
    onChange(messageOf(of, next));
  };
  return (
    <div className="template-choice">
      <div className="stack">
        <Select
          label={words.template}
          searchable
          placeholder={words.pickTemplate}
          data={usable.map(({ id, name, language }) => ({ value: id, label: `${name} · ${language}` }))}
          value={chosen}
          onChange={(next) => {
            choose(next);
            const one = usable.find(({ id }) => id === next);
            if (one) fill(one, {});
            else onChange(null);
          }}
        />
        {template && <Places template={template} values={values} onChange={(next) => fill(template, next)} />}
      </div>
      {template && (
        <div className="template-shown">
          <TemplateView
            content={template.content}
            locale={template.language}
            values={shown(template, values)}
          />
        </div>
      )}
    </div>
  );
}

type PlacesProps = { template: Usable; values: Values; onChange: (values: Values) => void };

function Places({ template, values, onChange }: PlacesProps) {
  const words = useWords(broadcastWords);
  const { data } = useQuery({ queryKey: ['contact-fields'], queryFn: listFields, staleTime: 60_000 });
  const known = suggestions(data?.ok ? data.body.fields : []);
  const fields = fieldsOf(template) ?? [];
  if (fields.length === 0) return null;
  return (
    <>
      {fields.map((field) => {
        const { key } = field;
        const value = values[key] ?? '';
        const change = (next: string) => onChange({ ...values, [key]: next });
        const label = labelOf(field, words);
        /* A file is the same for everybody. */
        return field.kind === 'link' ? (
          <TextInput
            key={key}
            type="url"
            label={label}
            value={value}
            onChange={({ currentTarget }) => change(currentTarget.value)}
          />
        ) : (
          <Autocomplete
            key={key}
            label={label}
            data={known}
            filter={everything}
            value={value}
            onChange={change}
          />
        );
      })}
      <p className="muted small">{words.valuesHelp}</p>
    </>
  );
}

/** A list to choose from stays whole while something is written that is not on it. */
const everything = <Options extends object>({ options }: { options: Options }) => options;

function labelOf({ kind, name }: TemplateField, words: (typeof broadcastWords)['en']): string {
  if (kind === 'header') return words.header;
  return kind === 'link' ? words.headerLink : words.place(name ?? '');
}

/** What may stand in a value and is another for each contact. */
const suggestions = (fields: readonly Field[]) => [
  ...['{{contact.first_name}}', '{{contact.name}}', '{{contact.phone}}', '{{contact.username}}'],
  ...fields.map(({ id }) => `{{fields.${id}}}`),
];

function messageOf(template: Usable, values: Values): TemplateMessage | null {
  const isComplete = (fieldsOf(template) ?? []).every(({ key }) => (values[key] ?? '').trim() !== '');
  return isComplete ? filledTemplate(template, values) : null;
}

function shown(template: Usable, values: Values): Values {
  return Object.fromEntries(
    (fieldsOf(template) ?? []).flatMap(({ key, kind, name }) =>
      kind === 'body' && name !== null ? [[name, values[key] || '…']] : [],
    ),
  );
}
