import { z } from 'zod';
import { after, Base, defineNode, on, state, transitions } from '../definition.ts';
import { afterKey, durationMs } from '../duration.ts';
import { type Action, OpeningHours, Priority } from '../machine-schema.ts';
import { ContactCard } from '../message.ts';
import type { Problem } from '../problem.ts';
import { Reopening } from '../reopen.ts';
import { isTimezone } from '../zone.ts';

/** The ways to a person that need nobody of ours to be there. */
const ELSEWHERE = [
  z.strictObject({ method: z.literal('phone'), card: ContactCard }),
  z.strictObject({ method: z.literal('email'), email: z.string().meta({ label: 'Email address' }) }),
  z.strictObject({
    method: z.literal('web-form'),
    url: z.string().meta({ label: 'Address of the form', control: 'url' }),
    title: z.string().meta({ label: 'Button', control: 'short-text' }),
    /** Somebody's word for it, in every language: the author's of the version. */
    answered: z
      .boolean()
      .optional()
      .meta({ label: 'A person answers what is written there', control: 'switch' }),
  }),
  z.strictObject({
    method: z.literal('store-visit'),
    latitude: z.number(),
    longitude: z.number(),
    name: z.string(),
    address: z.string(),
  }),
] as const;

const Escalation = z.strictObject({
  type: z.literal('escalation'),
  ...Base,
  text: z.string().meta({ label: 'What the contact is told', control: 'message' }),
  contact: z.discriminatedUnion('method', [
    z.strictObject({
      method: z.literal('agent'),
      team: z.string().optional().meta({ label: 'Team', control: 'short-text' }),
      priority: Priority.optional().meta({
        label: 'Priority',
        control: 'choice',
        options: { low: 'low', normal: 'normal', high: 'high', urgent: 'urgent' },
      }),
      reason: z.string().optional().meta({ label: 'Reason', control: 'short-text' }),
      summary: z.string().optional().meta({ label: 'What the agent should know', control: 'message' }),
      hours: OpeningHours.optional().meta({ label: 'Opening hours', control: 'hours' }),
      unansweredAfter: z
        .string()
        .optional()
        .meta({ label: 'Go on without an answer after', control: 'duration' }),
      otherwise: z
        .strictObject({
          text: z.string().meta({ label: 'What the contact is told', control: 'message' }),
          contact: z.discriminatedUnion('method', ELSEWHERE),
        })
        .optional()
        .meta({ label: 'When nobody is there' }),
    }),
    ...ELSEWHERE,
  ]),
  ...Reopening,
});
type Escalation = z.infer<typeof Escalation>;

/**
 * A way to a person, by one of the five methods that WhatsApp accepts. With `agent` the bot is silent until the agent hands back;
 * the others tell the contact how to reach somebody and go on. `otherwise` is said instead of the text when nobody of the team is there,
 * or later when nobody has answered: the contact keeps waiting for the agent.
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
        entry: [
          ...contactMessages({ text: node.text, contact }, wire.nodeId),
          escalate(wire.nodeId, contact),
        ],
        always: transitions([wire.to('next')]),
      });
    }
    const { unansweredAfter, hours, otherwise } = contact;
    const say: Action = {
      type: 'send',
      params: { key: wire.nodeId, message: { type: 'text', body: node.text } },
    };
    const ask = escalate(wire.nodeId, contact);
    const held = { tags: ['held' as const], entry: otherwise ? [say] : [say, ask] };
    const exits = {
      on: on({ 'agent.resolved': [wire.to('resolved')] }),
      after:
        unansweredAfter === undefined
          ? undefined
          : /* As it is when it cannot be read: a draft keeps its wire, and `agentProblems` keeps it from being published. */
            after({ [afterKey(unansweredAfter)]: [wire.to('unanswered')] }),
    };
    if (!hours && !otherwise)
      return state({ ...held, entry: [say, ask], tags: ['escalation', 'held'], ...exits });
    const isOpen = hours && { type: 'when' as const, params: { hours } };
    const isThere = { type: 'when' as const, params: { available: contact.team ?? '' } };
    return state({
      tags: ['escalation'],
      initial: isOpen ? 'hours' : 'reach',
      states: {
        ...(isOpen && {
          hours: state({
            always: transitions([
              wire.inner(otherwise ? 'reach' : 'open', { guard: isOpen }),
              wire.toFromInside('closed'),
            ]),
          }),
        }),
        /* Somebody is asked in any case; what the contact is told depends on whether they are there. */
        ...(otherwise && {
          reach: state({
            entry: [ask],
            always: transitions([wire.inner('open', { guard: isThere }), wire.inner('absent')]),
          }),
        }),
        open: state({
          ...held,
          on: otherwise && on({ 'agent.absent': [wire.inner('absent')] }),
        }),
        ...(otherwise && {
          absent: state({
            tags: ['held'],
            entry: [
              ...contactMessages(otherwise, `${wire.nodeId}.otherwise`),
              escalate(wire.nodeId, otherwise.contact),
            ],
          }),
        }),
      },
      ...exits,
    });
  },
  validate: ({ contact }) => {
    if (contact.method !== 'agent') return elsewhereProblems(contact, 'contact');
    const { otherwise } = contact;
    return [
      ...agentProblems(contact),
      ...(otherwise ? elsewhereProblems(otherwise.contact, 'contact.otherwise.contact') : []),
    ];
  },
  preview: (node) => ({ text: node.text, messages: [{ type: 'text', body: node.text }] }),
});

type Contact = Escalation['contact'];
type Elsewhere = Exclude<Contact, { method: 'agent' }>;

function escalate(node: string, contact: Contact): Action {
  const { team, summary, priority, reason } = contact.method === 'agent' ? contact : {};
  return {
    type: 'escalate',
    params: {
      node,
      method: contact.method,
      ...(team !== undefined && { team }),
      ...(summary !== undefined && { summary }),
      ...(priority !== undefined && { priority }),
      ...(reason !== undefined && { reason }),
    },
  };
}

function contactMessages({ text, contact }: { text: string; contact: Elsewhere }, key: string): Action[] {
  const say: Action = { type: 'send', params: { key, message: { type: 'text', body: text } } };
  switch (contact.method) {
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

function elsewhereProblems(contact: Elsewhere, field: string): Problem[] {
  if (contact.method === 'phone' && contact.card.phones.length === 0)
    return [problem(field, 'Add a phone number.')];
  if (contact.method === 'email' && !z.email().safeParse(contact.email).success) {
    return [problem(`${field}.email`, `“${contact.email}” is not an email address.`)];
  }
  if (contact.method === 'store-visit' && contact.name.trim() === '' && contact.address.trim() === '')
    return [problem(`${field}.address`, 'Say where the store is: give its address or its name.')];
  return [];
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
