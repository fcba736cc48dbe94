import { useLanguage } from '../words.ts';
import { momentWords } from './moment-words.ts';

/** A time in words; the exact one is shown on hover. */
export function Moment({ at }: { at: string }) {
  const language = useLanguage((state) => state.language);
  return (
    <time dateTime={at} title={new Date(at).toLocaleString(language)}>
      {momentWords(at, language)}
    </time>
  );
}
