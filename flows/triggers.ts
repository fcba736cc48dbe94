import type { PersonInput } from './input.ts';
import { localeOfWord } from './keywords.ts';
import type { FlowSettings } from './settings.ts';

export type Candidate = { flowId: string; isDefault: boolean; settings: FlowSettings };

export type Started =
  | { trigger: 'keyword'; keyword: string; locale: string }
  | { trigger: 'ad'; sourceId: string }
  | { trigger: 'first-message' };

/**
 * Which of a number's flows a message starts when no session runs: an ad's flow first, then a keyword's, then the default one.
 * `locale` is the language of the keyword, or '' when the message does not tell.
 */
export function matchTrigger(
  flows: readonly Candidate[],
  input: PersonInput,
  referral: { sourceId?: string | undefined } | null,
): { flowId: string; startedBy: Started; locale: string } | null {
  const sourceId = referral?.sourceId;
  if (referral && sourceId !== undefined) {
    const exact = flows.find(({ settings }) => settings.triggers?.ads?.includes(sourceId));
    const any = flows.find(({ settings }) => settings.triggers?.ads?.includes('*'));
    const flow = exact ?? any;
    if (flow) return { flowId: flow.flowId, startedBy: { trigger: 'ad', sourceId }, locale: '' };
  }
  const said =
    input.type === 'text' ? input.text : input.type === 'choice' ? (input.title ?? input.id) : null;
  if (said !== null) {
    for (const { flowId, settings } of flows) {
      const locale = localeOfWord(settings.triggers?.keywords ?? {}, said);
      if (locale !== null)
        return { flowId, startedBy: { trigger: 'keyword', keyword: said, locale }, locale };
    }
  }
  if (input.type === 'reaction') return null;
  const fallback = flows.find((flow) => flow.isDefault);
  return fallback ? { flowId: fallback.flowId, startedBy: { trigger: 'first-message' }, locale: '' } : null;
}

/** The flow's locale closest to the one asked for: the same, else the same language, else the default. */
export function chooseLocale(settings: FlowSettings, wanted: string): string {
  const language = wanted.split('-')[0];
  return (
    settings.locales.find((locale) => locale === wanted) ??
    settings.locales.find((locale) => wanted !== '' && locale.split('-')[0] === language) ??
    settings.defaultLocale
  );
}
