import type { Input } from '@parley/flows/input.ts';
import type { OutboundMessage } from '@parley/flows/message.ts';
import type { ReactNode } from 'react';
import { MessageView } from '../message/MessageView.tsx';
import { useWords } from '../words.ts';
import { Note } from './Note.tsx';
import { type Say, words } from './words.ts';

/** What came in: the contact's own messages as bubbles, what the world said as a line. */
export function SaidView({ input, meta }: { input: Input; meta: ReactNode }) {
  const say = useWords(words);
  const message = messageOf(input, say);
  if (message) return <MessageView message={message} locale="" side="out" meta={meta} />;
  const note = noteOf(input, say);
  return note === null ? null : <Note>{note}</Note>;
}

/** What came in as the message that it looks like; null for what is no message. */
export function messageOf(input: Input, say: Say): OutboundMessage | null {
  switch (input.type) {
    case 'text':
      return { type: 'text', body: input.text };
    case 'choice':
      return { type: 'text', body: input.title ?? input.id };
    case 'media':
      if (input.kind === 'audio') return { type: 'audio', media: { id: say.audio }, voice: true };
      if (input.kind === 'sticker') return { type: 'sticker', media: { id: say.sticker } };
      return {
        type: input.kind,
        media: { id: input.filename ?? input.mediaId },
        ...(input.caption && { caption: input.caption }),
      };
    case 'location': {
      const { latitude, longitude, name = input.address, address } = input;
      return {
        type: 'location',
        latitude,
        longitude,
        ...(name && { name }),
        ...(address && name !== address && { address }),
      };
    }
    case 'contact-card':
      return {
        type: 'contacts',
        contacts: input.contacts.map(({ name, phones }) => ({
          name,
          phones: phones.map((phone) => ({ phone })),
        })),
      };
    case 'order': {
      const lines = input.items.map(
        ({ productId, quantity, price, currency }) => `- ${quantity} × ${productId}, ${price} ${currency}`,
      );
      return { type: 'text', body: [`*${say.order}*`, ...lines].join('\n') };
    }
    case 'form': {
      const lines = Object.entries(input.values).map(([name, value]) => `- ${name}: ${String(value)}`);
      return { type: 'text', body: [`*${say.form}*`, ...lines].join('\n') };
    }
    case 'reaction':
      return { type: 'text', body: input.emoji ?? '' };
    case 'unsupported':
      return { type: 'text', body: `_${say.unsupported}_` };
    default:
      return null;
  }
}

function noteOf(input: Input, say: Say): string | null {
  switch (input.type) {
    case 'call.done':
      return say.answered(input.status);
    case 'call.failed':
      return say.failed(input.reason);
    case 'agent.resolved':
      return say.handedBack;
    case 'window.closing':
      return say.windowClosing;
    case 'window.closed':
      return say.windowClosed;
    case 'send.failed':
      return say.sendFailed;
    default:
      return null;
  }
}
