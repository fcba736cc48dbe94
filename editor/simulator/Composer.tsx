import { ActionIcon, Menu, TextInput } from '@mantine/core';
import type { PersonInput } from '@parley/flows/input.ts';
import { IconPlus, IconSend } from '@tabler/icons-react';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { useWords } from '../words.ts';
import styles from './simulator.module.css';
import { words } from './words.ts';

/** Where the contact writes. `isOff`: on the server too, what they write now would wait for the answer of a request. */
export function Composer(props: {
  isOff: boolean;
  /** What they have written before, the newest first: the arrow up brings it back. */
  earlier: readonly string[];
  onSay: (input: PersonInput) => void;
  onPlace: () => void;
  onOrder: () => void;
}) {
  const { isOff, earlier, onSay, onPlace, onOrder } = props;
  const say = useWords(words);
  const [text, setText] = useState('');
  /** Which of the earlier texts stands in the field; -1 for none of them. */
  const [recalled, setRecalled] = useState(-1);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '' || isOff) return;
    onSay({ type: 'text', text: text.trim() });
    setText('');
    setRecalled(-1);
  };
  const recall = (event: KeyboardEvent, by: 1 | -1) => {
    const isBrowsing = recalled >= 0 && text === earlier[recalled];
    if (text !== '' && !isBrowsing) return;
    event.preventDefault();
    const next = Math.min((isBrowsing ? recalled : -1) + by, earlier.length - 1);
    setRecalled(Math.max(next, -1));
    setText(earlier[next] ?? '');
  };
  const media = (kind: 'image' | 'video' | 'document' | 'sticker', name: string) => () =>
    onSay({ type: 'media', kind, mediaId: name });
  return (
    <form className={styles.composer} onSubmit={submit}>
      <Menu position="top-start" shadow="none" disabled={isOff} classNames={{ dropdown: styles.menu }}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size={32} aria-label={say.attach} disabled={isOff}>
            <IconPlus size={18} stroke={1.75} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={media('image', say.photo)}>{say.photo}</Menu.Item>
          <Menu.Item onClick={media('video', say.video)}>{say.video}</Menu.Item>
          <Menu.Item onClick={media('document', say.document)}>{say.document}</Menu.Item>
          <Menu.Item onClick={() => onSay({ type: 'media', kind: 'audio', mediaId: say.audio, voice: true })}>
            {say.audio}
          </Menu.Item>
          <Menu.Item onClick={onPlace}>{say.place}</Menu.Item>
          <Menu.Item
            onClick={() =>
              onSay({ type: 'contact-card', contacts: [{ name: 'Guest', phones: ['+15550102346'] }] })
            }
          >
            {say.contactCard}
          </Menu.Item>
          <Menu.Item onClick={onOrder}>{say.order}</Menu.Item>
          <Menu.Item onClick={() => onSay({ type: 'reaction', emoji: '👍', messageId: 'simulated' })}>
            {say.reaction} 👍
          </Menu.Item>
          <Menu.Item onClick={() => onSay({ type: 'unsupported', kind: 'poll' })}>{say.poll}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <TextInput
        className={styles.grow}
        radius="xl"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowUp') recall(event, 1);
          if (event.key === 'ArrowDown') recall(event, -1);
        }}
        placeholder={isOff ? say.request : say.writeHere}
        aria-label={say.writeHere}
        disabled={isOff}
        autoComplete="off"
      />
      <ActionIcon
        type="submit"
        size={32}
        radius="xl"
        aria-label={say.send}
        disabled={isOff || text.trim() === ''}
      >
        <IconSend size={18} stroke={1.75} aria-hidden />
      </ActionIcon>
    </form>
  );
}
