import { z } from 'zod';
import { Answer } from './answer.ts';
import { PERSON_EVENTS } from './input.ts';
import { OutboundMessage } from './message.ts';
import { FlowSettings } from './settings.ts';

/**
 * The closed language of a saved flow: the XState configuration that Parley accepts, as plain JSON. Every action, guard and event
 * is named here, with its parameters; anything else refuses to load.
 */

/** A node's id: also its state's key. XState reads `.` and `#` as paths, so neither is allowed. */
export const NodeId = z
  .string()
  .regex(/^[A-Za-z][\w-]{0,63}$/, 'a letter, then letters, digits, _ or -, 64 at most');

export const FlowId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'a small letter, then small letters, digits or -, 64 at most');

/** Where a `set` takes its value from. `expression` may read `response` when a call's answer is being applied. */
export const ValueSource = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('expression'), expression: z.string() }),
  z.strictObject({ from: z.literal('answer'), answer: Answer }),
  /** A field of the event, such as `id` of a choice or `latitude` of a location; `null` takes all of it (an order). */
  z.strictObject({ from: z.literal('event'), field: z.string().nullable() }),
]);
export type ValueSource = z.infer<typeof ValueSource>;

export const OpeningHours = z.strictObject({
  timezone: z.string(),
  /** Days are ISO weekdays, 1 is Monday; times are `HH:MM`, and `to` is not included. */
  open: z.array(
    z.strictObject({
      days: z.array(z.number().int().min(1).max(7)),
      from: z.string(),
      to: z.string(),
    }),
  ),
});
export type OpeningHours = z.infer<typeof OpeningHours>;

/** How soon a person is needed. */
export const Priority = z.enum(['low', 'normal', 'high', 'urgent']);
export type Priority = z.infer<typeof Priority>;

export const Action = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('send'),
    /** `key` is the path of the message's texts in the translations: the node's id, then the field. */
    params: z.strictObject({ key: z.string(), message: OutboundMessage }),
  }),
  z.strictObject({
    type: z.literal('set'),
    params: z.union([
      z.strictObject({ variable: z.string(), value: ValueSource }),
      z.strictObject({ counter: z.string(), to: z.number().int() }),
      z.strictObject({ counter: z.string(), add: z.number().int() }),
    ]),
  }),
  z.strictObject({
    type: z.literal('call'),
    params: z.strictObject({
      node: NodeId,
      method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
      url: z.string(),
      headers: z.record(z.string(), z.string()),
      body: z.string().nullable(),
      timeoutMs: z.number().int(),
    }),
  }),
  z.strictObject({
    type: z.literal('escalate'),
    params: z.strictObject({
      node: NodeId,
      method: z.enum(['agent', 'phone', 'email', 'web-form', 'store-visit']),
      team: z.string().optional(),
      summary: z.string().optional(),
      priority: Priority.optional(),
      reason: z.string().optional(),
    }),
  }),
  z.strictObject({
    type: z.literal('consent'),
    params: z.strictObject({ node: NodeId, purpose: z.string(), granted: z.boolean(), wording: z.string() }),
  }),
  z.strictObject({
    type: z.literal('tag'),
    params: z.strictObject({ add: z.array(z.string()), remove: z.array(z.string()) }),
  }),
  z.strictObject({ type: z.literal('verified'), params: z.strictObject({ node: NodeId }) }),
  z.strictObject({ type: z.literal('start'), params: z.strictObject({ flow: FlowId }) }),
  z.strictObject({ type: z.literal('end'), params: z.strictObject({ reason: z.string() }) }),
]);
export type Action = z.infer<typeof Action>;

export const Guard = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('chose'),
    params: z.union([
      z.strictObject({ id: z.string(), node: NodeId.optional() }),
      /** Any option that the current message offers. */
      z.strictObject({ offered: z.literal(true) }),
    ]),
  }),
  z.strictObject({ type: z.literal('matches'), params: z.strictObject({ answer: Answer }) }),
  z.strictObject({ type: z.literal('is'), params: z.strictObject({ keyword: z.string() }) }),
  z.strictObject({
    type: z.literal('when'),
    params: z.union([
      z.strictObject({ expression: z.string() }),
      z.strictObject({ counter: z.string(), below: z.number().int() }),
      z.strictObject({ hours: OpeningHours }),
      /** Somebody of this team can take over now; '' for anybody at all. */
      z.strictObject({ available: z.string() }),
    ]),
  }),
]);
export type Guard = z.infer<typeof Guard>;

export const Transition = z.strictObject({
  target: z.string(),
  guard: Guard.optional(),
  actions: z.array(Action).optional(),
  reenter: z.literal(true).optional(),
  meta: z.strictObject({ port: z.string(), node: NodeId.optional() }).optional(),
});
export type Transition = z.infer<typeof Transition>;

const Transitions = z.union([Transition, z.array(Transition).min(2)]);
const EventName = z.enum([
  ...PERSON_EVENTS,
  'keyword',
  'reaction',
  'again',
  'late',
  'call.done',
  'call.failed',
  'agent.resolved',
  'agent.absent',
  'window.closing',
  'window.closed',
  'send.failed',
]);
export type EventName = z.infer<typeof EventName>;

const Wiring = {
  type: z.literal('final').optional(),
  tags: z.array(z.enum(['escalation', 'held', 'calling'])).optional(),
  entry: z.array(Action).optional(),
  on: z.partialRecord(EventName, Transitions).optional(),
  /** Keys are milliseconds, or one of `duration.ts`'s named delays. */
  after: z.record(z.string(), Transitions).optional(),
  always: Transitions.optional(),
};

const InnerState = z.strictObject(Wiring);
export const StateConfig = z.strictObject({
  ...Wiring,
  initial: z.string().optional(),
  states: z.record(z.string(), InnerState).optional(),
});
export type StateConfig = z.infer<typeof StateConfig>;
export type InnerState = z.infer<typeof InnerState>;

/** A flow as saved: one XState v5 machine configuration in plain JSON, what `createMachine` takes. */
export const FlowMachine = z.strictObject({
  id: FlowId,
  version: z.literal('1'),
  meta: z.strictObject({ flow: FlowSettings }),
  context: z.strictObject({
    vars: z.record(z.string(), z.unknown()),
    local: z.strictObject({}),
    locale: z.string(),
  }),
  initial: NodeId.optional(),
  on: z.partialRecord(EventName, Transitions).optional(),
  states: z.record(
    NodeId,
    StateConfig.extend({
      meta: z.strictObject({
        node: z.looseObject({ type: z.string(), at: z.tuple([z.number(), z.number()]) }),
      }),
    }),
  ),
});
export type FlowMachine = z.infer<typeof FlowMachine>;
