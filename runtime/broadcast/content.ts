import { type OfferEnd, OutboundMessage } from '@parley/flows/message.ts';
import { zoneOfPhone } from '@parley/flows/phone-zone.ts';
import { isTimezone, localTime, zonedInstant } from '@parley/flows/zone.ts';
import { z } from 'zod';
import type { FieldValue } from '../db/tables.ts';

const Template = z.custom<Extract<OutboundMessage, { type: 'template' }>>((value) => {
  const read = OutboundMessage.safeParse(value);
  return read.success && read.data.type === 'template' && isOfferEndKnown(read.data.offerEnds);
}, 'must be a message of type template, with an offer that ends at an instant such as 2026-12-24T18:00:00Z');

/** Everybody gets the same end: what depends on when or where each one is would make other offers of one. */
const isOfferEndKnown = (end: OfferEnd | undefined) =>
  end === undefined || (end.kind === 'moment' && z.iso.datetime({ offset: true }).safeParse(end.at).success);

/** What everybody gets: a template, whose values may name what is known of the contact, or a flow that begins with one. */
export const Content = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('template'), message: Template }),
  z.strictObject({ kind: z.literal('flow'), flow: z.string().min(1).max(64) }),
]);
export type Content = z.infer<typeof Content>;

/** When: now, at a moment, or at a clock time where each contact lives. Who is past that time already gets it at once. */
export const Schedule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('now') }),
  z.strictObject({ kind: z.literal('at'), at: z.iso.datetime() }),
  z.strictObject({
    kind: z.literal('local'),
    date: z.iso.date(),
    time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  }),
]);
export type Schedule = z.infer<typeof Schedule>;

/** When the broadcast stops by itself, and how often one person may get one. */
export const Brake = z.strictObject({
  /** The share of messages that failed, from which on it pauses; looked at once so many have an outcome. */
  errorShare: z.number().min(0.01).max(1).default(0.1),
  atLeast: z.number().int().min(1).max(1000).default(20),
  /** Nobody gets more broadcasts than this within so many days; null: no such limit. */
  cap: z
    .strictObject({ messages: z.number().int().min(1).max(100), days: z.number().int().min(1).max(90) })
    .nullable()
    .default(null),
});
export type Brake = z.infer<typeof Brake>;

/** What a message may name. */
export type Person = {
  name: string;
  phone: string;
  username: string | null;
  fields: { [field: string]: FieldValue };
};

const PLACE =
  /\{\{\s*(contact\.(?:name|first_name|phone|username)|fields\.[a-z][\w-]{0,39})\s*(?:\|([^{}]*))?\}\}/g;

/**
 * The template's message for one person: `{{contact.first_name}}`, `{{fields.city}}`, and after a bar what stands there when it is not
 * known: `{{contact.name | friend}}`. Null when a value would be empty, which WhatsApp refuses. What a person is called is never read
 * again as a placeholder.
 */
export function fillTemplate(
  message: Extract<OutboundMessage, { type: 'template' }>,
  person: Person,
): Extract<OutboundMessage, { type: 'template' }> | null {
  let isComplete = true;
  const fill = (text: string): string => {
    const filled = text
      .replaceAll(PLACE, (_, name: string, otherwise: string | undefined) => {
        return valueFor(person, name) || (otherwise ?? '').trim();
      })
      // WhatsApp takes neither lines nor long gaps in a value.
      .replace(/\s+/g, ' ')
      .trim();
    if (filled === '') isComplete = false;
    return filled;
  };
  const parts = ({ body, buttons }: Pick<typeof message, 'body' | 'buttons'>) => ({
    ...(body && { body: body.map((one) => ({ ...one, text: fill(one.text) })) }),
    ...(buttons && {
      buttons: buttons.map((one) => (one.type === 'url' ? { ...one, text: fill(one.text) } : one)),
    }),
  });
  const filled = {
    ...message,
    ...(message.header?.type === 'text' && {
      header: { ...message.header, text: fill(message.header.text) },
    }),
    ...parts(message),
    ...(message.cards && { cards: message.cards.map((card) => ({ ...card, ...parts(card) })) }),
  };
  return isComplete ? filled : null;
}

function valueFor(person: Person, name: string): string {
  switch (name) {
    case 'contact.name':
      return person.name;
    case 'contact.first_name':
      return person.name.trim().split(/\s+/)[0] ?? '';
    case 'contact.phone':
      return person.phone === '' ? '' : `+${person.phone}`;
    case 'contact.username':
      return person.username ?? '';
    default:
      return String(person.fields[name.slice('fields.'.length)] ?? '');
  }
}

/** When a person gets it. */
export function dueAt(schedule: Schedule, person: { timezone: string; phone: string }, now: Date): Date {
  if (schedule.kind === 'now') return now;
  if (schedule.kind === 'at') return new Date(schedule.at);
  const zone = isTimezone(person.timezone) ? person.timezone : zoneOfPhone(person.phone);
  return new Date(zonedInstant(wallOf(schedule), zone));
}

/** The earth's first zone is 14 hours ahead of UTC: there the day begins. */
const FIRST_ZONE_MS = 14 * 3600_000;

/** When the first person can be due. */
export function startsAt(schedule: Schedule, now: Date): Date {
  if (schedule.kind !== 'local') return dueAt(schedule, { timezone: 'UTC', phone: '' }, now);
  return new Date(zonedInstant(wallOf(schedule), 'UTC') - FIRST_ZONE_MS);
}

function wallOf({ date, time }: Extract<Schedule, { kind: 'local' }>) {
  const { year, month, day, hour, minute } = localTime(Date.parse(`${date}T${time}:00Z`), 'UTC');
  return { year, month, day, hour, minute };
}
