import type { PathForecast } from '@parley/flows/prices/forecast.ts';
import { useAct } from '../flow/flow-context.ts';
import { useTold } from '../told.ts';
import { useLanguage, useWords } from '../words.ts';
import { forecastWords } from './forecast-words.ts';
import { money } from './money.ts';
import type { CostLine } from './prices-api.ts';
import { costEach } from './use-spent.ts';
import { priceWords } from './words.ts';

/** `took`: what conversations cost that went this way, in each currency. */
type Props = { path: PathForecast; currency: string; runs: number; took: readonly CostLine[] };

/** One path: what happens on it, what it costs, and what would make it cheaper. */
export function ForecastPath({ path, currency, runs, took }: Props) {
  const words = useWords(forecastWords);
  const { categories } = useWords(priceWords);
  const { language } = useLanguage();
  const act = useAct();
  const told = useTold();
  const {
    nodes,
    words: happens,
    micros,
    messages,
    charged,
    merges,
    uncategorised,
    unpriced,
    goesOnIn,
  } = path;
  const amount = (of: number) => money(of / 1e6, currency, language);
  const missing = [
    ...new Set(unpriced.map(({ category, country }) => `${categories[category] ?? category} (${country})`)),
  ];
  return (
    <li>
      <div className="forecast-line">
        <span className="forecast-way">{(happens.length > 0 ? happens.map(told) : nodes).join(' · ')}</span>
        <strong>
          {amount(micros / runs)} <span className="muted small">{words.each}</span>
        </strong>
      </div>
      <p className="muted small">{words.messages(messages, charged)}</p>
      {took.map((line) => {
        const each = costEach(line);
        if (each === null || line.currency === null) return null;
        return (
          <p key={line.currency} className="muted small">
            {words.wentSo(line.sessions ?? 0, money(each, line.currency, language))}
          </p>
        );
      })}
      {merges.map((merge) => (
        <p key={merge.nodes.join(' ')} className="forecast-hint">
          <button type="button" className="link-button" onClick={() => act.select(merge.nodes)}>
            {words.merge(merge.bubbles, amount(merge.saves))}
          </button>
        </p>
      ))}
      {uncategorised.length > 0 && (
        <p className="warn small">{words.uncategorised(uncategorised.join(', '))}</p>
      )}
      {missing.length > 0 && <p className="warn small">{words.unpriced(missing.join(', '))}</p>}
      {goesOnIn !== null && <p className="muted small">{words.goesOnIn(goesOnIn)}</p>}
      <p className="forecast-hint">
        <button type="button" className="link-button" onClick={() => act.show({ path: new Set(nodes) })}>
          {words.show}
        </button>
      </p>
    </li>
  );
}
