import type { OutboundMessage } from '@parley/flows/message.ts';
import { useCallback } from 'react';
import { type Row, sendMessage } from './inbox-api.ts';
import { keepPending, type Pending } from './inbox-store.ts';
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
      const pending: Pending = again
        ? { ...again, failure: null }
        : {
            key: crypto.randomUUID(),
            conversationId: id,
            at: new Date().toISOString(),
            message,
            replyTo,
            messageId: null,
            failure: null,
          };
      keepPending(pending);
      const sent = { message, takes: true, ...(replyTo !== null && { replyTo }) };
      const answer = await sendMessage(id, pending.key, sent);
      keepPending(
        answer.ok ? { ...pending, messageId: answer.body.messageId } : { ...pending, failure: answer },
      );
      deeds.refresh(id);
      return answer.ok;
    },
    [id, deeds],
  );
}
