import { NativeSelect, NumberInput, TagsInput, TextInput } from '@mantine/core';
import { Variable } from '@parley/flows/variables.ts';
import { useAct } from '../flow/flow-context.ts';
import { VARIABLE_TYPES, withType } from '../inspector/variable-types.ts';
import { words as inspectorWords } from '../inspector/words.ts';
import { useWords } from '../words.ts';
import { ListShape } from './ListShape.tsx';
import { variablesWords } from './words.ts';

/** A variable's type, its bounds and its value at the start. */
export function VariableForm({ variable }: { variable: Variable }) {
  const words = useWords(variablesWords);
  const { types } = useWords(inspectorWords);
  const act = useAct();
  const set = (changed: Variable) =>
    act.change({ kind: 'replace-variable', variable: changed }, { group: `variable ${changed.name}` });
  return (
    <>
      <NativeSelect
        label={words.type}
        value={variable.type}
        data={VARIABLE_TYPES.map((one) => ({ value: one, label: types[one] }))}
        onChange={({ currentTarget }) => {
          const type = VARIABLE_TYPES.find((one) => one === currentTarget.value);
          if (type) set(withType(variable, type));
        }}
      />
      {variable.type === 'text' && (
        <NumberInput
          label={words.maxLength}
          min={1}
          max={4096}
          clampBehavior="strict"
          allowDecimal={false}
          value={variable.maxLength}
          onChange={(most) => {
            if (typeof most === 'number' && most >= 1) set({ ...variable, maxLength: most });
          }}
        />
      )}
      {variable.type === 'choice' && (
        <TagsInput
          label={words.options}
          value={variable.options}
          {...(variable.options.length === 0 && { placeholder: words.optionsHint })}
          acceptValueOnBlur
          maxLength={200}
          onChange={(options) => {
            if (options.length > 0) set({ ...variable, options });
          }}
        />
      )}
      {variable.type === 'list' && <ListShape variable={variable} onChange={set} />}
      <Default variable={variable} onChange={set} />
    </>
  );
}

/** Lists and orders begin empty. */
function Default({ variable, onChange }: { variable: Variable; onChange: (variable: Variable) => void }) {
  const words = useWords(variablesWords);
  switch (variable.type) {
    case 'text':
    case 'date':
      return (
        <TextInput
          label={words.defaultValue}
          placeholder={variable.type === 'date' ? words.dateHint : words.noDefault}
          value={variable.default ?? ''}
          {...(variable.type === 'text' && { maxLength: variable.maxLength })}
          onChange={({ currentTarget: { value } }) => onChange(withDefault(variable, value || undefined))}
        />
      );
    case 'number':
      return (
        <NumberInput
          label={words.defaultValue}
          placeholder={words.noDefault}
          value={variable.default ?? ''}
          onChange={(value) => onChange(withDefault(variable, typeof value === 'number' ? value : undefined))}
        />
      );
    case 'boolean':
      return (
        <NativeSelect
          label={words.defaultValue}
          value={String(variable.default ?? '')}
          data={[
            { value: '', label: words.noDefault },
            { value: 'true', label: words.yes },
            { value: 'false', label: words.no },
          ]}
          onChange={({ currentTarget: { value } }) =>
            onChange(withDefault(variable, value === '' ? undefined : value === 'true'))
          }
        />
      );
    case 'choice':
      return (
        <NativeSelect
          label={words.defaultValue}
          value={variable.default ?? ''}
          data={[{ value: '', label: words.noDefault }, ...variable.options]}
          onChange={({ currentTarget: { value } }) => onChange(withDefault(variable, value || undefined))}
        />
      );
    default:
      return null;
  }
}

/** Without a value the field is not there, as in a file. */
function withDefault(variable: Variable, value: string | number | boolean | undefined): Variable {
  const rest = Object.entries(variable).filter(([field]) => field !== 'default');
  const read = Variable.safeParse({
    ...Object.fromEntries(rest),
    ...(value !== undefined && { default: value }),
  });
  return read.success ? read.data : variable;
}
