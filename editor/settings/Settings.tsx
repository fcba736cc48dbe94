import { Button, NumberInput, TextInput } from '@mantine/core';
import { escalationWords } from '@parley/flows/escalation-words.ts';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useAct, useFlow, useFlowStore } from '../flow/flow-context.ts';
import { useWords } from '../words.ts';
import { ClosedWindow } from './ClosedWindow.tsx';
import { Closing } from './Closing.tsx';
import { FieldProblems, useProblemsOf } from './FieldProblems.tsx';
import { handOver } from './hand-over.ts';
import { Keywords } from './Keywords.tsx';
import { Languages } from './Languages.tsx';
import { LocaleWords } from './LocaleWords.tsx';
import { NodeSelect } from './NodeSelect.tsx';
import { Section } from './Section.tsx';
import './settings.css';
import { Triggers } from './Triggers.tsx';
import { settingsWords } from './words.ts';

/** Everything about the flow that is not one of its nodes. */
export function Settings() {
  const words = useWords(settingsWords);
  const id = useFlow(({ flow }) => flow.id);
  const act = useAct();
  const start = useFlow(({ flow }) => flow.start);
  const noStart = useProblemsOf({ codes: ['no-start'] });
  return (
    <div className="settings">
      <Section title={words.basics}>
        <Name />
        <p className="muted small">{words.id(id)}</p>
        <NodeSelect
          label={words.start}
          node={start}
          hasError={noStart.length > 0}
          onChange={(node) => act.change({ kind: 'start', node })}
        />
        <FieldProblems problems={noStart} />
      </Section>
      <Languages />
      <Person />
      <Triggers />
      <Keywords />
      <Events />
      <Closing />
      <ClosedWindow />
    </div>
  );
}

function Name() {
  const words = useWords(settingsWords);
  const act = useAct();
  const name = useFlow(({ flow }) => flow.settings.name);
  const [typed, setTyped] = useState<string | null>(null);
  const keep = () => {
    if (typed !== null && typed.trim() !== '' && typed.trim() !== name) {
      act.change({ kind: 'settings', fields: { name: typed.trim() } });
    }
    setTyped(null);
  };
  return (
    <TextInput
      label={words.name}
      maxLength={120}
      value={typed ?? name}
      onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      onBlur={keep}
      onKeyDown={({ key }) => {
        if (key === 'Enter') keep();
        if (key === 'Escape') setTyped(null);
      }}
    />
  );
}

function Person() {
  const words = useWords(settingsWords);
  const act = useAct();
  const store = useFlowStore();
  const { keywords, maxTurns } = useFlow(({ flow }) => flow.settings.escalation);
  const target = useFlow(({ flow }) => flow.globals.escalation ?? null);
  const missing = useProblemsOf({ codes: ['escalation-missing'] });
  const set = (escalation: { keywords: typeof keywords; maxTurns: number }, group?: string) =>
    act.change({ kind: 'settings', fields: { escalation } }, group === undefined ? {} : { group });
  return (
    <Section title={words.person} hint={words.personHint}>
      <NodeSelect
        label={words.leadsTo}
        node={target}
        hasError={missing.length > 0}
        onChange={(to) => act.change({ kind: 'global', port: 'escalation', to })}
      />
      {target === null && (
        <div>
          <Button
            variant="light"
            leftSection={<IconPlus size={16} stroke={1.75} />}
            onClick={() =>
              act.change(
                handOver(store.getState().flow, { name: words.handOverName, text: words.handOverText }),
              )
            }
          >
            {words.addHandOver}
          </Button>
        </div>
      )}
      <FieldProblems problems={missing} />
      <LocaleWords
        field="escalation.keywords"
        lists={keywords}
        suggest={escalationWords}
        onChange={(lists) => set({ keywords: lists, maxTurns })}
      />
      <NumberInput
        label={words.maxTurns}
        min={1}
        max={10}
        clampBehavior="strict"
        allowDecimal={false}
        value={maxTurns}
        onChange={(turns) => {
          if (typeof turns === 'number' && turns >= 1) set({ keywords, maxTurns: turns }, 'max-turns');
        }}
      />
    </Section>
  );
}

const EVENTS = ['opt-out', 'send-failed', 'window-closing', 'window-closed'];

function Events() {
  const words = useWords(settingsWords);
  const act = useAct();
  const globals = useFlow(({ flow }) => flow.globals);
  return (
    <Section title={words.events} hint={words.eventsHint}>
      {EVENTS.map((port) => (
        <NodeSelect
          key={port}
          label={words.ports[port] ?? port}
          node={globals[port] ?? null}
          onChange={(to) => act.change({ kind: 'global', port, to })}
        />
      ))}
    </Section>
  );
}
