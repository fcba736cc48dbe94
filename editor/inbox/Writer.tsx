import { ActionIcon, Button, CloseButton, Kbd, Textarea, Tooltip } from '@mantine/core';
import { IconBold, IconCode, IconItalic, IconSend, IconSlash, IconStrikethrough } from '@tabler/icons-react';
import { type ClipboardEvent, type DragEvent, type KeyboardEvent, useRef, useState } from 'react';
import { EmojiButton } from '../emoji/EmojiButton.tsx';
import { keyName } from '../flow/key-names.ts';
import { useWords } from '../words.ts';
import { type Attached, Attachments, useAttachments } from './Attachments.tsx';
import { CannedMenu } from './CannedMenu.tsx';
import { cannedQuery } from './canned-query.ts';
import { composerWords } from './composer-words.ts';
import { formatSelection, type Mark } from './format-selection.ts';
import { fillCanned, type Row } from './inbox-api.ts';
import { NOTHING_WRITTEN, useInbox, write } from './inbox-store.ts';
import { contactName } from './names.ts';
import { QuoteView } from './QuoteView.tsx';
import { useSubmit } from './submit.ts';
import { useTyping } from './typing.ts';
import { VoiceNote } from './VoiceNote.tsx';
import { inboxWords } from './words.ts';

/** Source: WhatsApp Cloud API, text messages: 4096 characters. */
const MOST = 4096;
const MARK_KEYS: { [key: string]: Mark } = { b: 'bold', i: 'italic', x: 'strike', m: 'mono' };
const MARK_ICONS = { bold: IconBold, italic: IconItalic, strike: IconStrikethrough, mono: IconCode };

/** Where a message or a note is written. Enter sends, with Shift it begins a line. */
export function Writer({ row }: { row: Row }) {
  const words = useWords(composerWords);
  const say = useWords(inboxWords);
  const { text, isNote, reply } = useInbox((inbox) => inbox.writing[row.id] ?? NOTHING_WRITTEN);
  const [cursor, setCursor] = useState(0);
  const [isCannedShut, setCannedShut] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const files = useAttachments(row);
  const { submit, isBusy } = useSubmit(row, files);
  const typed = useTyping(row.id);
  const canned = isNote || isCannedShut ? null : cannedQuery(text, cursor);
  const canSend = (text.trim() !== '' || files.ready.length > 0) && text.length <= MOST && !files.isUploading;

  const put = (next: string, from: number, to = from) => {
    write(row.id, { text: next });
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(from, to);
      setCursor(to);
    });
  };
  const mark = (kind: Mark) => {
    const { selectionStart = 0, selectionEnd = 0 } = area.current ?? {};
    const next = formatSelection({ text, from: selectionStart, to: selectionEnd }, kind);
    put(next.text, next.from, next.to);
  };
  const insert = (piece: string, from = area.current?.selectionStart ?? text.length) => {
    const to = area.current?.selectionEnd ?? text.length;
    put(text.slice(0, from) + piece + text.slice(Math.max(from, to)), from + piece.length);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    const kind = event.ctrlKey || event.metaKey ? MARK_KEYS[event.key.toLowerCase()] : undefined;
    const isMark = kind !== undefined && (kind === 'bold' || kind === 'italic' || event.shiftKey);
    if (isMark) {
      event.preventDefault();
      mark(kind);
    } else if (event.altKey && event.code === 'KeyP') {
      event.preventDefault();
      write(row.id, { isNote: !isNote });
    } else if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      if (canSend) void submit();
    } else if (event.key === 'Escape') {
      if (reply) write(row.id, { reply: null });
      else area.current?.blur();
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (canSend) void submit();
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => dropped(event, files)}
    >
      {reply && !isNote && (
        <div className="in-replying">
          <QuoteView from={reply.from} text={reply.text} contact={contactName(row.contact, say)} />
          <CloseButton aria-label={words.noReply} onClick={() => write(row.id, { reply: null })} />
        </div>
      )}
      {canned && (
        <CannedMenu
          row={row}
          query={canned.query}
          onPick={async ({ text: picked }) => {
            const filled = await fillCanned(row.id, picked);
            insert(filled.ok ? filled.body.text : picked, canned.from);
          }}
          onClose={() => setCannedShut(true)}
        />
      )}
      <Attachments files={files} isShown={!isNote} />
      <Textarea
        id="inbox-text"
        ref={area}
        className="in-text"
        variant="unstyled"
        autosize
        minRows={2}
        maxRows={9}
        value={text}
        onChange={({ currentTarget }) => {
          write(row.id, { text: currentTarget.value });
          setCursor(currentTarget.selectionStart);
          setCannedShut(false);
          typed();
        }}
        onSelect={({ currentTarget }) => setCursor(currentTarget.selectionStart)}
        onKeyDown={onKey}
        onPaste={(event) => pasted(event, files)}
        placeholder={isNote ? words.writeNote : words.writeHere}
        aria-label={isNote ? words.writeNote : words.writeHere}
        error={text.length > MOST && words.tooLong(text.length - MOST)}
      />
      <div className="in-tools">
        {!isNote && files.button}
        {!isNote && <VoiceNote onRecorded={(file) => files.add([file])} />}
        <EmojiButton size={32} onPick={(emoji) => insert(emoji)} />
        {!isNote && (
          <Tooltip label={words.canned}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={32}
              aria-label={words.canned}
              onClick={() => insert(text === '' || /\s$/.test(text) ? '/' : ' /', text.length)}
            >
              <IconSlash size={18} stroke={1.75} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
        <span className="in-marks">
          {(Object.keys(MARK_ICONS) as Mark[]).map((kind) => {
            const Icon = MARK_ICONS[kind];
            return (
              <Tooltip key={kind} label={words.marks[kind]}>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={32}
                  aria-label={words.marks[kind]}
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={() => mark(kind)}
                >
                  <Icon size={18} stroke={1.75} aria-hidden />
                </ActionIcon>
              </Tooltip>
            );
          })}
        </span>
        <span className="grow" />
        <span className="in-key-hint">
          <Kbd size="xs">{keyName('alt+p')}</Kbd> {isNote ? words.answer : words.note}
        </span>
        <Button
          type="submit"
          disabled={!canSend}
          loading={isBusy}
          className={isNote ? 'in-add-note' : undefined}
          rightSection={<IconSend size={16} stroke={1.75} aria-hidden />}
        >
          {isNote ? words.addNote : words.send}
        </Button>
      </div>
    </form>
  );
}

function pasted(event: ClipboardEvent, files: Attached): void {
  const given = [...event.clipboardData.files];
  if (given.length === 0) return;
  event.preventDefault();
  files.add(given);
}

function dropped(event: DragEvent, files: Attached): void {
  event.preventDefault();
  files.add([...event.dataTransfer.files]);
}
