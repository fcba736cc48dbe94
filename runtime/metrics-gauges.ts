import { Gauge, Registry } from 'prom-client';
import { EVERY_LANE } from './db/lane.ts';
import type { State } from './metrics-state.ts';

/**
 * What waits in the database, in Prometheus' text format. Made anew for each scrape: with null, when the database does not answer, only
 * `parley_database_up 0` is left, instead of what was true a while ago. `number` is the id of one of our numbers.
 */
export function stateMetrics(state: State | null, openConversations: number | null): Promise<string> {
  const registry = new Registry();
  const gauge = <Label extends string = never>(name: string, help: string, labelNames: Label[] = []) =>
    new Gauge<Label>({ name: `parley_${name}`, help, labelNames, registers: [registry] });
  gauge('database_up', '1 while the database answers, else 0.').set(state ? 1 : 0);
  if (!state) return registry.metrics();

  const { timers, calls, cases } = state;
  showInbox(gauge, state);
  gauge('inbox_parked', 'Events that were set aside after three failed turns.').set(state.parked);
  showOutbox(gauge, state);
  gauge('timers_overdue', 'Timers that are due and have not fired.').set(timers.overdue);
  gauge('timers_oldest_overdue_seconds', 'For how long the first of them has been due.').set(
    timers.overdueSeconds,
  );
  gauge('calls_waiting', 'HTTP requests that sessions wait for, in all processes.').set(calls.waiting);
  gauge('calls_oldest_seconds', 'For how long the oldest of them has been wanted.').set(calls.oldestSeconds);
  gauge('cases_open', 'People who wait for a person.').set(cases.waiting);
  gauge('cases_oldest_seconds', 'How long the first of them has been waiting.').set(cases.oldestSeconds);
  if (openConversations !== null) {
    gauge('conversations_open', 'Conversations in which a flow is under way; counted once a minute.').set(
      openConversations,
    );
  }
  const stopped = gauge('number_stopped', '1 for a number that is stopped, else 0.', ['number']);
  for (const { id, status } of state.numbers) stopped.set({ number: id }, status === 'stopped' ? 1 : 0);
  return registry.metrics();
}

type MakeGauge = <Label extends string = never>(
  name: string,
  help: string,
  labelNames?: Label[],
) => Gauge<Label>;

/** Every lane has its line, also when nothing waits: a line that comes and goes cannot be compared. */
function showInbox(gauge: MakeGauge, { inbox }: State): void {
  const waiting = gauge('inbox_waiting', 'Events that wait for their turn.', ['lane']);
  const oldest = gauge('inbox_oldest_seconds', 'How long the oldest of them has been waiting.', ['lane']);
  const lanes = new Map(inbox.map((row) => [row.lane, row]));
  for (const lane of EVERY_LANE) {
    waiting.set({ lane }, lanes.get(lane)?.waiting ?? 0);
    oldest.set({ lane }, lanes.get(lane)?.oldestSeconds ?? 0);
  }
}

const OPEN = ['queued', 'sending', 'unknown'] as const;

function showOutbox(gauge: MakeGauge, { outbox, numbers }: State): void {
  const labels = ['number', 'status'] as const;
  const messages = gauge('outbox_messages', 'Messages on their way out, by number.', [...labels]);
  const oldest = gauge('outbox_oldest_seconds', 'Age of the oldest of them.', [...labels]);
  const laneLabels = ['lane', 'status'] as const;
  const laneMessages = gauge('outbox_lane_messages', 'Messages on their way out, by lane.', [...laneLabels]);
  const laneOldest = gauge('outbox_lane_oldest_seconds', 'Age of the oldest of them.', [...laneLabels]);
  for (const status of OPEN) {
    const rows = outbox.filter((row) => row.status === status);
    for (const { id } of numbers) {
      const own = rows.filter(({ channelId }) => channelId === id);
      messages.set({ number: id, status }, sumOf(own));
      oldest.set({ number: id, status }, oldestOf(own));
    }
    for (const lane of EVERY_LANE) {
      const own = rows.filter((row) => row.lane === lane);
      laneMessages.set({ lane, status }, sumOf(own));
      laneOldest.set({ lane, status }, oldestOf(own));
    }
  }
}

function sumOf(rows: State['outbox']): number {
  return rows.reduce((sum, { messages }) => sum + messages, 0);
}

function oldestOf(rows: State['outbox']): number {
  return Math.max(0, ...rows.map(({ oldestSeconds }) => oldestSeconds));
}
