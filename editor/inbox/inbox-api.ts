import type { Input } from '@parley/flows/input.ts';
import type { OutboundMessage } from '@parley/flows/message.ts';
import type { AgentBody, PresenceBody } from '@parley/runtime/http/agent-schemas.ts';
import type { CannedReplyBody } from '@parley/runtime/http/canned-reply-schemas.ts';
import type { CaseBody } from '@parley/runtime/http/case-schemas.ts';
import type { MergePreviewBody } from '@parley/runtime/http/contact-merge-schemas.ts';
import type { ContactBody } from '@parley/runtime/http/contact-schemas.ts';
import type {
  InboxCountsBody,
  InboxFilterBody,
  InboxRowBody,
  InboxSearchBody,
  LabelBody,
  SavedViewBody,
} from '@parley/runtime/http/inbox-schemas.ts';
import type { PastSessionBody } from '@parley/runtime/http/session-step-schemas.ts';
import type { DraftBody, ThreadItemBody, ViewerBody } from '@parley/runtime/http/thread-schemas.ts';
import { call } from '../api.ts';
import type { Usable } from './template-fields.ts';

/** What the inbox asks the server. What the server gives is typed by its own schemas. */

export const VIEWS = ['mine', 'unassigned', 'all', 'bot', 'snoozed', 'resolved'] as const;

/** What a list shows: a view, and what narrows it. An empty team stands for cases of no team. */
export type Filter = InboxFilterBody & { contact?: string; ids?: string[] };
export type SavedView = SavedViewBody;
export type Counts = InboxCountsBody;
export type Label = LabelBody;
export type Row = InboxRowBody;
export type DeliveryStatus = NonNullable<NonNullable<Row['last']>['status']>;

type Message = Extract<ThreadItemBody, { type: 'message' }>;
/** What was said is told in the words of the flow language. */
export type ThreadMessage = Omit<Message, 'content'> & { content: Input | OutboundMessage };
export type ThreadNote = Extract<ThreadItemBody, { type: 'note' }>;
export type ThreadEvent = Extract<ThreadItemBody, { type: 'event' }>;
export type SessionMark = Exclude<ThreadItemBody, Message | ThreadNote | ThreadEvent>;
export type ThreadItem = ThreadMessage | ThreadNote | ThreadEvent | SessionMark;
export type Author = Message['by'];

export type Case = CaseBody;
export type Session = PastSessionBody;
/** What stands beside a conversation: its newest case, and which flows ran, the newest first. */
export type Detail = { case: Case | null; sessions: Session[] };

/** What is known of a contact. `fields` are named as the contacts' screen names them. */
export type ContactDetail = {
  contact: ContactBody;
  consents: { purpose: string; granted: boolean; at: string }[];
};

export type Agent = AgentBody;
export type Presence = PresenceBody;
export type Viewer = ViewerBody;
export type Draft = Omit<DraftBody, 'savedAt'>;
export type CannedReply = CannedReplyBody;
export type Found = InboxSearchBody;
export type Uploaded = {
  mediaId: string;
  kind: 'image' | 'video' | 'audio' | 'document' | 'sticker';
  filename: string;
};
type Done = object;

const of = (id: string, what = '') =>
  `/api/conversations/${encodeURIComponent(id)}${what === '' ? '' : `/${what}`}`;
const post = (id: string, what: string, body: object = {}) => call<Done>('POST', of(id, what), body);

/** How a filter stands in an address; lists are separated by commas. */
function queryOf(filter: Partial<Filter>): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    if (value === undefined || value === false) continue;
    query.set(name, Array.isArray(value) ? value.join(',') : String(value));
  }
  return query;
}

const PAGE = 40;

export function listInbox(filter: Filter, next: string | null) {
  const query = queryOf(filter);
  query.set('limit', String(PAGE));
  if (next !== null) query.set('next', next);
  return call<{ conversations: Row[]; next: string | null }>('GET', `/api/inbox?${query}`);
}
export const readCounts = () => call<Counts>('GET', '/api/inbox/counts');
export const searchInbox = (words: string) =>
  call<Found>('GET', `/api/inbox/search?${new URLSearchParams({ q: words })}`);
export const readDetail = (id: string) => call<Detail>('GET', of(id));
export const readContact = (id: string) =>
  call<ContactDetail>('GET', `/api/contacts/${encodeURIComponent(id)}`);

export const findContacts = (search: string) =>
  call<{ contacts: ContactBody[] }>('GET', `/api/contacts?${new URLSearchParams({ search, limit: '8' })}`);
const mergePath = (id: string) => `/api/contacts/${encodeURIComponent(id)}/merge`;
export const previewMerge = (id: string, other: string) =>
  call<MergePreviewBody>('GET', `${mergePath(id)}?${new URLSearchParams({ with: other })}`);
export const mergeContacts = (id: string, other: string) =>
  call<{ id: string }>('POST', mergePath(id), { with: other });

export type ThreadPage = {
  conversation: Row;
  items: ThreadItem[];
  next: string | null;
  /** What the caller has begun to write. */
  draft: Draft | null;
  viewers: Viewer[];
};

