import { Drawer, SegmentedControl } from '@mantine/core';
import { useWords } from '../words.ts';
import { EntryLink } from './EntryLink.tsx';
import type { Entry } from './entries.ts';
import './more-sheet.css';
import { usePreferences } from './preferences.ts';
import { shellWords } from './words.ts';

/** Every screen that has no room at the bottom, and how the app looks and speaks. */
export function MoreSheet({ entries, onClose }: { entries: readonly Entry[]; onClose: () => void }) {
  const words = useWords(shellWords);
  const { groups, caller, leave } = usePreferences();
  return (
    <Drawer
      opened
      onClose={onClose}
      position="bottom"
      size="auto"
      title={words.more}
      closeButtonProps={{ 'aria-label': words.close }}
      classNames={{ content: 'more-sheet' }}
    >
      <nav className="more-list" aria-label={words.more}>
        {entries.map((entry) => (
          <EntryLink key={entry.id} entry={entry} className="more-link" onClick={onClose}>
            {words[entry.id]}
          </EntryLink>
        ))}
      </nav>
      {groups.map(({ label, choices }) => (
        <div className="more-choice" key={label}>
          <span className="muted small">{label}</span>
          <SegmentedControl
            fullWidth
            aria-label={label}
            value={choices.find(({ isChosen }) => isChosen)?.id ?? ''}
            onChange={(id) => choices.find((choice) => choice.id === id)?.choose()}
            data={choices.map(({ id, text }) => ({ value: id, label: text }))}
          />
        </div>
      ))}
      {caller && (
        <button type="button" className="more-link leave" onClick={leave.run}>
          <span className="grow">{leave.text}</span>
          <span className="muted small">{caller}</span>
        </button>
      )}
    </Drawer>
  );
}
