import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { isTimezone } from './zone.ts';

/** Where most people of a country with several time zones live. For the others the platform's own data know the zone. */
const MOST_PEOPLE: { readonly [country: string]: string } = {
  AR: 'America/Argentina/Buenos_Aires',
  AU: 'Australia/Sydney',
  BR: 'America/Sao_Paulo',
  CA: 'America/Toronto',
  CD: 'Africa/Kinshasa',
  CL: 'America/Santiago',
  CN: 'Asia/Shanghai',
  CY: 'Asia/Nicosia',
  DE: 'Europe/Berlin',
  EC: 'America/Guayaquil',
  ES: 'Europe/Madrid',
  FR: 'Europe/Paris',
  ID: 'Asia/Jakarta',
  KZ: 'Asia/Almaty',
  MN: 'Asia/Ulaanbaatar',
  MX: 'America/Mexico_City',
  MY: 'Asia/Kuala_Lumpur',
  NZ: 'Pacific/Auckland',
  PG: 'Pacific/Port_Moresby',
  PS: 'Asia/Gaza',
  PT: 'Europe/Lisbon',
  RU: 'Europe/Moscow',
  UA: 'Europe/Kyiv',
  US: 'America/New_York',
  UZ: 'Asia/Tashkent',
};

const zones = new Map<string, string>();
const ZONES_MAX = 10_000;

/**
 * The time zone in which a phone number's owner probably lives, from its country: international digits without `+`. UTC when the
 * number does not tell. A guess for contacts whose zone nobody has set.
 */
export function zoneOfPhone(phone: string): string {
  const known = zones.get(phone);
  if (known !== undefined) return known;
  if (zones.size >= ZONES_MAX) zones.clear();
  const zone = guess(phone);
  zones.set(phone, zone);
  return zone;
}

function guess(phone: string): string {
  const parsed = parsePhoneNumberFromString(`+${phone}`);
  /* A calling code that several countries share (+1, +7) tells no country for a number that is not in use. */
  const country = parsed?.country ?? parsed?.getPossibleCountries()[0];
  if (!country) return 'UTC';
  const zone = MOST_PEOPLE[country] ?? zonesOfCountry(country)[0];
  return zone !== undefined && isTimezone(zone) ? zone : 'UTC';
}

type WithZones = { getTimeZones?(): string[] | undefined };

function zonesOfCountry(country: string): string[] {
  return (new Intl.Locale('und', { region: country }) as WithZones).getTimeZones?.() ?? [];
}
