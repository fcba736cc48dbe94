import { Skeleton, TextInput, UnstyledButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useWords } from '../words.ts';
import { composerWords } from './composer-words.ts';
import type { Emoji } from './emoji.ts';

/** A grid of common emoji, found by what they are called in either language. The list is fetched when it is wanted. */
export function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  const words = useWords(composerWords);
  const [all, setAll] = useState<readonly Emoji[] | null>(null);
  const [sought, setSought] = useState('');
  useEffect(() => {
    void import('./emoji.ts').then(({ EMOJI }) => setAll(EMOJI));
  }, []);
  const word = sought.trim().toLocaleLowerCase();
  const shown = all?.filter(({ names }) => word === '' || names.includes(word));
  return (
    <div className="in-emoji">
      <TextInput
        size="sm"
        value={sought}
        onChange={(event) => setSought(event.currentTarget.value)}
        onKeyDown={(event) => {
          const [first] = shown ?? [];
          if (event.key !== 'Enter' || !first) return;
          event.preventDefault();
          event.stopPropagation();
          onPick(first.emoji);
        }}
        placeholder={words.findEmoji}
        aria-label={words.findEmoji}
        data-autofocus
      />
      {!shown && <Skeleton height={160} mt={8} />}
      {shown && (
        <div className="in-emoji-grid">
          {shown.map(({ emoji, names }) => (
            <UnstyledButton
              key={emoji}
              onClick={() => onPick(emoji)}
              aria-label={names.split(' ')[0] ?? emoji}
            >
              {emoji}
            </UnstyledButton>
          ))}
          {shown.length === 0 && <span className="in-hint">{words.noneFits}</span>}
        </div>
      )}
    </div>
  );
}
