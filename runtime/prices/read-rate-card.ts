import { marketNamed } from '@parley/flows/prices/countries.ts';
import { modelOf, type PricingModel, priceRulesOn } from '@parley/flows/prices/price-rules.ts';
import { MICROS, PRICE_CATEGORIES, type PriceCategory, type Rate } from '@parley/flows/prices/rates.ts';
import { readCsv } from '../contacts/read-csv.ts';

/** What is wrong with a file; `row` is its line as a spreadsheet counts them, the heading being 1. */
export type CardFault = { row: number; column: string; code: CardFaultCode; value: string };
export type CardFaultCode =
  | 'no-heading'
  | 'column-missing'
  | 'no-rows'
  | 'too-many-rows'
  | 'market-unknown'
  | 'category-unknown'
  | 'currency-wrong'
  | 'price-wrong'
  | 'day-wrong'
  | 'days-turned'
  | 'model-wrong'
  | 'tier-wrong'
  | 'twice';

export type ReadCard = { ok: true; rates: Rate[] } | { ok: false; faults: CardFault[] };

const ROWS_MAX = 10_000;
const FAULTS_MAX = 100;

/**
 * Reads a rate card: a line for each price (`market, category, currency, price, valid_from` and, where there are any, `valid_to, model,
 * from_messages`), or a line for each market with a column for each category, as WhatsApp's own cards are. `validFrom` holds for lines that
 * name no day. A cell for which WhatsApp has no price (`n/a`, or nothing) is left out of the second kind. All of it is good, or none is taken.
 */
export function readRateCard(text: string, { validFrom }: { validFrom: string | null }): ReadCard {
  const file = readCsv(text);
  if (!file) return failed({ row: 1, column: '', code: 'no-heading', value: '' });
  const columns = file.columns.map(plain);
  if (file.rows.length > ROWS_MAX)
    return failed({ row: ROWS_MAX + 2, column: '', code: 'too-many-rows', value: String(file.rows.length) });
  const wide = PRICE_CATEGORIES.filter((category) => columns.includes(plain(category)));
  const needed = [
    ...['market', 'currency'],
    ...(wide.length > 0 ? [] : ['category', 'price']),
    ...(validFrom === null ? ['valid_from'] : []),
  ];
  const missing = needed.filter((column) => !columns.includes(column));
  if (missing.length > 0)
    return failed(
      ...missing.map((column) => ({ row: 1, column, code: 'column-missing' as const, value: '' })),
    );

  const faults: CardFault[] = [];
  const rates = file.rows.flatMap((cells, at) => {
    const cell = (column: string) => (cells[columns.indexOf(column)] ?? '').trim();
    const line: Line = { row: at + 2, cell, validFrom, faults };
    if (wide.length === 0) return rateIn(line, cell('category'), 'price') ?? [];
    return wide
      .filter((category) => !NO_PRICE.has(cell(plain(category)).toLowerCase()))
      .flatMap((category) => rateIn(line, category, plain(category)) ?? []);
  });
  faults.push(...repeated(rates));
  if (faults.length === 0 && rates.length === 0)
    faults.push({ row: 2, column: '', code: 'no-rows', value: '' });
  if (faults.length > 0) return failed(...faults);
  return { ok: true, rates: rates.map(({ row: _, ...rate }) => rate) };
}

const failed = (...faults: CardFault[]): ReadCard => ({ ok: false, faults: faults.slice(0, FAULTS_MAX) });

/** Headings are the same however they are written: “Valid from”, `valid_from`. */
const plain = (name: string) =>
  name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '_');

const NO_PRICE = new Set(['', '-', '–', 'n/a', 'na', 'not applicable']);

type Line = {
  row: number;
  cell: (column: string) => string;
  validFrom: string | null;
  faults: CardFault[];
};
type Placed = Rate & { row: number };

/** The price in one cell; null when something on the line is wrong, which is added to the faults. */
function rateIn(line: Line, category: string, priceColumn: string): Placed | null {
  const { row, cell, faults } = line;
  const before = faults.length;
  const take = <Value>(column: string, code: CardFaultCode, read: (text: string) => Value | null) => {
    const value = read(cell(column));
    if (value === null) faults.push({ row, column, code, value: cell(column).slice(0, 100) });
    return value;
  };
  const market = take('market', 'market-unknown', marketNamed);
  const known = categoryNamed(category);
  if (!known) faults.push({ row, column: 'category', code: 'category-unknown', value: category });
  const currency = take('currency', 'currency-wrong', currencyOf);
  const micros = take(priceColumn, 'price-wrong', microsOf);
  const from = take('valid_from', 'day-wrong', (text) => dayOf(text || (line.validFrom ?? '')));
  const until = take('valid_to', 'day-wrong', (text) => (text === '' ? '' : dayOf(text)));
  const after = take('from_messages', 'tier-wrong', tierOf);
  const model = take('model', 'model-wrong', (text) => modelNamed(text, from));
  if (from && until && until < from)
    faults.push({ row, column: 'valid_to', code: 'days-turned', value: until });
  if (faults.length > before || !market || !known || !currency || !from || !model) return null;
  if (micros === null || after === null || until === null) return null;
  return { row, market, category: known, currency, model, micros, from, until: until || null, after };
}

function categoryNamed(text: string): PriceCategory | null {
  return PRICE_CATEGORIES.find((category) => plain(category) === plain(text)) ?? null;
}

/** ISO 4217. WhatsApp's cards write the dollar as `$US`. */
function currencyOf(text: string): string | null {
  const code = text.toUpperCase() === '$US' ? 'USD' : text.toUpperCase();
  return /^[A-Z]{3}$/.test(code) ? code : null;
}

/** A price in whole micros: `0.0123`, `0,0123` or `$0.0123`; of six decimals at most. Null for a negative one. */
function microsOf(text: string): number | null {
  const [, whole, decimals = ''] = /^\D{0,3}?(\d{1,7})(?:[.,](\d{1,6})0*)?$/.exec(text) ?? [];
  return whole === undefined || text.startsWith('-')
    ? null
    : Number(whole) * MICROS + Number(decimals.padEnd(6, '0'));
}

/** `YYYY-MM-DD`, of a day that there is. */
function dayOf(text: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? text : null;
}

function tierOf(text: string): number | null {
  if (text === '') return 0;
  const digits = text.replaceAll(/[\s,.']/g, '');
  return /^\d{1,12}$/.test(digits) ? Number(digits) : null;
}

/** Of a line that does not say it, the model of the era in which it begins to hold. */
function modelNamed(text: string, from: string | null): PricingModel | null {
  if (text === '') return from ? modelOf(priceRulesOn(from)) : 'PMP';
  const wanted = plain(text);
  if (['pmp', 'message', 'per_message'].includes(wanted)) return 'PMP';
  return ['cbp', 'conversation', 'per_conversation'].includes(wanted) ? 'CBP' : null;
}

/** Two prices for one thing from one day on. */
function repeated(rates: readonly Placed[]): CardFault[] {
  const known = new Set<string>();
  return rates.flatMap(({ row, market, category, currency, model, from, after }) => {
    const key = [market, category, currency, model, from, after].join(' ');
    const isKnown = known.has(key);
    known.add(key);
    return isKnown ? [{ row, column: 'market', code: 'twice' as const, value: market }] : [];
  });
}
