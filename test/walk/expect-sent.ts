import { type OutboundMessage, optionsOf } from '@parley/flows/message.ts';
import { toGraphMessage } from '@parley/runtime/whatsapp/outbound-message.ts';
import { expect } from 'vitest';
import type { Accepted } from '../emulator/ledger.ts';
import type { ShownMessage } from '../emulator/phone/shown-message.ts';
import { parseMessage } from '../emulator/rules/parse-message.ts';

type Sent = { record: Accepted; shown: ShownMessage | undefined; catalogId: string };

/** The Graph API was given this message, and the person sees its words and its options, as the emulator reads them by itself. */
export function expectSent(message: OutboundMessage, { record, shown, catalogId }: Sent): void {
  const name = record.callbackData ?? '';
  expect(name).toMatch(/^\d+\.\d+$/);
  const made = toGraphMessage(message, { to: record.to, catalogId, callbackData: name, formToken: name });
  expect(made.ok ? parseMessage(made.body) : made).toEqual({ kind: 'message', message: record.body });
  expect(shown?.options.filter(isTap).map(({ id, title }) => ({ id, title }))).toEqual(
    optionsOf(message).map(({ id, title }) => ({ id, title })),
  );
  if ('body' in message && typeof message.body === 'string') expect(shown?.body).toBe(message.body);
  if ('caption' in message) expect(shown?.body).toBe(message.caption);
}

/** Other options, such as links, open something on the phone. */
function isTap({ kind }: ShownMessage['options'][number]): boolean {
  return kind === 'reply' || kind === 'row' || kind === 'quick-reply';
}
