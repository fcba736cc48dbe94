import type { GraphMessage } from './rules/message-rules.ts';

export type StatusName = 'sent' | 'delivered' | 'read' | 'played' | 'failed';

/** One message that the Graph API said yes to: the truth against which a product's own records are checked. */
export type Accepted = {
  wamid: string;
  /** ms since 1970, by the emulator's clock. */
  at: number;
  phoneNumberId: string;
  /** The person's wa_id, or user id where there is no number. */
  to: string;
  type: GraphMessage['type'];
  /** Graph JSON as parsed. */
  body: GraphMessage;
  /** `biz_opaque_callback_data`. */
  callbackData: string | null;
  /** True once the person's phone showed it. */
  shown: boolean;
  /** Statuses that WhatsApp has for it, in order; their webhooks may still be on the way. */
  statuses: StatusName[];
};

/** One call to `/messages` or `/media` that was refused. */
export type Refused = {
  at: number;
  phoneNumberId: string;
  /** The recipient as it was written. */
  to: string | null;
  code: number;
  details: string;
  status: number;
  body: unknown;
};

/** One read mark of the business. */
export type ReadMarked = { at: number; phoneNumberId: string; wamid: string; typing: boolean };

/** One call to the Graph API, whatever became of it. */
export type GraphRequest = {
  at: number;
  method: string;
  /** Path and query. */
  path: string;
  /** JSON, where the body was JSON and was read. */
  body?: unknown;
  /** HTTP status, or null while there is none: under way, or never answered. */
  status: number | null;
  /** Kind of the scripted fault it met. */
  fault?: string;
};

export type Ledger = {
  accepted: Accepted[];
  refused: Refused[];
  readMarks: ReadMarked[];
  requests: GraphRequest[];
};

export function createLedger(): Ledger {
  return { accepted: [], refused: [], readMarks: [], requests: [] };
}
