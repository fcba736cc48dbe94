import { NativeSelect, NumberInput, Switch, TagsInput } from '@mantine/core';
import { useState } from 'react';
import { type ControlProps, useInspector } from '../state.ts';
import { valueWord } from '../words.ts';
import { Refusal } from './Problems.tsx';

const hasError = ({ problems }: ControlProps) => problems.some(({ level }) => level === 'error');

/** One of a few values. */
export function Choice(props: ControlProps) {
  const { field, label, value, onChange } = props;
  const { words } = useInspector();
  const values = field.shape.is === 'enum' ? field.shape.values : [];
  const data = [...(field.isOptional ? [''] : []), ...values].map((one) => ({
    value: one,
    label: valueWord(words, one, field.options?.[one]) || words.none,
  }));
  return (
    <NativeSelect
      label={label}
      data={data}
      value={typeof value === 'string' ? value : ''}
      error={hasError(props)}
      onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? undefined : currentTarget.value)}
    />
  );
}

export function Toggle({ field, label, value, onChange }: ControlProps) {
  return (
    <Switch
      label={label}
      checked={value === true}
      onChange={({ currentTarget }) =>
        onChange(currentTarget.checked ? true : field.isOptional ? undefined : false)
      }
    />
  );
}

export function NumberField(props: ControlProps) {
  const { field, label, value, onChange } = props;
  const [reason, setReason] = useState<string>();
  const shape = field.shape.is === 'number' ? field.shape : undefined;
  return (
    <>
      <NumberInput
        label={label}
        value={typeof value === 'number' ? value : ''}
        {...(shape?.min !== undefined && { min: shape.min })}
        {...(shape?.max !== undefined && { max: shape.max })}
        allowDecimal={!shape?.isWhole}
        error={hasError(props) || reason !== undefined}
        onChange={(written) => {
          if (typeof written === 'number') setReason(onChange(written));
          else if (written === '' && field.isOptional) setReason(onChange(undefined));
        }}
      />
      <Refusal reason={reason} />
    </>
  );
}

/** A list of words. */
export function Tags(props: ControlProps) {
  const { field, label, value, onChange } = props;
  const { words } = useInspector();
  const [reason, setReason] = useState<string>();
  const known = Array.isArray(value) ? value.map(String) : [];
  return (
    <>
      <TagsInput
        label={label}
        value={known}
        placeholder={words.tagsHint}
        error={hasError(props) || reason !== undefined}
        acceptValueOnBlur
        splitChars={[',', ';']}
        onChange={(written) =>
          setReason(onChange(written.length === 0 && field.isOptional ? undefined : written))
        }
      />
      <Refusal reason={reason} />
    </>
  );
}
