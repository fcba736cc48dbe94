import { Button, NativeSelect, TextInput } from '@mantine/core';
import { variableUses } from '@parley/flows/variable-uses.ts';
import { type FormEvent, useDeferredValue, useMemo, useState } from 'react';
import { useAct, useFlow } from '../flow/flow-context.ts';
import { newVariable, VARIABLE_TYPES, type VariableType } from '../inspector/variable-types.ts';
import { words as inspectorWords } from '../inspector/words.ts';
import { useWords } from '../words.ts';
import { VariableCard } from './VariableCard.tsx';
import './variables.css';
import { variablesWords } from './words.ts';

/** With more variables than this, they can be searched. */
const SEARCHED_FROM = 8;

/** All variables: what they are, where they are used, and what is odd about them. */
export function Variables() {
  const words = useWords(variablesWords);
  const flow = useDeferredValue(useFlow((state) => state.flow));
  const uses = useMemo(() => variableUses(flow), [flow]);
  const [search, setSearch] = useState('');
  const [open, setOpen] = useState<string | null>(null);
  const { variables } = flow.settings;
  const wanted = search.trim().toLowerCase();
  const shown = variables.filter(({ name }) => name.toLowerCase().includes(wanted));
  return (
    <div className="variables">
      <p className="muted small">{words.intro}</p>
      <NewVariable onAdded={setOpen} />
      {variables.length >= SEARCHED_FROM && (
        <TextInput
          aria-label={words.search}
          placeholder={words.search}
          value={search}
          onChange={({ currentTarget }) => setSearch(currentTarget.value)}
        />
      )}
      {variables.length === 0 && <p className="muted">{words.none}</p>}
      <ul className="variable-list">
        {shown.map((variable) => (
          <VariableCard
            key={variable.name}
            variable={variable}
            uses={uses.get(variable.name) ?? { setIn: [], readIn: [] }}
            isOpen={open === variable.name}
            onToggle={() => setOpen(open === variable.name ? null : variable.name)}
            onRenamed={setOpen}
          />
        ))}
      </ul>
    </div>
  );
}

function NewVariable({ onAdded }: { onAdded: (name: string) => void }) {
  const words = useWords(variablesWords);
  const { types } = useWords(inspectorWords);
  const act = useAct();
  const known = useFlow(({ flow }) => flow.settings.variables);
  const [name, setName] = useState('');
  const [type, setType] = useState<VariableType>('text');
  const made = newVariable(name, type);
  const isKnown = known.some((variable) => variable.name === name);
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (!made.success || act.change({ kind: 'add-variable', variable: made.data }) === null) return;
    setName('');
    onAdded(name);
  };
  return (
    <form className="new-variable" onSubmit={add}>
      <TextInput
        label={words.newName}
        value={name}
        spellCheck={false}
        error={name !== '' && !made.success ? words.nameShape : isKnown}
        onChange={({ currentTarget }) => setName(currentTarget.value.trim())}
      />
      <NativeSelect
        label={words.type}
        value={type}
        data={VARIABLE_TYPES.map((one) => ({ value: one, label: types[one] }))}
        onChange={({ currentTarget }) =>
          setType(VARIABLE_TYPES.find((one) => one === currentTarget.value) ?? 'text')
        }
      />
      <Button type="submit" variant="light" disabled={!made.success || isKnown}>
        {words.add}
      </Button>
    </form>
  );
}
