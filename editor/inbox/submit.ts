import type { OutboundMessage } from '@parley/flows/message.ts';
import { useState } from 'react';
import { useWords } from '../words.ts';
import type { Attached, Ready } from './Attachments.tsx';
import { addNote, type Row, saveDraft } from './inbox-api.ts';
import { NOTHING_WRITTEN, tell, write, writingIn } from './inbox-store.ts';
import { mentionsIn } from './mentions.ts';
import { useAgents } from './queries.ts';
import { useSend } from './send.ts';
import { refusalWords, useDeeds } from './use-deeds.ts';
import { inboxWords } from './words.ts';

/** Sends what is written and attached, or leaves the note. The field is empty at once: what is sent stands in the thread. */
export function useSubmit(row: Row, files: Attached) {
  const words = useWords(inboxWords);
  const deeds = useDeeds();
  const agents = useAgents();
  const send = useSend(row);
  const [isBusy, setBusy] = useState(false);

  const note = async (text: string) => {
    setBusy(true);
    const answer = await addNote(row.id, text, mentionsIn(text, agents));
    setBusy(false);
    if (!answer.ok) return tell(refusalWords(answer, words), { isBad: true });
    empty(row.id);
    deeds.refresh(row.id);
    document.querySelector('.in-log')?.scrollTo({ top: 0 });
  };
  const submit = async () => {
    const { text, isNote, reply } = writingIn(row.id);
    const said = text.trim();
    if (isNote) return note(said);
    const messages = messagesOf(said, files.ready);
    empty(row.id);
    files.clear();
    // One after the other: they are to arrive in this order.
    for (const [place, message] of messages.entries()) {
      if (!(await send(message, place === 0 ? (reply?.id ?? null) : null))) break;
    }
  };
  return { submit, isBusy };
}

function empty(id: string): void {
  write(id, NOTHING_WRITTEN);
  void saveDraft(id, { text: '', isNote: false, replyTo: null });
}

/** A text goes with the first file that can carry it; else it is a message of its own, after the files. */
function messagesOf(text: string, files: readonly Ready[]): OutboundMessage[] {
  const carries = files.findIndex(({ kind }) => kind !== 'audio' && kind !== 'sticker');
  const sent = files.map((file, place): OutboundMessage => {
    const media = { id: file.mediaId };
    const caption = place === carries && text !== '' ? { caption: text } : {};
    switch (file.kind) {
      case 'audio':
        return { type: 'audio', media, ...(file.isVoice && { voice: true }) };
      case 'sticker':
        return { type: 'sticker', media };
      case 'document':
        return { type: 'document', media, filename: file.name, ...caption };
      default:
        return { type: file.kind, media, ...caption };
    }
  });
  return carries >= 0 || text === '' ? sent : [...sent, { type: 'text', body: text }];
}
