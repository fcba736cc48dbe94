import type { Segment } from '../contacts/contacts-api.ts';
import type { Draft, Schedule } from './broadcasts-api.ts';

export type TemplateMessage = Extract<Draft['content'], { kind: 'template' }>['message'];

/** What has been filled in of a new broadcast. */
export type Given = {
  name: string;
  numberId: string | null;
  segmentId: string | null;
  kind: 'template' | 'flow';
  message: TemplateMessage | null;
  flow: string | null;
  purpose: string;
  override: string;
  when: Schedule['kind'];
  date: string;
  time: string;
};

export const NOTHING_GIVEN: Given = {
  ...{ name: '', numberId: null, segmentId: null, kind: 'template', message: null, flow: null },
  ...{ purpose: 'marketing', override: '', when: 'now', date: '', time: '09:00' },
};

/** As the server takes it; null while nothing says what to send. */
export function draftOf(given: Given, numberId: string, segments: readonly Segment[]): Draft | null {
  const { name, segmentId, kind, message, flow, purpose, override } = given;
  const everybody = { match: 'all' as const, conditions: [] };
  const content = kind === 'flow' ? flow && { kind, flow } : message && { kind, message };
  if (!content) return null;
  return {
    ...{ name, numberId, purpose, content, overrideReason: override.trim() || null },
    segment: segments.find(({ id }) => id === segmentId)?.query ?? everybody,
    schedule: scheduleOf(given),
  };
}

function scheduleOf({ when, date, time }: Given): Schedule {
  if (when === 'local') return { kind: when, date, time };
  return when === 'at' ? { kind: when, at: new Date(`${date}T${time}`).toISOString() } : { kind: 'now' };
}
