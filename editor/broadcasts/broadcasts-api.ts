import type {
  BroadcastBody,
  DraftBody,
  PreflightBody,
  ProgressBody,
} from '@parley/runtime/http/broadcast-schemas.ts';
import type { CostLineBody } from '@parley/runtime/http/price-schemas.ts';
import { call } from '../api.ts';

/** What the screen for broadcasts asks the server. What the server gives is typed by its own schemas. */

export type Broadcast = BroadcastBody;
export type Draft = DraftBody;
export type Schedule = Draft['schedule'];
export type Progress = ProgressBody;
export type Preflight = PreflightBody;
export type CostLine = CostLineBody;

const one = (id: string) => `/api/broadcasts/${encodeURIComponent(id)}`;

export const listBroadcasts = () => call<{ broadcasts: Broadcast[] }>('GET', '/api/broadcasts');
export const readBroadcast = (id: string) =>
  call<{ broadcast: Broadcast; progress: Progress }>('GET', one(id));
export const readBroadcastCost = (id: string) => call<{ lines: CostLine[] }>('GET', `${one(id)}/cost`);
export const preflight = (draft: Draft) => call<Preflight>('POST', '/api/broadcasts/preflight', draft);
export const makeBroadcast = (draft: Draft) => call<Broadcast>('POST', '/api/broadcasts', draft);
export const act = (id: string, what: 'schedule' | 'pause' | 'resume' | 'cancel') =>
  call<Broadcast>('POST', `${one(id)}/${what}`);
export const testBroadcast = (id: string, phone: string) =>
  call<object>('POST', `${one(id)}/test`, { phone });
