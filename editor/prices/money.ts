/** An amount in a currency: small ones with as many digits as prices of single messages have. */
export function money(amount: number, currency: string, language: string): string {
  const digits = amount !== 0 && Math.abs(amount) < 1 ? 4 : 2;
  return new Intl.NumberFormat(language, {
    ...{ style: 'currency', currency, minimumFractionDigits: 2, maximumFractionDigits: digits },
  }).format(amount);
}

/** A day of today's month, here: `YYYY-MM-DD`. */
export function localDay(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
