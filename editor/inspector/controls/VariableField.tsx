import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import type { SingleChange } from '@parley/flows/edit/change.ts';
import { useState } from 'react';
import { writeNode } from '../node-change.ts';
import { type ControlProps, useInspector } from '../state.ts';
import { newVariable, VARIABLE_TYPES, type VariableType } from '../variable-types.ts';

const NEW = '+';

/** One of the flow's variables, or a new one. */
export function VariableField({ field, label, path, value, onChange, problems }: ControlProps) {
  const { flow, words } = useInspector();
  const [isNew, setNew] = useState(false);
  const name = typeof value === 'string' ? value : '';
  const { variables } = flow.settings;
  const isKnown = name === '' || name === 'locale' || variables.some((variable) => variable.name === name);
  const data = [
    { value: '', label: field.isOptional ? words.none : words.chooseVariable, disabled: !field.isOptional },
    ...(isKnown ? [] : [{ value: name, label: words.unknownVariable(name) }]),
    ...variables.map((variable) => ({
      value: variable.name,
      label: `${variable.name} · ${words.types[variable.type]}`,
    })),
    { value: 'locale', label: `locale · ${words.sessionLanguage}` },
    { value: NEW, label: words.newVariable },
  ];
  return (
    <>
      <NativeSelect
        label={label}
        data={data}
        value={name}
        error={problems.some(({ level }) => level === 'error')}
        onChange={({ currentTarget: { value: chosen } }) => {
          if (chosen === NEW) setNew(true);
          else onChange(chosen === '' ? undefined : chosen);
        }}
      />
      {!isKnown && !isNew && (
        <Button variant="light" onClick={() => setNew(true)}>
          {words.declare(name)}
        </Button>
      )}
      {isNew && <NewVariable wished={isKnown ? '' : name} path={path} onDone={() => setNew(false)} />}
    </>
  );
}

function NewVariable({
  wished,
  path,
  onDone,
}: {
  wished: string;
  path: ControlProps['path'];
  onDone(): void;
}) {
  const { flow, nodeId, words, change } = useInspector();
  const [name, setName] = useState(wished);
  const [type, setType] = useState<VariableType>('text');
  const isTaken = flow.settings.variables.some((variable) => variable.name === name);
  const parsed = newVariable(name, type);
  const create = () => {
    if (!parsed.success || isTaken) return;
    const written = writeNode(flow, nodeId, { path, value: name });
    const added: SingleChange = { kind: 'add-variable', variable: parsed.data };
    const isWritten = written.ok && written.change.kind !== 'batch' && name !== wished;
    change(
      isWritten && written.change.kind !== 'batch'
        ? { kind: 'batch', name: `Add variable “${name}”`, changes: [added, written.change] }
        : added,
    );
    onDone();
  };
  return (
    <fieldset className="item">
      <TextInput
        label={words.newVariableName}
        description={words.variableShape}
        value={name}
        error={(name !== '' && !parsed.success) || isTaken}
        spellCheck={false}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        onKeyDown={({ key }) => {
          if (key === 'Enter') create();
        }}
      />
      <NativeSelect
        label={words.variableType}
        data={VARIABLE_TYPES.map((one) => ({ value: one, label: words.types[one] }))}
        value={type}
        onChange={({ currentTarget }) =>
          setType(VARIABLE_TYPES.find((one) => one === currentTarget.value) ?? 'text')
        }
      />
      <Group gap={8}>
        <Button disabled={!parsed.success || isTaken} onClick={create}>
          {words.createVariable}
        </Button>
        <Button variant="subtle" color="gray" onClick={onDone}>
          {words.cancel}
        </Button>
      </Group>
    </fieldset>
  );
}
