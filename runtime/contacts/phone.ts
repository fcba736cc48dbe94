import { phoneVariants } from '../contact/phone-variants.ts';

/**
 * International digits from a number as people write it; null when it is none. A number without `+` or `00` is one of the country with
 * this code, when there is one, unless it begins with the code itself and is too long for a national number.
 */
export function readPhone(written: string, countryCode: string | null): string | null {
  // Spreadsheets make numbers of numbers: 4.915112345678E+12 has lost what we need.
  if (/[a-z]/i.test(written)) return null;
  const text = written.trim();
  const digits = text.replace(/\D/g, '');
  const all = text.startsWith('+') ? digits : inCountry(digits, countryCode);
  return /^[1-9]\d{6,14}$/.test(all) ? all : null;
}

function inCountry(digits: string, countryCode: string | null): string {
  if (digits.startsWith('00')) return digits.slice(2);
  if (countryCode === null) return digits;
  if (digits.startsWith(countryCode) && digits.length > 10) return digits;
  return countryCode + digits.replace(/^0/, '');
}

/** The same for every way of writing one person's number. */
export function onePhone(phone: string): string {
  return phoneVariants(phone).toSorted()[0] ?? phone;
}
