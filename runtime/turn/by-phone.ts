import { OutboundMessage } from '@parley/flows/message.ts';
import { z } from 'zod';
import { PHONE } from '../escalation/history.ts';
import type { InboxRow } from './batch.ts';
import type { Change } from './change.ts';
import { finished, ignored, type Standing, type Step, stepFrom } from './standing.ts';

/** What is stored of a message that somebody sent from the WhatsApp Business app. */
const Echo = z.strictObject({ wamid: z.string(), message: OutboundMessage, sentAt: z.iso.datetime() });

/** A person answered from the WhatsApp Business app: the conversation is theirs, unless another person has it. */
export function byPhone(standing: Standing, event: InboxRow): Step {
  const echo = Echo.safeParse(event.raw).data;
  if (!echo) return ignored(standing, event, 'it cannot be read');
  const owner = standing.owner ?? PHONE;
  const taken: Change[] =
    standing.held && standing.owner === owner ? [] : [{ type: 'held', held: true, owner }];
  const { wamid, message, sentAt } = echo;
  const said: Change = { type: 'echo', wamid, message, at: new Date(sentAt) };
  return finished({ ...stepFrom({ ...standing, held: true, owner }), changes: [...taken, said] }, event);
}
