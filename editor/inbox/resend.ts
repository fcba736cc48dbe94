import { sendMessage } from './inbox-api.ts';
import { keepPending, type Pending, useInbox } from './inbox-store.ts';

const AGAIN_MS = 3_000;

/**
 * Gives a message to the server; sent again it is the same message, by its key. Says whether the server has it. One that the server has not
 * heard of is given to it again by itself.
 */
export async function give(pending: Pending): Promise<boolean> {
  keepPending({ ...pending, failure: null });
  return tryToGive(pending);
}

async function tryToGive(pending: Pending): Promise<boolean> {
  const { conversationId, key, message, replyTo } = pending;
  const sent = { message, takes: true, ...(replyTo !== null && { replyTo }) };
  const answer = await sendMessage(conversationId, key, sent);
  if (answer.ok) keepPending({ ...pending, failure: null, messageId: answer.body.messageId });
  else keepPending({ ...pending, failure: answer });
  if (!answer.ok && answer.why === 'no-answer') soonAgain();
  return answer.ok;
}

let isPlanned = false;

/** Without a network the browser says when there is one again. */
function soonAgain(): void {
  if (isPlanned) return;
  isPlanned = true;
  setTimeout(() => {
    isPlanned = false;
    if (navigator.onLine) void sendUnheard();
  }, AGAIN_MS);
}

let isSending = false;

/** What the server has not heard of goes out, in the order in which it was written; what is said of it stays until then. */
export async function sendUnheard(): Promise<void> {
  if (isSending) return;
  isSending = true;
  const unheard = useInbox.getState().pending.filter(({ failure }) => failure?.why === 'no-answer');
  for (const pending of unheard) if (!(await tryToGive(pending))) break;
  isSending = false;
}
