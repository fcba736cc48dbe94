import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core';
import { edit } from '@parley/flows/edit.ts';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useAct, useFlow, useFlowStore } from '../flow/flow-context.ts';
import { useWords } from '../words.ts';
import { LocaleWords } from './LocaleWords.tsx';
import { NodeSelect } from './NodeSelect.tsx';
import { Section } from './Section.tsx';
import { settingsWords } from './words.ts';

type Words = { [locale: string]: string[] };

/** The flow's own words that work from everywhere, each set with a name and the node that it leads to. */
export function Keywords() {
  const words = useWords(settingsWords);
  const act = useAct();
  const known = useFlow(({ flow }) => flow.settings.keywords);
  const sets = Object.entries(known ?? {});
  const set = (next: { [name: string]: Words }) =>
    act.change({
      kind: 'settings',
      fields: { keywords: Object.keys(next).length > 0 ? next : null },
    });
  return (
    <Section title={words.keywords} hint={words.keywordsHint}>
      {sets.map(([name, lists]) => (
        <KeywordSet
          key={name}
          name={name}
          lists={lists}
          onChange={(changed) => set({ ...known, [name]: changed })}
          onRemove={() => {
            set(Object.fromEntries(sets.filter(([other]) => other !== name)));
            act.tell(words.removeKeyword(name), { canUndo: true });
          }}
        />
      ))}
      <div>
        <Button
          variant="light"
          leftSection={<IconPlus size={16} stroke={1.75} />}
          onClick={() => set({ ...known, [freeName(known ?? {}, words.newKeyword)]: {} })}
        >
          {words.addKeyword}
        </Button>
      </div>
    </Section>
  );
}

function freeName(known: object, wished: string): string {
  let name = wished;
  for (let at = 2; Object.hasOwn(known, name); at += 1) name = `${wished}-${at}`;
  return name;
}

function KeywordSet({
  name,
  lists,
  onChange,
  onRemove,
}: {
  name: string;
  lists: Words;
  onChange: (lists: Words) => void;
  onRemove: () => void;
}) {
  const words = useWords(settingsWords);
  const act = useAct();
  const target = useFlow(({ flow }) => flow.globals[`keyword:${name}`] ?? null);
  return (
    <fieldset className="settings-card" aria-label={name}>
      <div className="settings-row">
        <KeywordName name={name} />
        <Tooltip label={words.removeKeyword(name)}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={words.removeKeyword(name)}
            onClick={onRemove}
          >
            <IconTrash size={18} stroke={1.75} />
          </ActionIcon>
        </Tooltip>
      </div>
      <LocaleWords field={`keywords.${name}`} lists={lists} onChange={onChange} />
      <NodeSelect
        label={words.leadsTo}
        node={target}
        onChange={(to) => act.change({ kind: 'global', port: `keyword:${name}`, to })}
      />
    </fieldset>
  );
}

function KeywordName({ name }: { name: string }) {
  const words = useWords(settingsWords);
  const act = useAct();
  const store = useFlowStore();
  const [typed, setTyped] = useState<string | null>(null);
  const change = { kind: 'rename-keyword' as const, from: name, to: typed?.trim() ?? name };
  const fits = /^[a-z][\w-]*$/.test(change.to);
  const tried = typed === null || !fits ? null : edit(store.getState().flow, change);
  const keep = () => {
    if (tried?.ok) act.change(change);
    setTyped(null);
  };
  return (
    <TextInput
      className="grow"
      label={words.keywordName}
      value={typed ?? name}
      spellCheck={false}
      error={!fits ? words.keywordShape : tried && !tried.ok ? tried.reason : undefined}
      onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      onBlur={keep}
      onKeyDown={({ key }) => {
        if (key === 'Enter') keep();
        if (key === 'Escape') setTyped(null);
      }}
    />
  );
}
