import { numberOn } from './rules/pack.ts';

const HOUR_MS = 3600_000;

/**
 * For this long after a contact's last message a business may say what it likes; then only templates.
 * Source: WhatsApp Cloud API, "Send messages", customer service window. 131047 is WhatsApp's word for "too late", and the last one.
 */
const SERVICE_WINDOW_MS = numberOn('window.service') * HOUR_MS;

/**
 * How long before WhatsApp closes it the window counts as closed here: message timestamps are whole seconds, clocks differ, and a
 * message needs time to get there.
 */
export const SAFETY_MARGIN_MS = numberOn('window.margin') * 1000;

/** How long the window is open for us. */
export const WINDOW_MS = SERVICE_WINDOW_MS - SAFETY_MARGIN_MS;

export type Window = { open: boolean; closesAt: Date | null };

/**
 * Whether free-form messages may go to a contact whose last message was written at `lastInboundAt` (its own time, not that of
 * its arrival), and when that ends or ended. Null: the contact never wrote.
 */
export function windowAt(lastInboundAt: Date | null, now: Date): Window {
  if (lastInboundAt === null) return { open: false, closesAt: null };
  const closesAt = new Date(lastInboundAt.getTime() + WINDOW_MS);
  return { open: now < closesAt, closesAt };
}
