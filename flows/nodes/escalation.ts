import { z } from 'zod';
import { after, Base, defineNode, on, state, transitions } from '../definition.ts';
import { afterKey, durationMs } from '../duration.ts';
import { type Action, OpeningHours } from '../machine-schema.ts';
import { ContactCard } from '../message.ts';
import type { Problem } from '../problem.ts';
import { isTimezone } from '../zone.ts';

const Escalation = z.strictObject({
  type: z.literal('escalation'),
  ...Base,
  text: z.string().meta({ label: 'What the contact is told', control: 'message' }),
  contact: z.discriminatedUnion('method', [
    z.strictObject({
      method: z.literal('agent'),
      team: z.string().optional().meta({ label: 'Team', control: 'short-text' }),
      summary: z.string().optional().meta({ label: 'What the agent should know', control: 'message' }),
      hours: OpeningHours.optional().meta({ label: 'Opening hours', control: 'hours' }),
      unansweredAfter: z
        .string()
        .optional()
        .meta({ label: 'Go on without an answer after', control: 'duration' }),
    }),
    z.strictObject({ method: z.literal('phone'), card: ContactCard }),
    z.strictObject({ method: z.literal('email'), email: z.string().meta({ label: 'Email address' }) }),
    z.strictObject({
      method: z.literal('web-form'),
      url: z.string().meta({ label: 'Address of the form', control: 'url' }),
      title: z.string().meta({ label: 'Button', control: 'short-text' }),
    }),
    z.strictObject({
      method: z.literal('store-visit'),
      latitude: z.number(),
      longitude: z.number(),
      name: z.string(),
      address: z.string(),
    }),
  ]),
});
type Escalation = z.infer<typeof Escalation>;

/**
 * A way to a person, by one of the five methods that WhatsApp accepts. With `agent` the bot is silent until the agent hands back;
 * the others tell the contact how to reach somebody and go on.
 * Source: WhatsApp Business Messaging Policy, escalation paths.
 */
export const escalation = defineNode<Escalation>({
  title: 'Hand over',
  summary:
    'Hands over to an agent in the chat, or gives a phone number, email address, web form or store to visit.',
  family: 'people',
  schema: Escalation,
  blank: { type: 'escalation', at: [0, 0], text: '', contact: { method: 'agent' } },
  ports: ({ contact }) =>
    contact.method === 'agent'
      ? [
          { id: 'resolved', label: 'Resolved' },
          ...(contact.hours ? [{ id: 'closed', label: 'Out of hours' }] : []),
          ...(contact.unansweredAfter === undefined ? [] : [{ id: 'unanswered', label: 'Nobody answered' }]),
        ]
      : [{ id: 'next', label: 'Next' }],
  compile: (node, wire) => {
    const { contact } = node;
    if (contact.method !== 'agent') {
      return state({
        tags: ['escalation'],
        entry: [...contactMessages(node, wire.nodeId), escalate(wire.nodeId, contact)],
        always: transitions([wire.to('next')]),
      });
    }
    const { unansweredAfter } = contact;
    const held = {
      tags: ['held' as const],
      entry: [
        {
          type: 'send' as const,
          params: { key: wire.nodeId, message: { type: 'text' as const, body: node.text } },
        },
        escalate(wire.nodeId, contact),
      ],
    };
    const exits = {
      on: on({ 'agent.resolved': [wire.to('resolved')] }),
      after:
        unansweredAfter === undefined
          ? undefined
          : /* As it is when it cannot be read: a draft keeps its wire, and `agentProblems` keeps it from being published. */
            after({ [afterKey(unansweredAfter)]: [wire.to('unanswered')] }),
    };
    if (!contact.hours) return state({ ...held, tags: ['escalation', 'held'], ...exits });
    const isOpen = { type: 'when' as const, params: { hours: contact.hours } };
    return state({
      tags: ['escalation'],
      initial: 'hours',
      states: {
        hours: state({
          always: transitions([wire.inner('open', { guard: isOpen }), wire.toFromInside('closed')]),
        }),
        open: held,
      },
      ...exits,
    });
  },
  validate: ({ contact }) => {
    if (contact.method === 'agent') return agentProblems(contact);
    if (contact.method === 'phone' && contact.card.phones.length === 0)
      return [problem('contact', 'Add a phone number.')];
    if (contact.method === 'email' && !z.email().safeParse(contact.email).success) {
      return [problem('contact.email', `“${contact.email}” is not an email address.`)];
    }
    return [];
  },
  preview: (node) => ({ text: node.text, messages: [{ type: 'text', body: node.text }] }),
});

type Contact = Escalation['contact'];

function escalate(node: string, contact: Contact): Action {
  const { team, summary } = contact.method === 'agent' ? contact : {};
  return {
    type: 'escalate',
    params: {
      node,
      method: contact.method,
      ...(team !== undefined && { team }),
      ...(summary !== undefined && { summary }),
    },
  };
}

function contactMessages({ text, contact }: Escalation, key: string): Action[] {
  const say: Action = { type: 'send', params: { key, message: { type: 'text', body: text } } };
  switch (contact.method) {
    case 'agent':
      return [say];
    case 'phone':
      return [
        say,
        {
          type: 'send',
          params: { key: `${key}.card`, message: { type: 'contacts', contacts: [contact.card] } },
        },
      ];
    case 'email':
      return [
        say,
        { type: 'send', params: { key: `${key}.email`, message: { type: 'text', body: contact.email } } },
      ];
    case 'web-form':
      return [
        {
          type: 'send',
          params: { key, message: { type: 'link', body: text, title: contact.title, url: contact.url } },
        },
      ];
    case 'store-visit': {
      const { latitude, longitude, name, address } = contact;
      return [
        say,
        {
          type: 'send',
          params: { key: `${key}.store`, message: { type: 'location', latitude, longitude, name, address } },
        },
      ];
    }
  }
}

function agentProblems({ hours, unansweredAfter }: Extract<Contact, { method: 'agent' }>): Problem[] {
  const problems: Problem[] = [];
  if (unansweredAfter !== undefined && durationMs(unansweredAfter) === null) {
    problems.push(
      problem('contact.unansweredAfter', `“${unansweredAfter}” is not a duration. Write it like PT4H.`),
    );
  }
  if (hours && !isTimezone(hours.timezone)) {
    problems.push(
      problem('contact.hours', `“${hours.timezone}” is not a time zone. Write it like Europe/Berlin.`),
    );
  }
  const isClock = (time: string) => /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(time);
  if (hours?.open.some(({ from, to }) => !isClock(from) || !isClock(to))) {
    problems.push(problem('contact.hours', 'Write opening times like 09:00 and 17:30.'));
  }
  return problems;
}

const problem = (field: string, message: string): Problem => ({
  code: 'bad-escalation',
  level: 'error',
  field,
  message,
});
