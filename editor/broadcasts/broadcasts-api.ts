import { call } from '../api.ts';
import type { Query } from '../contacts/contacts-api.ts';

/** What the screen for broadcasts asks the server. The types are those of the API; see /api/docs. */

export type Status = 'draft' | 'scheduled' | 'running' | 'paused' | 'cancelled' | 'done';
export type Schedule =
  | { kind: 'now' }
  | { kind: 'at'; at: string }
  | { kind: 'local'; date: string; time: string };
export type Content =
  | {
      kind: 'template';
      message: { type: 'template'; name: string; language: string; body?: { text: string }[] };
    }
  | { kind: 'flow'; flow: string };
export type Draft = {
  name: string;
  numberId: string;
  segment: Query;
  content: Content;
  purpose: string;
  overrideReason: string | null;
  schedule: Schedule;
};
export type Broadcast = Draft & { id: string; status: Status; pausedFor: string | null; createdAt: string };
export type Progress = {
  recipients: number;
  waiting: number;
  sending: number;
  sent: number;
  delivered: number;
  read: number;
  failed: number;
  skipped: number;
  started: number;
  reasons: { outcome: string; reason: string; code: number | null; count: number }[];
};
export type Preflight = {
  recipients: number;
  reached: number;
  skipped: { reason: string; count: number }[];
  insideWindow: number;
  usedOfLimit: number;
  limit: number | null;
  template: { status: string; category: string; quality: string } | null;
  example: { name: string; message: { body?: { text: string }[] } | null } | null;
};

const one = (id: string) => `/api/broadcasts/${encodeURIComponent(id)}`;

export const listBroadcasts = () => call<{ broadcasts: Broadcast[] }>('GET', '/api/broadcasts');
export const readBroadcast = (id: string) =>
  call<{ broadcast: Broadcast; progress: Progress }>('GET', one(id));
export const preflight = (draft: Draft) => call<Preflight>('POST', '/api/broadcasts/preflight', draft);
export const makeBroadcast = (draft: Draft) => call<Broadcast>('POST', '/api/broadcasts', draft);
export const act = (id: string, what: 'schedule' | 'pause' | 'resume' | 'cancel') =>
  call<Broadcast>('POST', `${one(id)}/${what}`);
export const testBroadcast = (id: string, phone: string) =>
  call<object>('POST', `${one(id)}/test`, { phone });
