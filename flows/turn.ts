import type { Input } from './input.ts';
import type { Priority } from './machine-schema.ts';
import type { OutboundMessage } from './message.ts';

/** A session at rest: plain JSON, small, the only thing that a turn needs of the past. */
export type SessionState = {
  /** XState's state value: the node's id, or `{ node: inner }` for a node with inner steps. */
  value: string | { [node: string]: string };
  context: Context;
  /** Counts turns; names calls, so that a late answer to an earlier call is told apart. */
  turn: number;
  /** The call whose answer the session waits for. */
  call: string | null;
  done: boolean;
  /** The window was closed: a template went out, and this is what moves the session once the contact has answered. Null: its start. */
  heldBack?: { input: Input | null };
};

export type Context = {
  /** Declared variables by name. */
  vars: { [name: string]: unknown };
  /** Counters that belong to a node, such as `city.tries` or `menu.page`. */
  local: { [counter: string]: number };
  /** BCP 47 tag the session speaks. */
  locale: string;
};

export type EscalationMethod = 'agent' | 'phone' | 'email' | 'web-form' | 'store-visit';

/** A thing that a turn asks for. The runtime stores all of them in the turn's transaction, in this order. */
export type Effect =
  | { type: 'send'; node: string; message: OutboundMessage }
  /** `timer` is unique within the session; a second schedule of the same timer replaces the first. */
  | { type: 'schedule'; timer: string; delayMs: number }
  | { type: 'cancel'; timer: string }
  | { type: 'call'; node: string; call: string; request: CallRequest }
  | {
      type: 'escalate';
      node: string;
      method: EscalationMethod;
      team?: string;
      summary?: string;
      priority?: Priority;
      reason?: string;
    }
  | { type: 'consent'; node: string; purpose: string; granted: boolean; wording: string }
  | { type: 'tag'; add: string[]; remove: string[] }
  /** The contact has shown who they are. */
  | { type: 'verified' }
  | { type: 'start'; flow: string }
  | { type: 'end'; reason: string };

export type CallRequest = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  headers: { [name: string]: string };
  body: string | null;
  timeoutMs: number;
};

/** A port that a turn took. `node` is empty for a port of the flow itself. */
export type TakenPort = {
  node: string;
  port: string;
  /** Which of the ways behind the port it was, when not the first: a place in `waysOf`. */
  by?: number;
  /** Variables that the node gave another value, until and by its port; those that the last node of a turn sets stand with the port to it. */
  set?: { [variable: string]: unknown };
};

export type Turn = {
  state: SessionState;
  effects: Effect[];
  /** The ports taken, in order: what the canvas lights up and the coverage test counts. */
  path: TakenPort[];
  /** A person holds the conversation: until this is false again the bot must not send. */
  held: boolean;
  /** Set when the session ended in this turn. */
  ended: string | null;
};
