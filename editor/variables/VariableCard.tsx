import { Button, TextInput } from '@mantine/core';
import { faultOfRenaming } from '@parley/flows/edit/renaming.ts';
import type { Uses } from '@parley/flows/variable-uses.ts';
import type { Variable } from '@parley/flows/variables.ts';
import { IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useAct, useFlowStore } from '../flow/flow-context.ts';
import { useJump } from '../flow/use-jump.ts';
import { newVariable } from '../inspector/variable-types.ts';
import { words as inspectorWords } from '../inspector/words.ts';
import { FieldProblems, useProblemsOf } from '../settings/FieldProblems.tsx';
import { useWords } from '../words.ts';
import { VariableForm } from './VariableForm.tsx';
import { variablesWords } from './words.ts';

type Props = {
  variable: Variable;
  uses: Uses;
  isOpen: boolean;
  onToggle: () => void;
  onRenamed: (name: string) => void;
};

/** One variable: a line, and all about it when it is open. */
export function VariableCard({ variable, uses, isOpen, onToggle, onRenamed }: Props) {
  const words = useWords(variablesWords);
  const { types } = useWords(inspectorWords);
  const problems = useProblemsOf({ field: `variables.${variable.name}` });
  const nodes = new Set([...uses.setIn, ...uses.readIn]);
  const mark = markOf(variable, uses);
  return (
    <li className="variable">
      <button type="button" className="variable-head" aria-expanded={isOpen} onClick={onToggle}>
        <IconChevronRight size={16} stroke={1.75} aria-hidden="true" />
        <span className="variable-name">{variable.name}</span>
        <span className="muted small">{types[variable.type]}</span>
        <span className="grow" />
        {mark === null ? (
          <span className="muted small">{words.uses(nodes.size)}</span>
        ) : (
          <span className={`small ${mark === 'neverSet' ? 'warn' : 'muted'}`} title={words[`${mark}Hint`]}>
            {words[mark]}
          </span>
        )}
      </button>
      <FieldProblems problems={problems} />
      {isOpen && (
        <div className="variable-body">
          <Name variable={variable} onRenamed={onRenamed} />
          <VariableForm variable={variable} />
          {mark !== null && <p className="muted small">{words[`${mark}Hint`]}</p>}
          <Places label={words.setIn} nodes={uses.setIn} />
          <Places label={words.readIn} nodes={uses.readIn} />
          <Remove name={variable.name} uses={nodes.size} />
        </div>
      )}
    </li>
  );
}

/** What is odd about how it is used. */
function markOf(variable: Variable, { setIn, readIn }: Uses): 'unused' | 'neverSet' | 'neverRead' | null {
  if (setIn.length + readIn.length === 0) return 'unused';
  if (readIn.length === 0) return 'neverRead';
  const hasDefault = 'default' in variable && variable.default !== undefined;
  return setIn.length === 0 && !hasDefault ? 'neverSet' : null;
}

function Name({
  variable: { name, type },
  onRenamed,
}: {
  variable: Variable;
  onRenamed: (name: string) => void;
}) {
  const words = useWords(variablesWords);
  const act = useAct();
  const store = useFlowStore();
  const [typed, setTyped] = useState<string | null>(null);
  const change = { kind: 'rename-variable' as const, from: name, to: typed?.trim() ?? name };
  const fits = newVariable(change.to, type).success;
  const isNew = typed !== null && change.to !== name && fits;
  const fault = isNew ? faultOfRenaming(store.getState().flow, change) : null;
  const keep = () => {
    if (isNew && fault === null && act.change(change) !== null) onRenamed(change.to);
    setTyped(null);
  };
  return (
    <TextInput
      label={words.name}
      value={typed ?? name}
      spellCheck={false}
      error={!fits ? words.nameShape : fault}
      onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      onBlur={keep}
      onKeyDown={({ key }) => {
        if (key === 'Enter') keep();
        if (key === 'Escape') setTyped(null);
      }}
    />
  );
}

function Places({ label, nodes }: { label: string; nodes: readonly string[] }) {
  const words = useWords(variablesWords);
  const jump = useJump();
  return (
    <p className="variable-places small">
      <span className="muted">{label}</span>
      {nodes.length === 0 && <span className="muted">{words.nowhere}</span>}
      {nodes.map((node) => (
        <Button key={node} variant="default" size="compact-xs" onClick={() => jump(node)}>
          {node}
        </Button>
      ))}
    </p>
  );
}

function Remove({ name, uses }: { name: string; uses: number }) {
  const words = useWords(variablesWords);
  const act = useAct();
  const [isAsking, setAsking] = useState(false);
  const remove = () => {
    if (act.change({ kind: 'remove-variable', name }) !== null)
      act.tell(words.removed(name), { canUndo: true });
  };
  if (!isAsking) {
    return (
      <div>
        <Button variant="subtle" color="red" onClick={() => (uses === 0 ? remove() : setAsking(true))}>
          {words.remove}
        </Button>
      </div>
    );
  }
  return (
    <div role="alert">
      <p className="warn small">{words.removeUsed(uses)}</p>
      <Button variant="light" color="red" onClick={remove}>
        {words.removeAnyway}
      </Button>{' '}
      <Button variant="subtle" color="gray" data-autofocus onClick={() => setAsking(false)}>
        {words.cancel}
      </Button>
    </div>
  );
}
