import { numberOn } from '@parley/flows/rules/pack.ts';
import { useLanguage, useWords } from '../words.ts';
import { templateWords } from './words.ts';

/** From this share of the limit on it is said aloud. */
const NEARLY = 0.9;

/**
 * How many templates an account has at WhatsApp, every language counted, and how many it may have. WhatsApp does not tell whether a business is
 * verified: as long as there are no more than an unverified one may have, both limits are named.
 */
export function TemplateCount({ templates }: { templates: readonly { templateId: string | null }[] }) {
  const words = useWords(templateWords);
  const language = useLanguage(({ language: spoken }) => spoken);
  const [unverified, verified] = [numberOn('template.countUnverified'), numberOn('template.countVerified')];
  const count = templates.filter(({ templateId }) => templateId !== null).length;
  const most = count > unverified ? verified : unverified;
  const say = (n: number) => n.toLocaleString(language);
  return (
    <span className={count >= most * NEARLY ? 'warn' : ''}>
      {words.counted(say(count), say(most))}
      {most !== verified && ` ${words.moreVerified(say(verified))}`}
    </span>
  );
}
