/**
 * How a person gave or withdrew a consent. The last three are Parley's own: a choice in WhatsApp's settings, a file, a program.
 * Source: WhatsApp Business Messaging Policy, opt-in; the ways that Meta names.
 */
export const CONSENT_VIA = [
  'conversation',
  'website',
  'ad',
  'link',
  'qr-code',
  'ivr',
  'sms',
  'in-person',
  'import',
  'preference',
  'api',
] as const;
export type ConsentVia = (typeof CONSENT_VIA)[number];

export const MARKETING = 'marketing';
