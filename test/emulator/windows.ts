/**
 * The customer service window and the free entry point of one conversation.
 * Source: WhatsApp Cloud API, sending messages (customer service windows) and pricing (free entry points).
 */
export type Window = {
  /** When the person last sent something that opens the window; ms since 1970, whole seconds as in the webhook. */
  lastInboundAt: number | null;
  /** When the person last came from an ad and has not been answered yet. */
  adAt: number | null;
  /** Until when every message is free; this opens no window. */
  freeUntil: number | null;
};

const HOUR_MS = 3_600_000;
const WINDOW_MS = 24 * HOUR_MS;
const FREE_ENTRY_MS = 72 * HOUR_MS;

export function closedWindow(): Window {
  return { lastInboundAt: null, adAt: null, freeUntil: null };
}

/** True while free-form messages may be sent: less than 24 hours since the person's last message. */
export function isOpen(window: Window, now: number): boolean {
  return window.lastInboundAt !== null && now < window.lastInboundAt + WINDOW_MS;
}

/** The person wrote or tapped something: the window starts anew. */
export function noteInbound(window: Window, at: number, fromAd: boolean): void {
  window.lastInboundAt = Math.floor(at / 1000) * 1000;
  if (fromAd) window.adAt = at;
}

/** The business wrote. The first answer within 24 hours of an ad starts 72 free hours. */
export function noteOutbound(window: Window, at: number): void {
  if (window.adAt === null) return;
  if (at < window.adAt + WINDOW_MS) window.freeUntil = at + FREE_ENTRY_MS;
  window.adAt = null;
}

export function isFree(window: Window, now: number): boolean {
  return window.freeUntil !== null && now < window.freeUntil;
}
