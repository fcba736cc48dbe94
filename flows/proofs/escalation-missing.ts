import type { Problem } from '../problem.ts';
import { escalatingAt } from './escalations.ts';
import { fieldOf } from './field.ts';
import type { Subject } from './subject.ts';

/**
 * There is a way to a person that a session can come to: an agent in the chat, a phone number, an email address, a web form or a store. A
 * web form whose link leads to something else is refused by itself (`escalation-not-accepted`) and does not count.
 * Source: WhatsApp Business Messaging Policy, escalation paths.
 */
export function escalationMissing({ graph, machine, flow }: Subject): Problem[] {
  if (!graph) return [];
  const found = graph.positions.flatMap(({ place }) => escalatingAt(place, machine) ?? []);
  const problems = found.flatMap(({ node, refusals }) =>
    refusals.map(
      ({ url, why, locale }): Problem => ({
        code: 'escalation-not-accepted',
        level: 'error',
        node,
        field: fieldOf(flow.nodes[node], url, 'url'),
        ...(locale !== undefined && { locale }),
        message: `“${url}” leads to ${why}, which WhatsApp does not accept as a way to a person. Give the address of a page with a form to write to you, or choose another method.`,
      }),
    ),
  );
  if (found.some(({ refusals }) => refusals.length === 0)) return problems;
  const reason = found.length > 0 ? 'None of the ways to a person counts' : 'No way leads to a person';
  return [
    ...problems,
    {
      code: 'escalation-missing',
      level: 'error',
      message: `${reason}. WhatsApp asks every bot for one: add a “Hand over” node (an agent in the chat, a phone number, an email address, a web form or a store to visit) and lead there.`,
    },
  ];
}
