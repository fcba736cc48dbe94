/**
 * Faults to order. Each is used up by the next matching call, `times` times (once unless set), in the order given.
 */

/**
 * What may go wrong with a Graph call.
 * - `delay`: `ms` pass, then the call is processed; with `accepted` it is processed first and answered late.
 * - `hang`: never answered; not processed unless `accepted`.
 * - `accept-then-drop`: processed, then the connection is destroyed instead of an answer.
 * - `reset`: the connection is destroyed before anything is processed.
 * - `error`: refused with this code (and HTTP status, if another than the code's own), nothing processed.
 * - `garbage`: 200 with a page of HTML, or with `body` as JSON; not processed unless `accepted`.
 * - `slow`: processed, and the answer trickles.
 * - `status-first`: processed, and the webhooks it causes are delivered before it is answered. With ordered webhooks
 *   this waits for the one under way: a product that sends before it answers its webhook would wait for itself.
 */
export type GraphFault =
  | { kind: 'delay'; ms: number; accepted?: boolean }
  | { kind: 'hang'; accepted?: boolean }
  | { kind: 'accept-then-drop' }
  | { kind: 'reset' }
  | { kind: 'error'; code: number; status?: number; details?: string }
  | { kind: 'garbage'; accepted?: boolean; body?: string }
  | { kind: 'slow'; bytesPerSecond: number }
  | { kind: 'status-first' };

/**
 * What may go wrong with a webhook.
 * - `duplicate`: delivered `copies` times (2 unless set), byte for byte the same.
 * - `drop`: never delivered, not even by `redeliver`.
 * - `reorder`: delivered after the next one.
 * - `delay`: delivered `ms` later, and later ones do not wait for it.
 */
type WebhookFault =
  | { kind: 'duplicate'; copies?: number }
  | { kind: 'drop' }
  | { kind: 'reorder' }
  | { kind: 'delay'; ms: number };

/** Which calls a fault is for; all given parts must fit. `path` is a part of path and query, `to` the recipient as written, `type` a message's, or `read`. */
type GraphMatch = { method?: string; path?: string; to?: string; type?: string };
/** Which webhooks: by field (`messages`, …), by what is in it, and by status. */
type WebhookMatch = { field?: string; holds?: 'messages' | 'statuses'; status?: string };

type GraphCall = { method: string; path: string; to?: string; type?: string };
export type WebhookContent = { field: string; holds: string; status?: string };

type FaultOptions<Match> = { times?: number; match?: Match };

export type Faults = {
  /** Script what happens to the next matching Graph calls. */
  next(fault: GraphFault, options?: FaultOptions<GraphMatch>): void;
  /** Script what happens to the next matching webhooks. */
  nextWebhook(fault: WebhookFault, options?: FaultOptions<WebhookMatch>): void;
  /** Forget everything scripted and not used yet. */
  clear(): void;
  /** How many uses are still to come. */
  readonly pending: number;
};

type Scripted<Fault, Match> = { fault: Fault; left: number; match: Match };

export type FaultScript = Faults & {
  takeForCall(call: GraphCall): GraphFault | null;
  takeForWebhook(content: WebhookContent): WebhookFault | null;
};

export function createFaults(): FaultScript {
  let calls: Scripted<GraphFault, GraphMatch>[] = [];
  let webhooks: Scripted<WebhookFault, WebhookMatch>[] = [];
  return {
    next(fault, { times = 1, match = {} } = {}) {
      calls.push({ fault, left: times, match });
    },
    nextWebhook(fault, { times = 1, match = {} } = {}) {
      webhooks.push({ fault, left: times, match });
    },
    clear() {
      calls = [];
      webhooks = [];
    },
    get pending() {
      return [...calls, ...webhooks].reduce((sum, { left }) => sum + left, 0);
    },
    takeForCall: (call) =>
      use(calls, ({ method, path, to, type }) => {
        return (
          (method === undefined || method === call.method) &&
          (path === undefined || call.path.includes(path)) &&
          (to === undefined || to === call.to) &&
          (type === undefined || type === call.type)
        );
      }),
    takeForWebhook: (content) =>
      use(webhooks, ({ field, holds, status }) => {
        return (
          (field === undefined || field === content.field) &&
          (holds === undefined || holds === content.holds) &&
          (status === undefined || status === content.status)
        );
      }),
  };
}

function use<Fault, Match>(script: Scripted<Fault, Match>[], fits: (match: Match) => boolean): Fault | null {
  const scripted = script.find(({ left, match }) => left > 0 && fits(match));
  if (!scripted) return null;
  scripted.left -= 1;
  return scripted.fault;
}
