import './emoji.css';
import { TextInput, UnstyledButton } from '@mantine/core';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useLanguage, useWords } from '../words.ts';
import { EMOJI, type Emoji } from './emoji-list.ts';
import { cellBeside } from './grid-keys.ts';
import { noteEmoji, recentEmoji } from './recent-emoji.ts';
import { emojiWords } from './words.ts';

/**
 * Common emoji, found by what they are called in English or Russian, those that were picked last first. Arrow keys walk the grid; Enter in
 * the field takes the first that fits.
 */
export function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  const words = useWords(emojiWords);
  const [sought, setSought] = useState('');
  const [recent] = useState(recentEmoji);
  const field = useRef<HTMLInputElement>(null);
  const grids = useRef<HTMLDivElement>(null);
  const word = sought.trim().toLocaleLowerCase();
  const fitting = EMOJI.filter(({ names }) => word === '' || names.includes(word));
  const lately = word === '' ? EMOJI.filter(({ emoji }) => recent.includes(emoji)) : [];
  const shownRecent = lately.toSorted(
    (one, other) => recent.indexOf(one.emoji) - recent.indexOf(other.emoji),
  );
  const pick = (emoji: string) => {
    noteEmoji(emoji);
    onPick(emoji);
  };
  const cells = () => [...(grids.current?.querySelectorAll<HTMLButtonElement>('button') ?? [])];
  const walk = (event: KeyboardEvent) => {
    const all = cells();
    const places = all.map((cell) => ({ x: cell.offsetLeft, y: cell.offsetTop }));
    const own = event.target instanceof HTMLButtonElement ? all.indexOf(event.target) : -1;
    const next = cellBeside(places, own, event.key);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (next === -1) field.current?.focus();
    else all[next]?.focus();
  };
  const grid = (label: string, emoji: readonly Emoji[]) => (
    // biome-ignore lint/a11y/useSemanticElements: buttons to pick from, no fields
    <div className="emoji-grid" role="group" aria-label={label}>
      {emoji.map((one) => (
        <Cell key={one.emoji} one={one} pick={pick} />
      ))}
    </div>
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the buttons within
    <div className="emoji-picker" onKeyDown={walk}>
      <TextInput
        ref={field}
        size="sm"
        value={sought}
        onChange={(event) => setSought(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') {
            event.preventDefault();
            cells()[0]?.focus();
          }
          const [first] = fitting;
          if (event.key !== 'Enter' || !first) return;
          event.preventDefault();
          event.stopPropagation();
          pick(first.emoji);
        }}
        placeholder={words.find}
        aria-label={words.find}
        data-autofocus
      />
      <div className="emoji-grids" ref={grids}>
        {shownRecent.length > 0 && (
          <>
            <p className="emoji-title">{words.recent}</p>
            {grid(words.recent, shownRecent)}
            <p className="emoji-title">{words.all}</p>
          </>
        )}
        {grid(words.all, fitting)}
      </div>
      {fitting.length === 0 && (
        <p className="emoji-none" role="status">
          {words.noneFits}
        </p>
      )}
    </div>
  );
}

function Cell({ one: { emoji, names }, pick }: { one: Emoji; pick: (emoji: string) => void }) {
  const language = useLanguage((chosen) => chosen.language);
  const all = names.split(' ');
  const name = (language === 'ru' ? all.find((word) => /[а-яё]/.test(word)) : undefined) ?? all[0] ?? emoji;
  return (
    <UnstyledButton onClick={() => pick(emoji)} aria-label={name} title={name}>
      {emoji}
    </UnstyledButton>
  );
}
