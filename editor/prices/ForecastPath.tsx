import type { PathForecast } from '@parley/flows/prices/forecast.ts';
import { useAct } from '../flow/flow-context.ts';
import { useTold } from '../told.ts';
import { useLanguage, useWords } from '../words.ts';
import { forecastWords } from './forecast-words.ts';
import { money } from './money.ts';
import { priceWords } from './words.ts';

type Props = { path: PathForecast; currency: string; runs: number };

/** One path: what happens on it, what it costs, and what would make it cheaper. */
export function ForecastPath({ path, currency, runs }: Props) {
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
