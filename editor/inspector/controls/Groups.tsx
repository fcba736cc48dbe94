import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { isRecord } from '../path.ts';
import { blankOf, blankVariant, type Field } from '../schema.ts';
import { type ControlProps, useInspector } from '../state.ts';
import { valueWord } from '../words.ts';
import { SpokenText } from './Text.tsx';

/** The fields of an object. */
export function ObjectFields({ field, label, path, value }: ControlProps) {
  const { FieldView } = useInspector();
  if (field.shape.is !== 'object') return null;
  return (
    <fieldset className="group">
      {label !== '' && <legend>{label}</legend>}
      {idLast(field.shape.fields).map((inner) => (
        <FieldView
          key={inner.key}
          field={inner}
          path={[...path, inner.key]}
          value={isRecord(value) ? value[inner.key] : undefined}
          owner={value}
        />
      ))}
    </fieldset>
  );
}

/** What people read comes before the name that the flow has for it. */
const idLast = (fields: readonly Field[]) => [
  ...fields.filter(({ key }) => key !== 'id'),
  ...fields.filter(({ key }) => key === 'id'),
];

/** An object of one of several kinds; fields that both kinds have keep what they hold. */
export function VariantFields({ field, label, path, value, onChange }: ControlProps) {
  const { FieldView, words } = useInspector();
  const { shape } = field;
  if (shape.is !== 'variants') return null;
  const kind = isRecord(value) ? String(value[shape.key]) : '';
  const chosen = shape.variants.find((variant) => variant.value === kind);
  return (
    <fieldset className="group">
      {label !== '' && <legend>{label}</legend>}
      <NativeSelect
        label={words.kind}
        data={shape.variants.map((variant) => ({
          value: variant.value,
          label: valueWord(words, variant.value),
        }))}
        value={kind}
        onChange={({ currentTarget }) =>
          onChange(blankVariant(shape, currentTarget.value, undefined, isRecord(value) ? value : {}))
        }
      />
      {chosen?.fields.map((inner) => (
        <FieldView
          key={`${kind} ${inner.key}`}
          field={inner}
          path={[...path, inner.key]}
          value={isRecord(value) ? value[inner.key] : undefined}
          owner={value}
        />
      ))}
    </fieldset>
  );
}

/** An optional group: nothing but a button until there is one. */
export function OptionalGroup({ field, label, onChange }: ControlProps) {
  const { words } = useInspector();
  return (
    <Button
      variant="subtle"
      justify="start"
      leftSection={<IconPlus size={18} stroke={1.75} />}
      onClick={() => onChange(blankOf(field))}
    >
      {words.addThing(label)}
    </Button>
  );
}

/** Texts under names that the author chooses. */
export function RecordFields({ field, label, path, value, onChange, problems }: ControlProps) {
  const { words } = useInspector();
  const [name, setName] = useState('');
  const { shape } = field;
  const known = isRecord(value) ? value : {};
  if (shape.is !== 'record') return null;
  const write = (entries: [string, unknown][]) =>
    onChange(entries.length === 0 && field.isOptional ? undefined : Object.fromEntries(entries));
  const isTaken = Object.hasOwn(known, name);
  const add = () => {
    if (name === '' || isTaken) return;
    write([...Object.entries(known), [name, blankOf(shape.item)]]);
    setName('');
  };
  return (
    <fieldset className="group">
      <legend>{label}</legend>
      {Object.entries(known).map(([key, content]) => (
        <div className="item-row" key={key}>
          <SpokenText
            field={shape.item}
            label={key}
            path={[...path, key]}
            value={content}
            owner={known}
            problems={problems}
            onChange={(written) =>
              write(Object.entries(known).map(([one, text]) => [one, one === key ? (written ?? '') : text]))
            }
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={words.removeThing(key)}
            onClick={() => write(Object.entries(known).filter(([one]) => one !== key))}
          >
            <IconTrash size={18} stroke={1.75} />
          </ActionIcon>
        </div>
      ))}
      <div className="item-row">
        <TextInput
          label={words.newName}
          value={name}
          error={isTaken ? words.nameTaken : false}
          spellCheck={false}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          onKeyDown={({ key }) => {
            if (key === 'Enter') add();
          }}
        />
        <Button
          variant="light"
          aria-label={words.addThing(label)}
          disabled={name === '' || isTaken}
          onClick={add}
        >
          {words.add}
        </Button>
      </div>
    </fieldset>
  );
}
