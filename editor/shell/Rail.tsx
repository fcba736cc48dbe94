import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconCheck, IconSettings } from '@tabler/icons-react';
import { useCaller } from '../people/session-store.ts';
import { useWords } from '../words.ts';
import { EntryLink } from './EntryLink.tsx';
import { type Entry, entriesFor } from './entries.ts';
import { usePreferences } from './preferences.ts';
import { shellWords } from './words.ts';

/** The way to every screen that one may see, on the left edge. */
export function Rail() {
  const words = useWords(shellWords);
  const entries = entriesFor(useCaller());
  const link = (entry: Entry) => (
    <Tooltip key={entry.id} label={words[entry.id]} position="right">
      <EntryLink entry={entry} className="rail-link">
        <span className="unseen"> {words[entry.id]}</span>
      </EntryLink>
    </Tooltip>
  );
  return (
    <nav className="rail" aria-label={words.product}>
      <span className="mark-of-product" aria-hidden="true" />
      {entries.filter(({ id }) => id !== 'account').map(link)}
      <span className="grow" />
      {entries.filter(({ id }) => id === 'account').map(link)}
      <Preferences />
    </nav>
  );
}

function Preferences() {
  const words = useWords(shellWords);
  const { groups, caller, leave } = usePreferences();
  return (
    <Menu position="right-end" width={220} shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={40} aria-label={`${words.look}, ${words.language}`}>
          <IconSettings size={20} stroke={1.75} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {groups.map(({ label, choices }) => [
          <Menu.Label key={label}>{label}</Menu.Label>,
          ...choices.map(({ id, text, lang, isChosen, choose }) => (
            <Menu.Item
              key={id}
              lang={lang}
              aria-current={isChosen}
              onClick={choose}
              rightSection={isChosen && <IconCheck size={16} stroke={1.75} aria-hidden />}
            >
              {text}
            </Menu.Item>
          )),
        ])}
        {caller && (
          <>
            <Menu.Divider />
            <Menu.Label>{caller}</Menu.Label>
            <Menu.Item onClick={leave.run}>{leave.text}</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
