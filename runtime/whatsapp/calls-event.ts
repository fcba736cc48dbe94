import { z } from 'zod';
import { identifier, instant, maybe } from './lenient.ts';
import { readSender, type Sender } from './sender.ts';
import { isRecord } from './storable-json.ts';

/** Somebody has called one of our numbers. */
export type UserCall = { callId: string; calledAt: Date; sender: Sender };

const Call = z.looseObject({
  id: identifier,
  event: maybe(z.string()),
  direction: maybe(z.string()),
  timestamp: z.unknown().optional(),
  from: maybe(identifier),
});

/**
 * One element of `calls`: a call that a person makes opens the 24-hour window like a message of theirs, whether or not anybody answers it.
 * Null for everything else: calls of ours, their end, recordings. Only the call's beginning counts, so that the window is never
 * thought to be open for longer than it is. Where no direction is given, whoever does not call from our number is a person.
 * Source: WhatsApp Cloud API, "User-initiated calls", `calls` webhook; "Send messages", customer service window.
 */
export function readUserCall(
  raw: unknown,
  { contacts, ourPhone, receivedAt }: { contacts: readonly unknown[]; ourPhone: string; receivedAt: Date },
): UserCall | null {
  const call = Call.safeParse(raw).data;
  if (!call || !isRecord(raw) || call.event !== 'connect') return null;
  const isOurs = ourPhone !== '' && call.from?.replace(/\D/g, '') === ourPhone;
  if (call.direction === undefined ? isOurs : call.direction !== 'USER_INITIATED') return null;
  if (isOurs) return null;
  const from = readSender(raw, contacts);
  return from && { callId: call.id, calledAt: instant(call.timestamp, receivedAt), sender: from.sender };
}
