import { rule } from './rule.ts';

const COMPONENTS = 'WhatsApp Business Management API, “Template components”';
const MANAGEMENT = 'WhatsApp Business Management API, “Template management”';
const PAUSING = 'WhatsApp Business Management API, “Template pausing”';
const GUIDE = 'respond.io, “WhatsApp Business API: full guide” (2023-04-19)';

/** What an approved template may hold, how many there may be, and what becomes of them. */
export const TEMPLATES = [
  rule('template.name', 512, 'characters', COMPONENTS),
  rule('template.headerText', 60, 'characters', COMPONENTS),
  rule('template.body', 1024, 'characters', COMPONENTS),
  rule('template.footer', 60, 'characters', COMPONENTS),
  rule('template.parameter', 1024, 'characters', COMPONENTS, {
    note: 'With the rest of the body, which has the same limit.',
  }),
  rule('template.buttons', 10, 'count', COMPONENTS),
  rule('template.urlButtons', 2, 'count', COMPONENTS),
  rule('template.buttonTitle', 25, 'characters', COMPONENTS),
  rule('template.urlSuffix', 2000, 'characters', COMPONENTS),
  rule('template.code', 15, 'characters', COMPONENTS, { until: '2025-12-03' }),
  rule('template.code', 20, 'characters', 'Cloud API changelog, 2025-12-03', { from: '2025-12-03' }),
  rule('template.carouselBody', 160, 'characters', COMPONENTS),
  rule('template.offerBody', 600, 'characters', COMPONENTS),
  rule('template.offerText', 16, 'characters', COMPONENTS),
  rule('template.oneTimeCode', 15, 'characters', 'Cloud API, “Authentication templates”'),
  rule('template.categories', ['marketing', 'utility', 'authentication'], 'words', MANAGEMENT, {
    from: '2023-06-01',
  }),
  rule('template.categories', ['transactional', 'marketing', 'one-time password'], 'words', GUIDE, {
    until: '2023-06-01',
  }),
  rule('template.statuses', ['in review', 'approved', 'rejected', 'flagged', 'disabled'], 'words', GUIDE, {
    until: '2023-10-01',
    note: 'The guide’s words. Flagged gave way to pausing; the day is not announced.',
  }),
  rule(
    'template.statuses',
    [
      'PENDING',
      'APPROVED',
      'REJECTED',
      'PAUSED',
      'DISABLED',
      'IN_APPEAL',
      'PENDING_DELETION',
      'DELETED',
      'LIMIT_EXCEEDED',
      'ARCHIVED',
      'LOCKED',
    ],
    'words',
    MANAGEMENT,
    { from: '2023-10-01' },
  ),
  rule(
    'template.quality',
    ['GREEN', 'YELLOW', 'RED', 'UNKNOWN'],
    'words',
    'WhatsApp Business Management API, “Template quality”',
  ),
  rule('template.flaggedFor', 7, 'days', GUIDE, { until: '2023-10-01', note: 'Then it was disabled.' }),
  rule('template.pause.first', 3, 'hours', PAUSING, { from: '2023-10-01' }),
  rule('template.pause.second', 6, 'hours', PAUSING, {
    from: '2023-10-01',
    note: 'The third time it is disabled.',
  }),
  rule('template.heldForQuality', 1, 'hours', 'WhatsApp Business Management API, “Template pacing”', {
    note: 'In 99 of 100 cases; then it is sent, or fails with 132015.',
  }),
  rule('template.countUnverified', 250, 'count', MANAGEMENT, {
    note: 'For each account; every language counts.',
  }),
  rule('template.countVerified', 6000, 'count', MANAGEMENT),
  rule('template.createdPerHour', 100, 'count', MANAGEMENT),
  rule('template.editsPerMonth', 10, 'count', MANAGEMENT, {
    note: 'Of one that is approved, and one in 24 hours.',
  }),
  rule('template.nameBlockedFor', 30, 'days', MANAGEMENT, { note: 'After it was deleted.' }),
  rule(
    'template.recategorisedAfter',
    24,
    'hours',
    'WhatsApp Business Management API, “Template categorization”',
  ),
] as const;
