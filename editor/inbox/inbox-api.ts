import type { Input } from '@parley/flows/input.ts';
import type { OutboundMessage } from '@parley/flows/message.ts';
import { call } from '../api.ts';
import type { Usable } from './template-fields.ts';

/** What the inbox asks the server. The types are those of the API; see /api/docs. */

export const VIEWS = ['mine', 'unassigned', 'all', 'bot', 'snoozed', 'resolved'] as const;
export type View = (typeof VIEWS)[number] | 'team';
export type Order = 'newest' | 'waiting';

/** What a list shows: a view, and what narrows it. An empty team stands for cases of no team. */
export type Filter = {
  view: View;
  order: Order;
  teams?: string[];
  owner?: string;
  number?: string;
  labels?: string[];
  priority?: Priority;
  onlyOpenWindow?: boolean;
  contact?: string;
  ids?: string[];
};
export type SavedView = { id: string; name: string; filter: Filter };
export type Counts = { views: { [view in View]: number }; teams: { [teamId: string]: number } };
export type Label = { id: string; name: string; color: string };

export type Priority = 'low' | 'normal' | 'high' | 'urgent';
export type DeliveryStatus =
  | 'queued'
  | 'sending'
  | 'unknown'
  | 'held'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'failed'
  | 'cancelled';

export type LastWords = {
  id: string;
  from: 'contact' | 'bot' | 'agent' | 'phone';
  kind: string;
  text: string;
  at: string;
  by: string | null;
  status: DeliveryStatus | null;
};

export type Row = {
  id: string;
  version: string;
  numberId: string;
  contact: { id: string; name: string; phone: string; isBlocked: boolean };
  state: 'waiting' | 'owned' | 'bot' | 'resolved';
  owner: string | null;
  case: {
    id: string;
    status: string;
    priority: Priority;
    team: string | null;
    openedAt: string;
    alarms: string[];
  } | null;
  waitingSince: string | null;
  lastAt: string;
  last: LastWords | null;
  unread: number;
  labels: string[];
  windowClosesAt: string | null;
  session: { flow: string; flowName: string; node: string } | null;
  /** `until-reply` for as long as the contact does not write. */
  snoozedUntil: string | null;
  hasDraft: boolean;
};

export type Author = {
  kind: 'contact' | 'bot' | 'person' | 'phone' | 'system';
  id: string | null;
  flow: string | null;
  node: string | null;
};

type FailureWords = { happened: string; advice: string };
export type SendFailure = {
  code: number | null;
  reason: string;
  details: string | null;
  words: { en: FailureWords; ru: FailureWords };
};

export type ThreadMessage = {
  type: 'message';
  id: string;
  at: string;
  direction: 'in' | 'out';
  by: Author;
  kind: string;
  text: string;
  content: Input | OutboundMessage;
  wamid: string | null;
  replyTo: { id: string | null; from: 'contact' | 'us'; kind: string; text: string } | null;
  reactions: { emoji: string; by: 'contact' | 'us'; at: string }[];
  hasFile: boolean;
  delivery: {
    status: DeliveryStatus;
    sentAt: string | null;
    deliveredAt: string | null;
    readAt: string | null;
    failedAt: string | null;
    failure: SendFailure | null;
  } | null;
};
export type ThreadNote = {
  type: 'note';
  id: string;
  at: string;
  by: Author;
  text: string;
  mentions: string[];
};
export type ThreadEvent = {
  type: 'event';
  id: string;
  at: string;
  by: Author;
  kind: string;
  details: { [name: string]: unknown };
};
export type SessionMark = {
  type: 'session-started' | 'session-ended';
  id: string;
  at: string;
  sessionId: string;
  flow: string;
  version: number;
  startedBy: { trigger: string } | null;
  reason: string | null;
};
export type ThreadItem = ThreadMessage | ThreadNote | ThreadEvent | SessionMark;

export type Case = {
  id: string;
  conversationId: string;
  node: string;
  team: string | null;
  summary: string | null;
  status: string;
  priority: Priority;
  reason: string | null;
  assignee: string | null;
  openedAt: string;
  alarms: string[];
  collected: { [variable: string]: unknown };
  path: { node: string; port: string }[];
};
export type Session = {
  id: string;
  flow: string;
  flowName: string;
  version: number;
  startedAt: string;
  endedAt: string | null;
  reason: string | null;
};
/** What stands beside a conversation: its newest case, and which flows ran, the newest first. */
export type Detail = { case: Case | null; sessions: Session[] };

/** What is known of a contact. `fields` are named as the contacts' screen names them. */
export type ContactDetail = {
  contact: {
    id: string;
    locale: string;
    timezone: string;
    tags: string[];
    fields: { [key: string]: string | number | boolean };
    createdAt: string;
  };
  consents: { purpose: string; granted: boolean; at: string }[];
};

export type Agent = { id: string; name: string; state: 'online' | 'busy' | 'away'; load: number };
type AgentState = 'online' | 'busy' | 'away';
export type Presence = {
  state: AgentState;
  chosen: AgentState | null;
  capacity: number;
  seenAt: string | null;
};
export type Viewer = { personId: string; state: 'viewing' | 'typing' };
export type Draft = { text: string; isNote: boolean; replyTo: string | null };
export type CannedReply = {
  id: string;
  shortcut: string;
  title: string;
  text: string;
  scope: 'me' | 'team' | 'all';
  team: string | null;
};
type ContactName = { id: string; name: string; phone: string };
export type Found = {
  messages: {
    conversationId: string;
    contact: ContactName;
    id: string;
    side: 'in' | 'out' | 'note';
    at: string;
    text: string;
  }[];
  contacts: { conversationId: string; numberId: string; contact: ContactName; lastAt: string }[];
};
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
  sent: { message: OutboundMessage; replyTo?: string; takes?: boolean },
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
