import { THEN } from '@parley/flows/prices/way.ts';
import { useAct, useFlow } from '../flow/flow-context.ts';
import { Loaded } from '../people/Loaded.tsx';
import { useLanguage, useWords } from '../words.ts';
import { forecastWords } from './forecast-words.ts';
import { money } from './money.ts';
import type { CostLine } from './prices-api.ts';
import { costEach, useSpent } from './use-spent.ts';

/** What conversations of the last days cost, by the way that they took through the flow; the way that is dearest for one of them comes first. */
export function Spent() {
  const words = useWords(forecastWords);
  const spent = useSpent();
  return (
    <Loaded answer={spent.data} retry={() => void spent.refetch()}>
      {({ lines }) =>
        lines.length === 0 ? (
          <p className="muted">{words.nothingSpent}</p>
        ) : (
          <>
            <p className="muted">{words.spentIntro}</p>
            <ol className="forecast-paths">
              {lines
                .toSorted((one, other) => (costEach(other) ?? 0) - (costEach(one) ?? 0))
                .slice(0, SHOWN_MAX)
                .map((line) => (
                  <Way key={`${line.key} ${line.currency}`} line={line} />
                ))}
            </ol>
            {lines.length > SHOWN_MAX && (
              <p className="muted small">{words.moreWays(lines.length - SHOWN_MAX)}</p>
            )}
          </>
        )
      }
    </Loaded>
  );
}

/** Nobody reads more; all of them are in the file of the Prices screen. */
const SHOWN_MAX = 100;

function Way({ line }: { line: CostLine }) {
  const words = useWords(forecastWords);
  const { language } = useLanguage();
  const act = useAct();
  const known = useFlow(({ flow }) => flow.nodes);
  const nodes = line.key?.split(THEN) ?? [];
  const drawn = nodes.filter((node) => Object.hasOwn(known, node));
  const each = costEach(line);
  return (
    <li>
      <div className="forecast-line">
        <span className="forecast-way">{nodes.join(' › ')}</span>
        {each === null || line.currency === null ? (
          <span className="warn small">{words.costNotKnown}</span>
        ) : (
          <strong>
            {money(each, line.currency, language)} <span className="muted small">{words.each}</span>
          </strong>
        )}
      </div>
      <p className="muted small">
        {words.went(line.sessions ?? 0)}
        {line.cost !== null && line.currency !== null && `, ${money(line.cost, line.currency, language)}`}
        {' · '}
        {words.arrived(line.messages, line.charged)}
      </p>
      {line.unknown > 0 && <p className="warn small">{words.withoutPrice(line.unknown)}</p>}
      {drawn.length > 0 && (
        <p className="forecast-hint">
          <button type="button" className="link-button" onClick={() => act.show({ path: new Set(drawn) })}>
            {words.show}
          </button>
        </p>
      )}
    </li>
  );
}
