import type { OutboundMessage } from '@parley/flows/message.ts';
import type { CallRequest, EscalationMethod, SessionState } from '@parley/flows/turn.ts';
import type { CasePriority, StartedBy } from '../db/tables.ts';
import type { Loaded } from './batch.ts';
import type { Taken } from './taken.ts';

/** A session as a turn leaves it. */
export type Session = {
  sessionId: string;
  flowId: string;
  version: number;
  state: SessionState;
  /** Set for a session that began in this batch and has no row yet. */
  startedBy: StartedBy | null;
};

/** One thing to write for a decided turn. A conversation's changes are in the order in which they came about. */
export type Change =
  | { type: 'session'; session: Session; ended: string | null }
  | {
      type: 'send';
      /** Null for what the flow did not say. */
      sessionId: string | null;
      inboxId: string;
      node: string | null;
      message: OutboundMessage;
      /** The person's message that a turn's first message answers: it is marked as read, with the typing indicator. */
      answers: string | null;
    }
  /** `row` is the timer's new row, or null to delete it. */
  | { type: 'timer'; sessionId: string; timer: string; row: { id: string; dueAt: Date } | null }
  | { type: 'call'; sessionId: string; call: string; request: CallRequest; answers: string | null }
  | {
      type: 'case';
      sessionId: string;
      node: string;
      method: EscalationMethod;
      team?: string;
      summary?: string;
      priority?: CasePriority;
      reason?: string;
      /** The session's variables. */
      collected: SessionState['context']['vars'];
    }
  /** The cases that are under way are over: a person handed back, or the flow went on without one. */
  | { type: 'cases-closed'; status: 'resolved' | 'expired' }
  | {
      type: 'consent';
      /** In which the person was asked; left out for words that need no session. */
      sessionId?: string;
      purpose: string;
      granted: boolean;
      wording: string;
      source: string;
      at: Date;
    }
  | { type: 'tag'; add: string[]; remove: string[] }
  /** The contact has shown who they are. */
  | { type: 'verified' }
  | { type: 'locale'; locale: string }
  | { type: 'held'; held: boolean; owner: string | null }
  /** The contact was told that nobody could answer. */
  | { type: 'noticed' }
  /** A person answered from the WhatsApp Business app. */
  | { type: 'echo'; wamid: string; message: OutboundMessage; at: Date }
  /** What was kept while a person had the conversation takes effect now. */
  | { type: 'thawed' }
  | { type: 'kept'; inboxId: string; sessionId: string | null }
  | { type: 'done'; inboxId: string; sessionId: string | null; path: Taken[] }
  | { type: 'ignored'; inboxId: string; sessionId: string | null; reason: string }
  /** The turn threw. `parked` when it will not be tried again. */
  | { type: 'failed'; inboxId: string; parked: boolean; error: string };

/** The changes of one type, each with the conversation that it is for. */
export type Of<Type extends Change['type']> = ({ conversation: Loaded } & Extract<Change, { type: Type }>)[];
