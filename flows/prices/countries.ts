/**
 * Which country a phone number belongs to, and in which region of WhatsApp's rate cards that country is. Countries are ISO 3166 codes.
 * Sources: ITU-T E.164 (calling codes); WhatsApp Business Platform, “Pricing”, countries and their calling codes. Regions change from
 * quarter to quarter as countries leave them: a card that names a country by itself counts before its region.
 */

export const REGIONS = [
  'North America',
  'Rest of Africa',
  'Rest of Asia Pacific',
  'Rest of Central & Eastern Europe',
  'Rest of Latin America',
  'Rest of Middle East',
  'Rest of Western Europe',
] as const;
export type Region = (typeof REGIONS)[number];

/** What a card calls everything that it does not name. */
export const OTHER = 'Other';

/** Countries with the calling codes that are theirs, the longest counts; by region, and those that have none. */
const COUNTRIES: { readonly [region in Region | 'none']: string } = {
  'North America': 'US:1 CA:1',
  'Rest of Africa':
    'DZ:213 AO:244 BJ:229 BW:267 BF:226 BI:257 CM:237 TD:235 CG:242 ER:291 ET:251 GA:241 GM:220 GW:245 CI:225 KE:254 LS:266 LR:231 LY:218 MG:261 MW:265 ML:223 MR:222 MA:212 MZ:258 NA:264 NE:227 RW:250 SN:221 SL:232 SO:252 SS:211 SD:249 SZ:268 TZ:255 TG:228 TN:216 UG:256 ZM:260',
  'Rest of Asia Pacific':
    'AF:93 AU:61 BD:880 KH:855 CN:86 HK:852 JP:81 LA:856 MN:976 NP:977 NZ:64 PG:675 PH:63 SG:65 LK:94 TW:886 TJ:992 TH:66 TM:993 UZ:998 VN:84',
  'Rest of Central & Eastern Europe':
    'AL:355 AM:374 AZ:994 BY:375 BG:359 HR:385 CZ:420 GE:995 GR:30 HU:36 LV:371 LT:370 MD:373 MK:389 PL:48 RO:40 RS:381 SK:421 SI:386 UA:380',
  'Rest of Latin America':
    'BO:591 CR:506 DO:1809,1829,1849 EC:593 SV:503 GT:502 HT:509 HN:504 JM:1658,1876 NI:505 PA:507 PY:595 PR:1787,1939 UY:598 VE:58',
  'Rest of Middle East': 'BH:973 IQ:964 JO:962 KW:965 LB:961 OM:968 QA:974 YE:967',
  'Rest of Western Europe': 'AT:43 BE:32 DK:45 FI:358 IE:353 NO:47 PT:351 SE:46 CH:41',
  none: 'AR:54 BR:55 CL:56 CO:57 EG:20 FR:33 DE:49 IN:91 ID:62 IL:972 IT:39 MY:60 MX:52 NL:31 NG:234 PK:92 PE:51 RU:7 SA:966 ZA:27 ES:34 TR:90 AE:971 GB:44 AD:376 AG:1268 AI:1264 AS:1684 AW:297 BA:387 BB:1246 BM:1441 BN:673 BS:1242 BT:975 BZ:501 CD:243 CF:236 CK:682 CU:53 CV:238 CW:599 CY:357 DJ:253 DM:1767 EE:372 FJ:679 FK:500 FM:691 FO:298 GD:1473 GF:594 GH:233 GI:350 GL:299 GN:224 GP:590 GQ:240 GU:1671 GY:592 IO:246 IR:98 IS:354 KG:996 KI:686 KM:269 KN:1869 KP:850 KR:82 KY:1345 KZ:76,77 LC:1758 LI:423 LU:352 MC:377 ME:382 MH:692 MM:95 MO:853 MP:1670 MQ:596 MS:1664 MT:356 MU:230 MV:960 NC:687 NF:672 NR:674 NU:683 PF:689 PM:508 PS:970 PW:680 RE:262 SB:677 SC:248 SH:290 SM:378 SR:597 ST:239 SX:1721 SY:963 TC:1649 TK:690 TL:670 TO:676 TT:1868 TV:688 VC:1784 VG:1284 VI:1340 VU:678 WF:681 WS:685 XK:383 ZW:263',
};

const entries = Object.entries(COUNTRIES).flatMap(([region, list]) =>
  list.split(' ').map((entry) => {
    const [country = '', codes = ''] = entry.split(':');
    return { country, codes: codes.split(','), region: REGIONS.find((known) => known === region) ?? null };
  }),
);
const regions = new Map(entries.map(({ country, region }) => [country, region]));

/** Calling codes, without `+`, and their countries; of a code that several share, the one with most people. */
export const CALLING_CODES: { readonly [code: string]: string } = Object.fromEntries(
  entries.toReversed().flatMap(({ country, codes }) => codes.map((code) => [code, country])),
);

/** No calling code is longer. */
export const LONGEST_CODE = 4;

export const COUNTRY_CODES: readonly string[] = [...regions.keys()].sort();

/** The country of a phone number in international digits without `+`; null where its calling code is nobody's. */
export function countryOfPhone(phone: string): string | null {
  for (let length = LONGEST_CODE; length > 0; length -= 1) {
    const country = CALLING_CODES[phone.slice(0, length)];
    if (country !== undefined) return country;
  }
  return null;
}

/** The country that a business-scoped user id begins with, `DE.…`; null for what is none. */
export function countryOfUserId(userId: string): string | null {
  const [, country] = /^([A-Z]{2})\./.exec(userId) ?? [];
  return country ?? null;
}

/** The region of a country; null for one that stands by itself or is among the others. */
export const regionOf = (country: string): Region | null => regions.get(country) ?? null;

/** What a country is called, in a language. */
export function countryName(country: string, language = 'en'): string {
  return new Intl.DisplayNames([language], { type: 'region', fallback: 'code' }).of(country) ?? country;
}

/** Names that cards use and the platform's own data do not. */
const ALSO: { readonly [name: string]: string } = {
  turkey: 'TR',
  'czech republic': 'CZ',
  'ivory coast': 'CI',
  swaziland: 'SZ',
  macedonia: 'MK',
  'hong kong': 'HK',
  uae: 'AE',
  uk: 'GB',
  usa: 'US',
  myanmar: 'MM',
  congo: 'CG',
};

let names: ReadonlyMap<string, string> | null = null;

/**
 * The market that a card means: a country's ISO code, a region's name, or `Other`. Countries may be written by their code or their English
 * name; null for what is none of these.
 */
export function marketNamed(text: string): string | null {
  const wanted = text.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  if (wanted === 'other' || wanted === 'others' || wanted === 'all other countries') return OTHER;
  const region = REGIONS.find(
    (known) => known.toLowerCase().replace('&', 'and') === wanted.replace('&', 'and'),
  );
  if (region) return region;
  if (regions.has(wanted.toUpperCase())) return wanted.toUpperCase();
  names ??= new Map(COUNTRY_CODES.map((country) => [countryName(country).toLowerCase(), country]));
  return names.get(wanted) ?? ALSO[wanted] ?? null;
}
