import { rule } from './rule.ts';

const SEND = 'Cloud API, “Send messages”, customer service windows';
const PRICING = 'WhatsApp Business Platform, “Pricing”';
const LIMITS = 'WhatsApp Business Platform, “Messaging limits”';
const MOVE = 'WhatsApp Business Platform, “Upcoming changes to messaging limits” (2025-10-07)';
const PLATFORM = 'WhatsApp Business Platform, “About the platform”';
const THROUGHPUT = 'Cloud API, “Throughput”';
const NUMBERS = 'WhatsApp Business Platform, “Phone numbers”';
const GUIDE = 'respond.io, “WhatsApp Business API: full guide” (2023-04-19)';
const GRAPH = 'https://developers.facebook.com/docs/graph-api/changelog/versions';
const PROFILE = 'WhatsApp Cloud API, “Business profiles”';
const MOVED = '2025-10-07';

/** Windows, limits of sending, throughput, states of a number, quality, and how prices are made. */
export const ACCOUNT = [
  rule('window.service', 24, 'hours', SEND, {
    note: 'From the contact’s message or call, by its own timestamp; each renews it.',
  }),
  rule('window.margin', 60, 'seconds', 'Parley', {
    note: 'The window counts as closed so long before WhatsApp closes it: timestamps are whole seconds, clocks differ, and a message needs time.',
  }),
  rule('window.freeEntry', 72, 'hours', PRICING, {
    note: 'From the first answer to somebody who came from an ad or a page, if that is within 24 hours. Messages are free then; free-form ones still need the service window.',
  }),
  rule('window.openedBy', ['message', 'call', 'request_welcome'], 'words', SEND, {
    note: 'Whether a bare reaction does is not written down.',
  }),

  rule('messagingLimit.scope', 'number', 'word', GUIDE, { until: MOVED }),
  rule('messagingLimit.scope', 'portfolio', 'word', MOVE, {
    from: MOVED,
    note: 'One number can use all of it.',
  }),
  rule('messagingLimit.steps', [250, 1000, 10000, 100000, 'unlimited'], 'people per 24 hours', GUIDE, {
    until: MOVED,
  }),
  rule('messagingLimit.steps', [250, 2000, 10000, 100000, 'unlimited'], 'people per 24 hours', MOVE, {
    from: MOVED,
    note: 'The step at 10,000 is said to be gone by one provider: read the limit from the API, never compute the next.',
  }),
  rule('messagingLimit.raisedWithin', 24, 'hours', GUIDE, { until: MOVED }),
  rule('messagingLimit.raisedWithin', 6, 'hours', LIMITS, { from: MOVED }),
  rule('messagingLimit.usedBefore', 7, 'days', LIMITS, { note: 'Half of the limit, with good quality.' }),
  rule('messagingLimit.loweredByQuality', 'yes', 'word', GUIDE, {
    until: MOVED,
    note: 'After seven days of being flagged.',
  }),
  rule('messagingLimit.loweredByQuality', 'no', 'word', MOVE, {
    from: MOVED,
    note: 'It keeps the limit from rising.',
  }),

  rule('throughput.standard', 80, 'messages per second', THROUGHPUT),
  rule('throughput.high', 1000, 'messages per second', THROUGHPUT),
  rule('throughput.coexistence', 20, 'messages per second', THROUGHPUT),
  rule('pair.interval', 6, 'seconds', PLATFORM, {
    note: 'Between two messages to one person, in the long run.',
  }),
  rule('pair.burst', 45, 'count', PLATFORM, { note: 'That may go at once, and are paid back.' }),
  rule('management.requestsPerHour', 5000, 'count', PLATFORM, { note: '200 until a number is registered.' }),
  rule('registration.tries', 10, 'count', 'Cloud API, “Registration”', { note: 'In 72 hours.' }),
  rule('numbers.unverified', 2, 'count', NUMBERS),
  rule('numbers.verified', 20, 'count', NUMBERS),

  rule(
    'number.statuses',
    ['in review', 'not connected', 'connected', 'flagged', 'restricted'],
    'words',
    GUIDE,
    {
      until: MOVED,
      note: 'The guide’s words, which the screens still group by.',
    },
  ),
  rule(
    'number.statuses',
    [
      'CONNECTED',
      'PENDING',
      'OFFLINE',
      'FLAGGED',
      'RESTRICTED',
      'RATE_LIMITED',
      'BANNED',
      'DISCONNECTED',
      'UNVERIFIED',
      'MIGRATED',
      'DELETED',
      'UNKNOWN',
    ],
    'words',
    'Meta’s OpenAPI of the Business Messaging API (v23.0)',
    {
      from: MOVED,
      note: 'Two lists contradict each other: a value that is not here is shown as it is. FLAGGED is not set any more.',
    },
  ),
  rule('number.flaggedFor', 7, 'days', GUIDE, {
    note: 'After which WhatsApp decided. It judges all the time now, so the day is advice.',
  }),
  rule('number.quality', ['GREEN', 'YELLOW', 'RED', 'UNKNOWN'], 'words', NUMBERS, {
    note: 'Of the last seven days, the newest most.',
  }),
  rule('marketing.capWait', 24, 'hours', 'Cloud API, “Per-user marketing template message limits”', {
    note: 'After 131049; never a tight retry.',
  }),
  rule(
    'marketing.notDeliveredTo',
    ['+1'],
    'words',
    'Cloud API, “Per-user marketing template message limits”',
    {
      from: '2025-04-01',
      note: 'Marketing templates to numbers with an area code of the United States.',
    },
  ),
  rule(
    'escalation.methods',
    ['agent', 'phone', 'email', 'web-form', 'store-visit'],
    'words',
    'WhatsApp Business Messaging Policy, escalation paths',
  ),

  rule('price.unit', 'conversation', 'word', GUIDE, {
    until: '2025-07-01',
    note: 'Of 24 hours, by category and country.',
  }),
  rule('price.unit', 'delivered template', 'word', PRICING, { from: '2025-07-01', until: '2026-10-01' }),
  rule('price.unit', 'delivered message', 'word', 'Providers’ pages; Meta’s own could not be read', {
    from: '2026-10-01',
    note: 'Reported by several providers. What was charged stands in the status’s own pricing.',
  }),
  rule('price.service', 'charged', 'word', GUIDE, { until: '2024-11-01' }),
  rule('price.service', 'free', 'word', PRICING, { from: '2024-11-01', until: '2026-10-01' }),
  rule(
    'price.service',
    'charged after the first thousand',
    'word',
    'Providers’ pages; Meta’s own could not be read',
    {
      from: '2026-10-01',
      note: 'For each number and month. Reported by several providers.',
    },
  ),
  rule('price.freeServiceConversations', 1000, 'count', PRICING, {
    until: '2024-11-01',
    note: 'Conversations of the account that a contact began, in a month.',
  }),
  rule('price.freeServiceMessages', 1000, 'count', 'Providers’ pages; Meta’s own could not be read', {
    from: '2026-10-01',
    note: 'Messages of each number, in a month. Reported by several providers.',
  }),
  rule('price.aiProviders', 'charged', 'word', 'WhatsApp Business Platform, “AI providers”', {
    from: '2026-02-16',
    note: 'Providers of general-purpose assistants pay for each message that is no template: in Italy, from 2026-03-11 in Brazil and the European Economic Area. Other businesses do not.',
  }),
  rule('price.utilityInWindow', 'in the conversation', 'word', GUIDE, { until: '2025-07-01' }),
  rule('price.utilityInWindow', 'free', 'word', PRICING, { from: '2025-07-01', until: '2026-10-01' }),
  rule('price.utilityInWindow', 'charged', 'word', 'Providers’ pages; Meta’s own could not be read', {
    from: '2026-10-01',
  }),

  rule('profile.about', 139, 'characters', PROFILE),
  rule('profile.description', 512, 'characters', PROFILE, { note: 'Meta’s OpenAPI file says 256.' }),
  rule('profile.address', 256, 'characters', PROFILE),
  rule('profile.email', 128, 'characters', PROFILE),
  rule('profile.website', 256, 'characters', PROFILE),
  rule('profile.websites', 2, 'count', PROFILE),

  rule('hosting', ['On-Premises API', 'Cloud API'], 'words', GUIDE, { until: '2025-10-23' }),
  rule('hosting', ['Cloud API'], 'words', 'Cloud API, banner of 2025-10-23', { from: '2025-10-23' }),
  rule('graph.v20.0', 'works', 'word', GRAPH, { until: '2026-09-24' }),
  rule('graph.v20.0', 'ended', 'word', GRAPH, { from: '2026-09-24' }),
  rule('graph.v21.0', 'works', 'word', GRAPH, { until: '2027-01-21' }),
  rule('graph.v21.0', 'ended', 'word', GRAPH, { from: '2027-01-21' }),
  rule('graph.v22.0', 'works', 'word', GRAPH, { until: '2027-05-20' }),
  rule('graph.v22.0', 'ended', 'word', GRAPH, { from: '2027-05-20' }),
  rule('graph.v23.0', 'works', 'word', GRAPH, { until: '2027-10-08' }),
  rule('graph.v23.0', 'ended', 'word', GRAPH, { from: '2027-10-08' }),
  rule('graph.v24.0', 'works', 'word', GRAPH, { until: '2028-02-18' }),
  rule('graph.v24.0', 'ended', 'word', GRAPH, { from: '2028-02-18' }),
  rule('graph.v25.0', 'works', 'word', GRAPH, { until: '2028-07-29' }),
  rule('graph.v25.0', 'ended', 'word', GRAPH, { from: '2028-07-29' }),
] as const;
