import { ActionIcon, Popover, Skeleton } from '@mantine/core';
import { IconMoodSmile } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useWords } from '../words.ts';
import { emojiWords } from './words.ts';

const EmojiPicker = lazy(async () => ({ default: (await import('./EmojiPicker.tsx')).EmojiPicker }));

/** Opens the emoji; picking one closes them. `label` says what for, where that is not plain. */
export function EmojiButton({
  label,
  size,
  onPick,
}: {
  label?: string;
  size?: number;
  onPick: (emoji: string) => void;
}) {
  const words = useWords(emojiWords);
  const [isOpen, setOpen] = useState(false);
  // Opened anew while it is still fading out, it would show what was sought before.
  const [times, setTimes] = useState(0);
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="top-start"
      shadow="md"
      trapFocus
      returnFocus={false}
    >
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={size}
          aria-label={label ?? words.emoji}
          aria-expanded={isOpen}
          onClick={() => {
            setOpen(!isOpen);
            setTimes(times + 1);
          }}
        >
          <IconMoodSmile size={18} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={8}>
        <Suspense fallback={<Skeleton width={296} height={248} />}>
          <EmojiPicker
            key={times}
            onPick={(emoji) => {
              setOpen(false);
              onPick(emoji);
            }}
          />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
