import type { Input } from '@parley/flows/input.ts';
import { type OutboundMessage, optionsOf } from '@parley/flows/message.ts';
import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Phone } from '../emulator/phone/phone.ts';
import type { PlayedTurn } from '../transcripts/play.ts';
import { beginByApi, type House } from './harness.ts';
import type { Call } from './outside.ts';
import type { Person } from './person.ts';

/** Does what a `>` line says. */
export async function act(house: House, person: Person, { line, input }: PlayedTurn): Promise<void> {
  const { phone, waId } = person;
  const around = person.at === undefined ? undefined : { at: person.at };
  if (input === null) {
    if (line === '> (start)') person.conversationId = await beginByApi(house, person.flowId, waId);
    else await phone.text(line.slice(1).trim(), around);
    return;
  }
  switch (input.type) {
    case 'text':
      await phone.text(input.text, around);
      return;
    case 'choice':
      await phone.tapOn(offerOf(person, input), input.id);
      return;
    case 'media':
      await sendMedia(phone, input, around);
      return;
    case 'location': {
      const { latitude, longitude, address } = input;
      await phone.sendLocation({ latitude, longitude, ...(address && { address }) });
      return;
    }
    case 'contact-card':
      await phone.sendContactCard(
        input.contacts.map(({ name, phones }) => ({ name, phone: phones[0] })),
        around,
      );
      return;
    case 'order':
      await phone.sendOrder(input.items);
      return;
    case 'form':
      await phone.sendForm(input.values);
      return;
    case 'reaction':
      await phone.sendReaction(input.emoji ?? null);
      return;
    case 'unsupported':
      await phone.sendUnsupported(input.kind);
      return;
    case 'timer':
      await letTimePass(house, person, input.timer);
      return;
    case 'call.done':
      (await expectedCall(house, person)).answer(input.status, input.body);
      return;
    case 'call.failed':
      (await expectedCall(house, person)).drop();
      return;
    case 'agent.resolved':
      await house.parley.api('POST', `/conversations/${person.conversationId}/resolve`, {});
      return;
    case 'send.failed':
      // WhatsApp took it and says afterwards that it was too late.
      await house.emulator.status(person.sent.at(-1)?.wamid ?? '', 'failed', 131047);
      person.failed += 1;
      return;
    case 'agent.absent':
    case 'agent.returned':
    case 'window.closing':
    case 'window.closed':
      throw new Error(`nobody can do “${line}”`);
  }
}

/** The call that the person's session waits for, which has to be the one that the flow asked for. */
async function expectedCall({ outside }: House, { waId, effects }: Person): Promise<Call> {
  const call = await outside.next(waId);
  const asked = effects.findLast((effect) => effect.type === 'call');
  expect({
    method: call.method,
    url: `${outside.origin}/${waId}${call.path}`,
    body: call.body || null,
  }).toEqual({
    method: asked?.request.method,
    url: asked?.request.url,
    body: asked?.request.body,
  });
  return call;
}

/** The newest message of the node that offers the option. */
function offerOf({ sent }: Person, { id, offeredBy }: Extract<Input, { type: 'choice' }>): string {
  const offers = (message: OutboundMessage) => optionsOf(message).some((option) => option.id === id);
  const offer = sent.findLast(({ node, message }) => node === offeredBy?.node && offers(message));
  if (!offer) throw new Error(`nobody offered ${id}`);
  return offer.wamid;
}

function sendMedia(
  phone: Phone,
  { kind, voice, caption }: Extract<Input, { type: 'media' }>,
  around?: { at: number },
) {
  const file = caption === undefined ? {} : { caption };
  switch (kind) {
    case 'image':
      return phone.sendImage(file, around);
    case 'video':
      return phone.sendVideo(file, around);
    case 'audio':
      return phone.sendAudio({ ...file, voice }, around);
    case 'document':
      return phone.sendDocument(file, around);
    case 'sticker':
      return phone.sendSticker(file, around);
  }
}

/** The timer becomes due now, and the window is as much older as the timer would have run. */
async function letTimePass({ parley }: House, { conversationId }: Person, timer: string): Promise<void> {
  await parley.db.transaction().execute(async (tx) => {
    const aged = await sql`
      update conversations c set last_inbound_at = c.last_inbound_at - (t.due_at - now())
      from timers t
      where t.lane = c.lane and t.conversation_id = c.id and c.id = ${conversationId} and t.timer = ${timer}
    `.execute(tx);
    if (aged.numAffectedRows !== 1n) throw new Error(`there is no timer ${timer}`);
    await sql`update timers set due_at = now() where conversation_id = ${conversationId} and timer = ${timer}`.execute(
      tx,
    );
  });
}
