import { useLanguage } from '../words.ts';
import { fullTime, momentWords } from './moment-words.ts';

/** A time in words; the exact one is shown on hover. */
export function Moment({ at }: { at: string }) {
  const language = useLanguage((state) => state.language);
  return (
    <time dateTime={at} title={fullTime(at, language)}>
      {momentWords(at, language)}
    </time>
  );
}