/** The newest of a conversation, oldest first; `next` leads to what came before. */
export function readThread(id: string, next: string | null) {
  const query = new URLSearchParams({ limit: '60', ...(next !== null && { next }) });
  return call<ThreadPage>('GET', of(id, `thread?${query}`));
}
export const markRead = (id: string) => post(id, 'read');
export const saveDraft = (id: string, draft: Draft) => call<Done>('PUT', of(id, 'draft'), draft);
export const tellViewing = (id: string, state: Viewer['state'] | 'gone') => post(id, 'viewing', { state });

/** Takes the conversation; a `taken-by` says who was faster. */
export const take = (id: string) => post(id, 'take');
export const release = (id: string) => post(id, 'release');
export const assign = (id: string, to: string) => post(id, 'assign', { to });
export type HandBack = { how: 'exit' | 'end' } | { how: 'flow'; flow: string };
export const handBack = (id: string, how: HandBack) => post(id, 'hand-back', how);
export const restart = (id: string) => post(id, 'restart');
export const startFlow = (id: string, flow: string, key: string) =>
  call<Done>('POST', of(id, 'start'), { flow }, { 'idempotency-key': key });

/** Sent once, however often it is asked for with the same key. `messageId` is `<lane>.<id in the thread>`. */
export const sendMessage = (
  id: string,
  key: string,
  sent: { message: OutboundMessage; replyTo?: string; takes?: boolean; allowedBecause?: string },
) => call<{ messageId: string }>('POST', of(id, 'messages'), sent, { 'idempotency-key': key });

/** An empty emoji takes the reaction back. */
export const react = (id: string, key: string, to: string, emoji: string) =>
  call<Done>('POST', of(id, 'reactions'), { to, emoji }, { 'idempotency-key': key });
export const addNote = (id: string, text: string, mentions: string[]) =>
  post(id, 'notes', { text, ...(mentions.length > 0 && { mentions }) });

export type Snooze = string | 'until-reply' | null;
export const snooze = (id: string, until: Snooze) => post(id, 'snooze', { until });
export const label = (id: string, change: { add?: string[]; remove?: string[] }) =>
  call<Done>('PUT', of(id, 'labels'), change);
export const setBlocked = (id: string, isBlocked: boolean) => post(id, isBlocked ? 'block' : 'unblock');

export type BulkAct =
  | { act: 'resolve' }
  | { act: 'assign'; to: string }
  | { act: 'snooze'; until: Snooze }
  | { act: 'label'; add: string[]; remove: string[] };
/** `token` undoes it, for ten seconds. */
export type BulkDone = { done: string[]; refused: string[]; token: string | null };
export const actOnMany = (ids: string[], act: BulkAct) =>
  call<BulkDone>('POST', '/api/inbox/bulk', { ids, do: act });
export const undoMany = (token: string) => call<Done>('POST', '/api/inbox/undo', { token });

export const listLabels = () => call<{ labels: Label[] }>('GET', '/api/labels');
export const makeLabel = (name: string, color: string) => call<Label>('POST', '/api/labels', { name, color });
export const removeLabel = (id: string) => call<Done>('DELETE', `/api/labels/${encodeURIComponent(id)}`);
export const listSavedViews = () => call<{ views: SavedView[] }>('GET', '/api/inbox/views');
export const saveView = (name: string, filter: Filter) =>
  call<SavedView>('POST', '/api/inbox/views', { name, filter });
export const removeView = (id: string) => call<Done>('DELETE', `/api/inbox/views/${id}`);

export const listCanned = () => call<{ replies: CannedReply[] }>('GET', '/api/canned-replies');
export const makeCanned = (reply: Omit<CannedReply, 'id'>) =>
  call<CannedReply>('POST', '/api/canned-replies', reply);
export const changeCanned = ({ id, ...reply }: CannedReply) =>
  call<CannedReply>('PUT', `/api/canned-replies/${id}`, reply);
/** As it would be sent. `missing` are the names of what nothing is known of. */
export const fillCanned = (conversationId: string, text: string) =>
  call<{ text: string; missing: string[] }>('POST', '/api/canned-replies/preview', { conversationId, text });
export const removeCanned = (id: string) => call<Done>('DELETE', `/api/canned-replies/${id}`);

export const listAgents = () => call<{ agents: Agent[] }>('GET', '/api/agents');
export const readPresence = () => call<Presence>('GET', '/api/agents/me/presence');
export const tellPresence = (state: Presence['state']) =>
  call<Presence>('PUT', '/api/agents/me/presence', { state });

export const listUsableTemplates = (number: string) =>
  call<{ templates: Usable[] }>('GET', `/api/templates/usable?${new URLSearchParams({ number })}`);

export const mediaPath = (messageId: string) => `/api/media/${encodeURIComponent(messageId)}`;
/** What it can be sent as follows from its content. */
export const uploadMedia = (numberId: string, file: Blob, name: string) =>
  call<Uploaded>('POST', `/api/media?${new URLSearchParams({ number: numberId, filename: name })}`, file);
