import { describeEffect, describeMessage } from './describe.ts';
import type { Input } from './input.ts';
import { type OutboundMessage, optionsOf } from './message.ts';
import type { Contact, Happening, Moment } from './simulation.ts';

/** What a conversation began with. `language` is the one it was started in by hand, '' for the contact's. */
export type World = { contact: Contact; now: number; language: string };

/**
 * A conversation as a transcript that can be replayed: `>` is what came in, `<` what the bot says, the rest what else a turn asks for.
 * The line that starts a session is `opening`, or the words that did. Time that passes without a timer, and values that were changed by
 * hand, are not written: a transcript has no words for them.
 */
export function transcriptOf(
  { contact, now, language }: World,
  moments: readonly Moment[],
  opening: string,
): string {
  const lines = [
    `@ now ${new Date(now).toISOString()}`,
    `@ timezone ${contact.timezone}`,
    ...(contact.name === '' ? [] : [`@ name ${contact.name}`]),
    ...(contact.phone === '' ? [] : [`@ phone ${contact.phone}`]),
    ...(contact.locale === '' ? [] : [`@ locale ${contact.locale}`]),
    ...(language === '' ? [] : [`@ language ${language}`]),
  ];
  const said: Said[] = [];
  for (const { input, happened } of moments) {
    const isNothing = input === null && happened.every(({ type }) => type === 'nothing');
    if (isNothing) continue;
    lines.push(`> ${input === null ? opening : inputLine(input, said)}`, ...happenedLines(happened));
    for (const one of happened) if (one.type === 'message') said.push(one);
  }
  return `${lines.join('\n')}\n`;
}

type Said = { node: string; message: OutboundMessage };

/** What was said and asked for, then what is waited for; each session's own. */
function happenedLines(happened: readonly Happening[]): string[] {
  const lines: string[] = [];
  let waits: string[] = [];
  for (const one of happened) {
    switch (one.type) {
      case 'message':
        lines.push(
          ...describeMessage(one.message).map((line, index) => `${index === 0 ? '<' : ' '} ${line}`),
        );
        break;
      case 'effect': {
        const line = describeEffect(one.effect);
        if (line !== null) (one.effect.type === 'schedule' ? waits : lines).push(line);
        break;
      }
      case 'ended':
        lines.push(...waits, ...(one.reason === 'opted-out' ? ['= ends: opted-out'] : []));
        waits = [];
        break;
      case 'nothing':
        break;
    }
  }
  return [...lines, ...waits];
}

/** How a transcript writes an input, the `> ` left out. `said` are the bot's messages so far: a tap is on one of them. */
function inputLine(input: Input, said: readonly Said[]): string {
  switch (input.type) {
    case 'text':
      return input.text.replace(/\s*\n\s*/g, ' ');
    case 'choice':
      return tapLine(input, said);
    case 'media':
      if (input.kind === 'audio') return '(voice)';
      return `(${input.kind}${input.caption ? ` ${input.caption}` : ''})`;
    case 'location': {
      const address = input.address ?? input.name;
      return `(location ${input.latitude}, ${input.longitude}${address ? `: ${address}` : ''})`;
    }
    case 'contact-card':
      return `(contact ${input.contacts.map(({ name }) => name).join(', ')})`;
    case 'order': {
      const items = input.items.map(
        ({ productId, quantity, price, currency }) => `${productId} ×${quantity} at ${price} ${currency}`,
      );
      return `(order ${items.join(', ')})`;
    }
    case 'form':
      return `(form ${Object.entries(input.values)
        .map(([name, value]) => `${name}=${value}`)
        .join(', ')})`;
    case 'reaction':
      return `(reaction ${input.emoji ?? ''})`.replace(' )', ')');
    case 'unsupported':
      return `(unsupported ${input.kind})`;
    case 'timer':
      return '(silence)';
    case 'call.done':
      return `(answer ${input.status} ${JSON.stringify(input.body)})`;
    case 'call.failed':
      return '(no answer)';
    case 'agent.resolved':
      return '(agent done)';
    case 'agent.absent':
      return '(nobody answers)';
    case 'agent.returned':
      return '(agent gone)';
    case 'send.failed':
      return `(not sent: ${input.reason})`;
    case 'window.closing':
    case 'window.closed':
      return `(${input.type})`;
  }
}

/** The option by its title, or by its id where another one has the same title; the node only where it is not the newest that has it. */
function tapLine(
  { id, title, offeredBy }: Extract<Input, { type: 'choice' }>,
  said: readonly Said[],
): string {
  const named = title ?? id;
  const newest = said.findLast(({ message }) =>
    optionsOf(message).some((option) => option.title === named || option.id === named),
  );
  const isFirst = newest && optionsOf(newest.message).find(({ title: of }) => of === named)?.id === id;
  const name = isFirst || !newest ? named : id;
  return offeredBy && newest && newest.node !== offeredBy.node
    ? `[${name}] of ${offeredBy.node}`
    : `[${name}]`;
}
