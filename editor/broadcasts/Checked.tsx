import { money } from '../prices/money.ts';
import { useLanguage, useWords } from '../words.ts';
import type { Preflight } from './broadcasts-api.ts';
import { broadcastWords } from './words.ts';

/** What sending would mean: who gets it, who does not and why, what it would cost, and how it looks. */
export function Checked({ checked }: { checked: Preflight }) {
  const words = useWords(broadcastWords);
  const { reached, recipients, insideWindow, usedOfLimit, limit, skipped, template, example, estimate } =
    checked;
  const texts = bodyOf(example?.message);
  return (
    <div className="stack" role="status">
      <strong>{words.reached(reached, recipients)}</strong>
      {reached > 0 && template && <Cost estimate={estimate} />}
      <div className="chips">
        {skipped.map(({ reason, count }) => (
          <span className="chip bad" key={reason}>
            {words.reasons[reason] ?? reason}: {count}
          </span>
        ))}
        <span className="chip">{words.insideWindow(insideWindow)}</span>
        <span className="chip">{words.limit(usedOfLimit, limit)}</span>
        {template && <span className="chip">{words.templateState(template.status, template.quality)}</span>}
      </div>
      {example && texts.length > 0 && (
        <p className="muted">
          {words.example(example.name)} {texts.join(' · ')}
        </p>
      )}
    </div>
  );
}

function Cost({ estimate }: { estimate: Preflight['estimate'] }) {
  const words = useWords(broadcastWords);
  const { language } = useLanguage();
  if (!estimate) return <p className="muted">{words.costUnknown}</p>;
  const { currency, low, high, unknown } = estimate;
  const [least, most] = [money(low, currency, language), money(high, currency, language)];
  return (
    <p>
      {high > 0 || unknown === 0 ? words.wouldCost(least, most) : null}{' '}
      {unknown > 0 && <span className="warn">{words.withoutPrice(unknown)}</span>}
    </p>
  );
}

/** Of the message, which the server shows as it would be sent. */
function bodyOf(message: unknown): string[] {
  if (typeof message !== 'object' || message === null || !('body' in message)) return [];
  const { body } = message;
  if (!Array.isArray(body)) return [];
  return body.flatMap((one: unknown) =>
    typeof one === 'object' && one !== null && 'text' in one && typeof one.text === 'string'
      ? [one.text]
      : [],
  );
}
