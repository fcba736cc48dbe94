import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { PoolUse } from './db/connect.ts';

export type Metrics = ReturnType<typeof createMetrics>;

/** The work of Meta's webhook is a commit; a second is a database in trouble. */
const ACCEPT_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
/** Up to half a second is our poll; more is a process that was down or has too much to do. */
const LATE_SECONDS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600];

/** What this process has counted since its start, for `/metrics`. Labels come from closed lists: nothing that somebody wrote. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  const counter = <Label extends string = never>(name: string, help: string, labelNames: Label[] = []) =>
    new Counter<Label>({ name: `parley_${name}`, help, labelNames, registers });
  const histogram = (name: string, help: string, buckets: number[]) =>
    new Histogram({ name: `parley_${name}`, help, buckets, registers });
  return {
    registry,
    webhooks: counter('webhooks_total', 'Webhook requests by the status they were answered with.', [
      'status',
    ]),
    accept: histogram(
      'webhook_accept_seconds',
      'From a webhook’s arrival to its 200, for those that were accepted.',
      ACCEPT_SECONDS,
    ),
    messages: counter('inbound_messages_total', 'Messages accepted, by kind.', ['kind']),
    duplicates: counter('inbound_duplicates_total', 'Messages that had been accepted before.'),
    statuses: counter('delivery_statuses_total', 'Delivery statuses told by WhatsApp.', ['status']),
    kept: counter('webhook_events_total', 'Webhook items kept though nothing acts on them, by kind.', [
      'kind',
    ]),
    unknownNumbers: counter('unknown_numbers_total', 'Webhook items for a number that is not ours.'),
    malformed: counter('malformed_items_total', 'Webhook items that could not be read or stored.'),
    turns: counter('turns_total', 'Events that had their turn, by what became of it.', ['result']),
    sends: counter('sends_total', 'Tries to send, by result and error code of the Graph API.', [
      'result',
      'code',
    ]),
    unknown: counter('unknown_sends_total', 'Messages whose answer was lost: nobody knew whether they went.'),
    resent: counter('resent_total', 'Messages sent once more because nothing was heard of the first time.'),
    givenUp: counter('given_up_total', 'Messages of unknown fate that must not go twice: counted as failed.'),
    timerLateness: histogram(
      'timer_lateness_seconds',
      'How long after their time timers have fired.',
      LATE_SECONDS,
    ),
    callsInFlight: new Gauge({
      name: 'parley_calls_in_flight',
      help: 'HTTP requests of flows that this process waits for.',
      registers,
    }),
  };
}

/** Adds what Node tells of the process itself: CPU, memory, event loop, garbage collection. Once in the life of a process. */
export function countProcess({ registry }: Pick<Metrics, 'registry'>): void {
  collectDefaultMetrics({ register: registry });
}

/** Adds how many connections to the database this process has, how many of them idle, and how many queries wait for one. */
export function countPool({ registry }: Pick<Metrics, 'registry'>, poolUse: () => PoolUse[]): void {
  new Gauge({
    name: 'parley_database_connections',
    help: 'Connections of this process to its database, and queries that wait for one.',
    labelNames: ['pool', 'state'],
    registers: [registry],
    collect() {
      for (const { pool, ...counts } of poolUse()) {
        for (const [state, count] of Object.entries(counts)) this.set({ pool, state }, count);
      }
    },
  });
}
