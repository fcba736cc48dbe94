import { COUNTRY_CODES, countryName } from '@parley/flows/prices/countries.ts';
import { THEN } from '@parley/flows/prices/way.ts';
import type { Language } from '../catalogue.ts';
import { dateWords } from '../shell/moment-words.ts';
import { useLanguage, useWords } from '../words.ts';
import { money } from './money.ts';
import type { CostBy, CostLine } from './prices-api.ts';
import { priceWords } from './words.ts';

/** The lines of a report, and below them their sum in each currency. */
export function CostTable({ lines, by }: { lines: readonly CostLine[]; by: CostBy }) {
  const words = useWords(priceWords);
  const { language } = useLanguage();
  const totals = totalsOf(lines);
  const cost = ({ cost: amount, currency, charged, unknown }: Sum) => {
    if (amount !== null && currency !== null) return money(amount, currency, language);
    // Without a rate card there is no currency, but what is free is free.
    return charged + unknown === 0 ? '0' : <span className="warn">{words.notKnown}</span>;
  };
  const numbers = (sum: Sum) => (
    <>
      <td className="end">{sum.messages.toLocaleString(language)}</td>
      <td className="end wide">{sum.free.toLocaleString(language)}</td>
      <td className="end wide">{sum.charged.toLocaleString(language)}</td>
      <td className={sum.unknown > 0 ? 'end warn' : 'end'}>{sum.unknown.toLocaleString(language)}</td>
      <td className="end">{cost(sum)}</td>
    </>
  );
  return (
    <>
      <div className="panel scroll">
        <table className="list">
          <thead>
            <tr>
              <th>{words.bys[by]}</th>
              <th className="end">{words.messages}</th>
              <th className="end wide">{words.free}</th>
              <th className="end wide">{words.charged}</th>
              <th className="end">{words.unknown}</th>
              <th className="end">{words.cost}</th>
              {isOfSessions(by) && (
                <>
                  <th className="end wide">{words.sessions}</th>
                  <th className="end">{words.each}</th>
                </>
              )}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={`${line.flow} ${line.key} ${line.currency}`}>
                <td className="wrap">
                  {nameOf(line, by, words, language)}
                  {line.flow !== null && <div className="muted small">{line.flow}</div>}
                </td>
                {numbers(line)}
                {isOfSessions(by) && <Each line={line} />}
              </tr>
            ))}
          </tbody>
          <tfoot>
            {totals.map((total) => (
              <tr key={total.currency}>
                <th scope="row">
                  {words.total}
                  {totals.length > 1 && ` (${total.currency ?? '—'})`}
                </th>
                {numbers(total)}
                {isOfSessions(by) && <td colSpan={2} />}
              </tr>
            ))}
          </tfoot>
        </table>
      </div>
      {lines.some(({ unknown }) => unknown > 0) && <p className="muted small">{words.unknownHelp}</p>}
    </>
  );
}

/** Has two more columns: how many sessions there were, and what one of them cost. */
const isOfSessions = (by: CostBy) => by === 'outcome' || by === 'path';

/** What one session cost that ended or went so. */
function Each({ line: { sessions, cost, currency } }: { line: CostLine }) {
  const { language } = useLanguage();
  return (
    <>
      <td className="end wide">{sessions?.toLocaleString(language) ?? '—'}</td>
      <td className="end">
        {sessions && cost !== null && currency !== null ? money(cost / sessions, currency, language) : '—'}
      </td>
    </>
  );
}

type Sum = Pick<CostLine, 'currency' | 'messages' | 'free' | 'charged' | 'unknown' | 'cost'>;
type Words = (typeof priceWords)['en'];

function nameOf({ key, name }: CostLine, by: CostBy, words: Words, language: Language): string {
  if (key === null) return words.none;
  switch (by) {
    case 'day':
      return dateWords(`${key}T12:00`, language);
    case 'outcome':
      return words.outcomes[key] ?? key;
    case 'path':
      return key.split(THEN).join(' › ');
    case 'category':
      return words.categories[key] ?? key;
    case 'market':
      return COUNTRY_CODES.includes(key) ? countryName(key, language) : key;
    default:
      return name ?? key;
  }
}

function totalsOf(lines: readonly CostLine[]): Sum[] {
  return [...Map.groupBy(lines, ({ currency }) => currency)].map(([currency, some]) => {
    const sum = (part: 'messages' | 'free' | 'charged' | 'unknown') =>
      some.reduce((total, line) => total + line[part], 0);
    const known = some.flatMap(({ cost }) => cost ?? []);
    const cost = known.length === 0 ? null : known.reduce((total, one) => total + one, 0);
    return {
      ...{ currency, cost, messages: sum('messages'), free: sum('free') },
      ...{ charged: sum('charged'), unknown: sum('unknown') },
    };
  });
}
