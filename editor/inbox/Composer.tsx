import { SegmentedControl } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useCaller } from '../people/session-store.ts';
import { useWords } from '../words.ts';
import { composerWords } from './composer-words.ts';
import { type Row, saveDraft } from './inbox-api.ts';
import { NOTHING_WRITTEN, useInbox, write } from './inbox-store.ts';
import { TemplatePicker } from './TemplatePicker.tsx';
import { Writer } from './Writer.tsx';

const SAVE_AFTER_MS = 800;

/**
 * What can be said: a message or a note. Once the window is closed WhatsApp takes nothing but templates, so that is what the composer
 * is then; notes are always possible.
 */
export function Composer({ row }: { row: Row }) {
  const words = useWords(composerWords);
  const { isNote } = useInbox((inbox) => inbox.writing[row.id] ?? NOTHING_WRITTEN);
  const me = useCaller()?.id;
  const isClosed = row.windowClosesAt === null;
  const isTheirs = row.owner !== null && row.owner !== me;
  useDraft(row.id);
  return (
    <div className={`in-composer ${isNote ? 'is-note' : ''}`}>
      <SegmentedControl
        className="in-modes"
        size="xs"
        value={isNote ? 'note' : 'answer'}
        onChange={(mode) => write(row.id, { isNote: mode === 'note' })}
        data={[
          { value: 'answer', label: isClosed ? words.template : words.answer },
          { value: 'note', label: words.note },
        ]}
        aria-label={words.mode}
      />
      {!isNote && row.contact.isBlocked ? (
        <p className="in-composer-said">{words.isBlocked}</p>
      ) : !isNote && isTheirs ? (
        <p className="in-composer-said">{words.isTheirs}</p>
      ) : !isNote && isClosed ? (
        <TemplatePicker row={row} key={row.id} />
      ) : (
        <Writer row={row} key={row.id} />
      )}
    </div>
  );
}

/** What was begun is kept on the server, so that it is there on another device too. */
function useDraft(id: string): void {
  const writing = useInbox((inbox) => inbox.writing[id]);
  /* What came back in this tab may never have reached the server: it is saved once more. */
  const saved = useRef<typeof writing>(undefined);
  useEffect(() => {
    if (writing === undefined || writing === saved.current) return;
    let isNewest = true;
    const save = async () => {
      saved.current = writing;
      const { text, isNote, reply } = writing;
      const answer = await saveDraft(id, {
        ...{ text: text.slice(0, 4096), isNote },
        replyTo: reply?.id ?? null,
      });
      if (!answer.ok && isNewest) addEventListener('online', save, { once: true });
    };
    const timer = setTimeout(save, SAVE_AFTER_MS);
    return () => {
      isNewest = false;
      clearTimeout(timer);
      removeEventListener('online', save);
    };
  }, [id, writing]);
}
