/** Who connects a number to WhatsApp: Meta itself, or a partner who passes the same messages on. */
export const PROVIDERS = ['meta', '360dialog'] as const;
export type Provider = (typeof PROVIDERS)[number];
