import { ActionIcon, Button, NumberInput, TextInput, Tooltip } from '@mantine/core';
import type { Variable } from '@parley/flows/variables.ts';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useWords } from '../words.ts';
import { variablesWords } from './words.ts';

type ListVariable = Extract<Variable, { type: 'list' }>;

/** What each item of a list holds, and how many there may be. */
export function ListShape({
  variable,
  onChange,
}: {
  variable: ListVariable;
  onChange: (variable: ListVariable) => void;
}) {
  const words = useWords(variablesWords);
  const [added, setAdded] = useState('');
  const fields = Object.entries(variable.fields);
  const set = (entries: readonly (readonly [string, { maxLength: number }])[]) =>
    onChange({ ...variable, fields: Object.fromEntries(entries) });
  const canAdd = /^[A-Za-z]\w*$/.test(added) && !Object.hasOwn(variable.fields, added);
  const add = () => {
    if (!canAdd) return;
    set([...fields, [added, { maxLength: 100 }]]);
    setAdded('');
  };
  return (
    <fieldset className="variable-fields">
      <legend>{words.fields}</legend>
      {fields.map(([field, { maxLength }]) => (
        <div className="variable-field" key={field}>
          <code>{field}</code>
          <NumberInput
            aria-label={`${field}: ${words.maxLength}`}
            min={1}
            max={4096}
            clampBehavior="strict"
            allowDecimal={false}
            value={maxLength}
            onChange={(most) => {
              if (typeof most !== 'number' || most < 1) return;
              set(fields.map((entry) => (entry[0] === field ? [field, { maxLength: most }] : entry)));
            }}
          />
          <Tooltip label={words.removeField(field)}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={32}
              aria-label={words.removeField(field)}
              onClick={() => set(fields.filter(([other]) => other !== field))}
            >
              <IconTrash size={18} stroke={1.75} />
            </ActionIcon>
          </Tooltip>
        </div>
      ))}
      <div className="variable-field">
        <TextInput
          aria-label={words.field}
          placeholder={words.field}
          value={added}
          spellCheck={false}
          onChange={({ currentTarget }) => setAdded(currentTarget.value.trim())}
          onKeyDown={({ key }) => {
            if (key === 'Enter') add();
          }}
        />
        <Button
          variant="light"
          disabled={!canAdd}
          leftSection={<IconPlus size={16} stroke={1.75} />}
          onClick={add}
        >
          {words.addField}
        </Button>
      </div>
      <NumberInput
        label={words.maxItems}
        min={1}
        max={100}
        clampBehavior="strict"
        allowDecimal={false}
        value={variable.maxItems}
        onChange={(most) => {
          if (typeof most === 'number' && most >= 1) onChange({ ...variable, maxItems: most });
        }}
      />
    </fieldset>
  );
}
