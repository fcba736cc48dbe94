import { Moment } from '../shell/Moment.tsx';
import { useWords } from '../words.ts';
import type { NumberHealth, NumberRow } from './numbers-api.ts';
import { numberWords } from './words.ts';

const NO_END = '9999';

/** What WhatsApp forbids the number, and since when it calls it flagged. Nothing where all is well. */
export function Attention({
  bar,
  flag,
  now = new Date(),
}: {
  bar: NumberRow['bar'] | undefined;
  flag: NumberHealth['flag'];
  now?: Date;
}) {
  const words = useWords(numberWords);
  const all = endOf(bar?.until, now);
  const templates = endOf(bar?.templatesUntil, now);
  const end = all ?? templates;
  return (
    <>
      {end !== null && (
        <p className="panel note bad" role="alert">
          {all === null ? words.noTemplates : words.noSending}{' '}
          {end.startsWith(NO_END) ? (
            words.noEnd
          ) : (
            <>
              {words.until} <Moment at={end} />
            </>
          )}
          . {all === null && words.mayAnswer} <span className="small">{bar?.because}</span>
        </p>
      )}
      {flag !== null && (
        <p className="panel note warn" role="status">
          {words.flaggedSince} <Moment at={flag.since} />.{' '}
          {now < new Date(flag.decidedAt) ? (
            <>
              {words.flagDecided} <Moment at={flag.decidedAt} />.
            </>
          ) : (
            words.flagOver
          )}
        </p>
      )}
    </>
  );
}

/** A moment that is still to come. */
function endOf(moment: string | null | undefined, now: Date): string | null {
  return moment && new Date(moment) > now ? moment : null;
}
