import { Hono } from 'hono';
import type { BusinessNumber } from '../business-number.ts';
import type { ReadMark } from '../rules/message-rules.ts';
import { parseMessage } from '../rules/parse-message.ts';
import { sendMessage } from '../sending/send.ts';
import { wake } from '../wait.ts';
import type { World } from '../world.ts';
import { type GraphEnv, refuse, unknownObject } from './graph-env.ts';
import { refusal } from './graph-error.ts';

/** `POST /{version}/{phone_number_id}/messages`: messages, read marks, the typing bubble. */
export const graphMessages = (world: World) =>
  new Hono<GraphEnv>().post('/:version/:id/messages', async (c) => {
    const number = world.numbers.get(c.req.param('id'));
    if (!number) return unknownObject(c, world, c.req.param('id'));

    // Graph reads any other content as a form, and finds nothing in it.
    const isJson = c.req.header('content-type')?.includes('application/json') ?? false;
    const body = isJson ? await c.req.json<unknown>().catch(() => undefined) : {};
    c.env.record.body = body;
    const about = { number, body };
    if (body === undefined) return refuse(c, world, refusal(100, 'The request body is not JSON.'), about);

    const parsed = parseMessage(body);
    if (parsed.kind === 'refused') return refuse(c, world, parsed.refusal, about);
    if (parsed.kind === 'read') {
      const isKnown = markRead(world, number, parsed.mark);
      return isKnown
        ? c.json({ success: true })
        : refuse(c, world, refusal(131009, 'message_id is not a message that this number received'), about);
    }
    const version = Number.parseInt(c.req.param('version').slice(1), 10);
    const answer = sendMessage(world, number, parsed.message, version);
    if ('refusal' in answer) return refuse(c, world, answer.refusal, about);
    c.env.afterwards.push(answer.afterwards);
    return c.json(answer.body);
  });

/** False for a message that nobody wrote to this number, or more than 30 days ago. */
function markRead(world: World, number: BusinessNumber, mark: ReadMark): boolean {
  const thread = world.threads.whereWritten.get(mark.message_id);
  const written = thread?.written.get(mark.message_id);
  const now = world.clock.now();
  if (!thread || !written || thread.number !== number || now - written.at > 30 * 86_400_000) return false;
  const typing = mark.typing_indicator !== undefined;
  world.ledger.readMarks.push({
    at: now,
    phoneNumberId: number.phoneNumberId,
    wamid: mark.message_id,
    typing,
  });
  if (typing) thread.typingAt = now;
  wake(world.watchers);
  return true;
}
