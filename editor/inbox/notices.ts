import type { QueryClient } from '@tanstack/react-query';
import { create } from 'zustand';
import { useSession } from '../people/session-store.ts';
import { useLanguage } from '../words.ts';
import { listInbox, type Row } from './inbox-api.ts';
import { tell } from './inbox-store.ts';
import type { Change } from './live.ts';
import { contactName } from './names.ts';
import { knownRow } from './queries.ts';
import { inboxWords } from './words.ts';

const STORED = 'parley-notices';

export type Notices = { sound: boolean; desktop: boolean };

/** How somebody wants to hear of messages, in this browser. */
export const useNotices = create<Notices>(() => read());

export function setNotices(change: Partial<Notices>): void {
  useNotices.setState(change);
  const { sound, desktop } = useNotices.getState();
  localStorage.setItem(STORED, JSON.stringify({ sound, desktop }));
}

function read(): Notices {
  try {
    const { sound, desktop } = JSON.parse(localStorage.getItem(STORED) ?? '{}');
    return { sound: sound !== false, desktop: desktop === true };
  } catch {
    return { sound: true, desktop: false };
  }
}

/** What was last heard of each conversation: the newest message of the contact's, and whether somebody was wanted. */
const heard = new Map<string, { lastIn: string | null; isWaiting: boolean }>();

/** Tells of what is new and concerns whoever sits here: their own conversations, and those that begin to wait for somebody. */
export function noticeChanges(changes: readonly Change[], queries: QueryClient): void {
  const me = useSession.getState().known?.caller?.id;
  for (const { conversationId, lastIn, state, owner } of changes) {
    const before = heard.get(conversationId) ?? known(queries, conversationId);
    heard.set(conversationId, { lastIn, isWaiting: state === 'waiting' });
    const beginsToWait = state === 'waiting' && before?.isWaiting !== true;
    const isForMe = owner === me && lastIn !== null && lastIn !== before?.lastIn;
    if (!beginsToWait && !isForMe) continue;
    if (isLookedAt(conversationId)) continue;
    void notify(conversationId, beginsToWait);
  }
}

function known(queries: QueryClient, id: string) {
  const row = knownRow(queries, id);
  return (
    row && { lastIn: row.last?.from === 'contact' ? row.last.id : null, isWaiting: row.state === 'waiting' }
  );
}

const isLookedAt = (id: string) => document.hasFocus() && location.pathname === `/inbox/${id}`;

async function notify(id: string, waits: boolean): Promise<void> {
  const row = await readRow(id);
  if (!row) return;
  const { sound, desktop } = useNotices.getState();
  const words = inboxWords[useLanguage.getState().language];
  const name = contactName(row.contact, words);
  const said = row.last?.from === 'contact' ? row.last.text : '';
  const title = waits ? words.waitsForYou(name) : words.newMessage(name);
  tell(said === '' ? title : `${title}: ${said}`, { conversation: id });
  if (sound) ring();
  if (!desktop || document.hasFocus() || !('Notification' in window)) return;
  if (Notification.permission !== 'granted') return;
  const shown = new Notification(title, { body: said, tag: id });
  shown.onclick = () => {
    window.focus();
    history.pushState(null, '', `/inbox/${id}`);
    dispatchEvent(new PopStateEvent('popstate'));
    shown.close();
  };
}

async function readRow(id: string): Promise<Row | null> {
  const answer = await listInbox({ view: 'all', order: 'newest', ids: [id] }, null);
  return answer.ok ? (answer.body.conversations[0] ?? null) : null;
}

let audio: AudioContext | null = null;

/** Two short notes, made here: no file to fetch. Browsers keep silent until somebody has pressed something. */
export function ring(): void {
  audio ??= new AudioContext();
  if (audio.state === 'suspended') return void audio.resume();
  for (const [hertz, after] of [
    [660, 0],
    [880, 0.12],
  ] as const) {
    const note = audio.createOscillator();
    const volume = audio.createGain();
    const from = audio.currentTime + after;
    note.frequency.value = hertz;
    volume.gain.setValueAtTime(0.0001, from);
    volume.gain.exponentialRampToValueAtTime(0.12, from + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, from + 0.18);
    note.connect(volume).connect(audio.destination);
    note.start(from);
    note.stop(from + 0.2);
  }
}
