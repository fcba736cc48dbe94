import type { OutboundMessage } from '@parley/flows/message.ts';
import { useCallback } from 'react';
import type { Row } from './inbox-api.ts';
import type { Pending } from './inbox-store.ts';
import { give } from './resend.ts';
import { useDeeds } from './use-deeds.ts';

/**
 * Sends a message as whoever sits here, and takes the conversation with it when nobody has it. It is in the thread at once; pressed twice it
 * goes once, and the same `pending` sent again is the same message.
 */
export function useSend(row: Row) {
  const deeds = useDeeds();
  const { id } = row;
  return useCallback(
    async (message: OutboundMessage, replyTo: string | null = null, again?: Pending) => {
      const isGiven = await give(
        again ?? {
          key: crypto.randomUUID(),
          conversationId: id,
          at: new Date().toISOString(),
          message,
          replyTo,
          messageId: null,
          failure: null,
        },
      );
      deeds.refresh(id);
      return isGiven;
    },
    [id, deeds],
  );
}
