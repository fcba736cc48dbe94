import { formatMoney, formatNumber } from '@parley/flows/format.ts';
import type { Language } from '../catalogue.ts';

/** What a flow has collected, a line for each part, as an agent reads it; none for what is empty. */
export function collectedLines(value: unknown, language: Language): string[] {
  if (value === null || value === undefined || value === '') return [];
  if (Array.isArray(value)) return value.flatMap((item) => collectedLines(item, language).join(', ') || []);
  if (!isRecord(value)) return [typeof value === 'number' ? formatNumber(value, language) : String(value)];
  if (Array.isArray(value.items)) return orderLines(value.items, value, language);
  return Object.entries(value).flatMap(([name, part]) => {
    const words = collectedLines(part, language).join(', ');
    return words === '' ? [] : [`${name}: ${words}`];
  });
}

/** A cart: `items` with productId, quantity, price and currency; `total`; `text`. */
function orderLines(items: unknown[], order: { [key: string]: unknown }, language: Language): string[] {
  const lines = items.filter(isRecord).map(({ productId, quantity, price, currency }) => {
    const money = typeof price === 'number' ? ` · ${formatMoney(price, String(currency), language)}` : '';
    return `${quantity} × ${productId}${money}`;
  });
  return typeof order.text === 'string' && order.text !== '' ? [...lines, order.text] : lines;
}

function isRecord(value: unknown): value is { [key: string]: unknown } {
  return typeof value === 'object' && value !== null;
}
