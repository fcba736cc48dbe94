import { parseMoment } from './moment.ts';
import { clean, cut } from './value.ts';
import type { Variable } from './variables.ts';

/** The value of a variable that has not been set. */
export function emptyValue(variable: Variable): unknown {
  switch (variable.type) {
    case 'text':
    case 'date':
    case 'choice':
      return '';
    case 'number':
      return 0;
    case 'boolean':
      return false;
    case 'list':
      return [];
    case 'order':
      return { items: [], total: 0, text: '' };
  }
}

/**
 * Any value as one that the variable may hold, so that a declared bound always holds: text is cut at `maxLength`, lists at
 * `maxItems`, fields that are not declared are dropped. Undefined when it cannot be one, and then the variable keeps its value.
 */
export function coerce(variable: Variable, value: unknown): unknown {
  switch (variable.type) {
    case 'text':
      return isScalar(value) ? textOf(value, variable.maxLength) : undefined;
    case 'date':
      return typeof value === 'string' && (value === '' || parseMoment(value, 'UTC')) ? value : undefined;
    case 'choice':
      return variable.options.find((option) => option === String(value));
    case 'number': {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      if (typeof number === 'bigint') return Number(number);
      /* Adding 0 turns -0, which JSON cannot hold, into 0. */
      return typeof number === 'number' && Number.isFinite(number) ? number + 0 : undefined;
    }
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'list':
      return Array.isArray(value)
        ? value.slice(0, variable.maxItems).map((item) => coerceRecord(variable.fields, item))
        : undefined;
    case 'order':
      return coerceOrder(value);
  }
}

function coerceRecord(fields: { [name: string]: { maxLength: number } }, item: unknown) {
  const record: { [name: string]: string } = {};
  for (const [name, { maxLength }] of Object.entries(fields)) {
    const value = isRecord(item) && Object.hasOwn(item, name) ? item[name] : '';
    record[name] = isScalar(value) ? textOf(value, maxLength) : '';
  }
  return record;
}

const ORDER_ITEMS_MAX = 99;

function coerceOrder(value: unknown) {
  if (!isRecord(value) || !Array.isArray(value.items)) return undefined;
  const items = value.items
    .filter(isRecord)
    .slice(0, ORDER_ITEMS_MAX)
    .map(({ productId, quantity, price, currency }) => ({
      productId: textOf(productId ?? '', 100),
      quantity: finite(quantity),
      price: finite(price),
      currency: textOf(currency ?? '', 3),
    }));
  const cents = items.reduce((sum, { quantity, price }) => sum + Math.round(quantity * price * 100), 0);
  return { items, total: cents / 100, text: textOf(value.text ?? '', 1000) };
}

const isScalar = (value: unknown) => ['string', 'number', 'boolean', 'bigint'].includes(typeof value);
const isRecord = (value: unknown): value is { [key: string]: unknown } =>
  typeof value === 'object' && value !== null;
const finite = (value: unknown) => (Number.isFinite(Number(value)) ? Number(value) : 0);

const textOf = (value: unknown, max: number) => cut(clean(String(value)), max);
