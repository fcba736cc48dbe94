/**
 * The ways in which one mobile number may be written in international digits, the given one first. Numbers of Brazil, Mexico and Argentina
 * have a digit that WhatsApp adds or leaves out, whatever the person or a list says.
 * Source: WhatsApp Cloud API, "Sending messages", phone number formats.
 */
export function phoneVariants(digits: string): string[] {
  for (const { long, short } of RULES) {
    const withDigit = long.exec(digits);
    if (withDigit?.groups) return [digits, `${withDigit.groups.before}${withDigit.groups.rest}`];
    const without = short.pattern.exec(digits);
    if (without?.groups) return [digits, `${without.groups.before}${short.digit}${without.groups.rest}`];
  }
  return [digits];
}

const RULES = [
  // Brazil: a 9 before the eight digits of a mobile number, after the area code.
  {
    long: /^(?<before>55[1-9]\d)9(?<rest>[6-9]\d{7})$/,
    short: { pattern: /^(?<before>55[1-9]\d)(?<rest>[6-9]\d{7})$/, digit: '9' },
  },
  // Mexico: a 1 after the country code, from the time when mobile numbers had one.
  {
    long: /^(?<before>52)1(?<rest>\d{10})$/,
    short: { pattern: /^(?<before>52)(?<rest>\d{10})$/, digit: '1' },
  },
  // Argentina: a 9 after the country code.
  {
    long: /^(?<before>54)9(?<rest>\d{10})$/,
    short: { pattern: /^(?<before>54)(?<rest>\d{10})$/, digit: '9' },
  },
];
