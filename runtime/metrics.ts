import { Counter, Registry } from 'prom-client';

export type Metrics = ReturnType<typeof createMetrics>;

/** What this process has counted since its start, for `/metrics`. Labels come from closed lists: nothing that somebody wrote. */
export function createMetrics() {
  const registry = new Registry();
  const counter = <Label extends string = never>(name: string, help: string, labelNames: Label[] = []) =>
    new Counter<Label>({ name: `parley_${name}`, help, labelNames, registers: [registry] });
  return {
    registry,
    webhooks: counter('webhooks_total', 'Webhook requests by the status they were answered with.', [
      'status',
    ]),
    messages: counter('inbound_messages_total', 'Messages accepted, by kind.', ['kind']),
    duplicates: counter('inbound_duplicates_total', 'Messages that had been accepted before.'),
    statuses: counter('delivery_statuses_total', 'Delivery statuses told by WhatsApp.', ['status']),
    kept: counter('webhook_events_total', 'Webhook items kept though nothing acts on them, by kind.', [
      'kind',
    ]),
    unknownNumbers: counter('unknown_numbers_total', 'Webhook items for a number that is not ours.'),
    malformed: counter('malformed_items_total', 'Webhook items that could not be read or stored.'),
  };
}
