import { useLanguage, useWords } from '../words.ts';
import { lengthWords, windowLeft } from './time-words.ts';
import { inboxWords } from './words.ts';

const SIZE = 16;
const RADIUS = 6;
const AROUND = 2 * Math.PI * RADIUS;
/** So little left that one should hurry: what alarms begin with, too. */
const HURRY_MS = 2 * 3_600_000;

/** How much is left of the 24 hours in which anything may be written, as a ring; `withWords` also says it. */
export function WindowRing(props: { closesAt: string | null; now: number; withWords?: boolean }) {
  const { closesAt, now, withWords = false } = props;
  const words = useWords(inboxWords);
  const language = useLanguage((chosen) => chosen.language);
  const { share, ms } = windowLeft(closesAt, now);
  const said = ms === 0 ? words.windowClosed : words.windowLeft(lengthWords(ms, language));
  const look = ms === 0 ? 'is-closed' : ms < HURRY_MS ? 'is-short' : '';
  return (
    <span className={`in-ring ${look}`} title={said}>
      <svg width={SIZE} height={SIZE} viewBox={`0 0 ${SIZE} ${SIZE}`} role="img" aria-label={said}>
        <circle className="in-ring-all" cx={8} cy={8} r={RADIUS} />
        {ms > 0 && (
          <circle
            className="in-ring-left"
            cx={8}
            cy={8}
            r={RADIUS}
            strokeDasharray={`${share * AROUND} ${AROUND}`}
            transform="rotate(-90 8 8)"
          />
        )}
        {ms === 0 && <path className="in-ring-cross" d="M4 4 12 12" />}
      </svg>
      {withWords && <span aria-hidden="true">{ms === 0 ? words.closed : lengthWords(ms, language)}</span>}
    </span>
  );
}
