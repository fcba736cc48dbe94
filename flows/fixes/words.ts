import type { SingleChange } from '../edit/change.ts';
import type { Flow } from '../flow.ts';
import { isOptOut, keywordIn, sameText } from '../keywords.ts';
import type { FlowSettings } from '../settings.ts';
import type { Suggest } from './fix.ts';

/** Words by which people ask for a person, by language, and what they are told then: where to begin from, not a dictionary. */
const PERSON: { readonly [language: string]: { words: readonly string[]; told: string; choose: string } } = {
  ar: { words: ['موظف', 'مساعدة بشرية'], told: 'سيرد عليك أحد موظفينا قريباً.', choose: 'اختر' },
  de: { words: ['mitarbeiter', 'mensch'], told: 'Gleich antwortet Ihnen ein Mensch.', choose: 'Auswählen' },
  en: { words: ['agent', 'human'], told: 'Somebody will answer you here soon.', choose: 'Choose' },
  es: { words: ['agente', 'persona'], told: 'Una persona le responderá pronto.', choose: 'Elegir' },
  fr: { words: ['conseiller', 'humain'], told: 'Quelqu’un va vous répondre bientôt.', choose: 'Choisir' },
  hi: { words: ['एजेंट', 'इंसान'], told: 'हमारा प्रतिनिधि जल्द ही उत्तर देगा।', choose: 'चुनें' },
  id: { words: ['agen', 'petugas'], told: 'Petugas kami akan segera membalas.', choose: 'Pilih' },
  it: { words: ['operatore', 'persona'], told: 'Qualcuno le risponderà presto.', choose: 'Scegli' },
  pt: { words: ['atendente', 'humano'], told: 'Alguém vai responder em breve.', choose: 'Escolher' },
  ru: { words: ['оператор', 'человек'], told: 'Скоро вам ответит человек.', choose: 'Выбрать' },
  tr: { words: ['temsilci', 'insan'], told: 'Bir temsilci yakında yanıtlayacak.', choose: 'Seç' },
  uk: { words: ['оператор', 'людина'], told: 'Скоро вам відповість людина.', choose: 'Обрати' },
};

const inLanguage = (locale: string) => {
  const language = locale.split('-')[0] ?? '';
  return (Object.hasOwn(PERSON, language) ? PERSON[language] : undefined) ?? PERSON.en;
};

/** What a contact is told when they are handed over, and what stands on the button of a list, in a language or else in English. */
export const handOverWords = (locale: string): string => inLanguage(locale)?.told ?? '';
export const chooseWord = (locale: string): string => inLanguage(locale)?.choose ?? '';

/** The settings' words for a person, with some for each language that has none. Those that mean something else already are left out. */
function withWords({ escalation, ...settings }: FlowSettings): FlowSettings['escalation'] {
  const keywords = { ...escalation.keywords };
  for (const locale of settings.locales) {
    if (keywords[locale]?.some((word) => word.trim() !== '')) continue;
    const others = { ...settings, escalation: { ...escalation, keywords: {} } };
    const free = (inLanguage(locale)?.words ?? []).filter(
      (word) => !isOptOut(word) && keywordIn(others, word) === null,
    );
    if (free.length > 0) keywords[locale] = [...free];
  }
  return { ...escalation, keywords };
}

/** What gives every language words for a person; nothing when all have some. */
export function wordChanges({ settings }: Flow): SingleChange[] {
  const isMissing = settings.locales.some(
    (locale) => !settings.escalation.keywords[locale]?.some((word) => word.trim() !== ''),
  );
  return isMissing ? [{ kind: 'settings', fields: { escalation: withWords(settings) } }] : [];
}

export const keywordMissing: Suggest = (flow, { locale = '' }) => {
  const words = withWords(flow.settings).keywords[locale] ?? [];
  const { escalation } = flow.settings;
  const keywords = { ...escalation.keywords, [locale]: words };
  return [
    {
      kind: 'add-words',
      about: words.join(', '),
      change: { kind: 'settings', fields: { escalation: { ...escalation, keywords } } },
    },
  ];
};

type Words = { [locale: string]: string[] };

/** A word that cannot be where it is goes. The problem's message begins with it. */
export const misplacedWord: Suggest = ({ settings }, { field = '', locale = '', message, code }) => {
  const isMeant = (word: string) =>
    code === 'keyword-empty' ? word.trim() === '' : message.startsWith(`“${word}”`);
  const without = (words: Words): Words => ({
    ...words,
    [locale]: (words[locale] ?? []).filter((word) => !isMeant(word)),
  });
  const fix = (words: Words, fields: (left: Words) => Fields) => {
    const word = words[locale]?.find(isMeant);
    if (word === undefined) return [];
    const change = { kind: 'settings' as const, fields: fields(without(words)) };
    return word.trim() === ''
      ? [{ kind: 'drop-empty-words' as const, about: locale, change }]
      : [{ kind: 'drop-word' as const, about: word.trim(), change }];
  };
  const { escalation, keywords = {}, triggers } = settings;
  if (field === 'escalation.keywords') {
    return fix(escalation.keywords, (left) => ({ escalation: { ...escalation, keywords: left } }));
  }
  if (field === 'triggers.keywords') {
    return fix(triggers?.keywords ?? {}, (left) => ({ triggers: { ...triggers, keywords: left } }));
  }
  const name = field.replace(/^keywords\./, '');
  const own = Object.hasOwn(keywords, name) ? keywords[name] : undefined;
  return fix(own ?? {}, (left) => ({ keywords: { ...keywords, [name]: left } }));
};

type Fields = Extract<SingleChange, { kind: 'settings' }>['fields'];

export const unknownLocale: Suggest = ({ settings }, { field, locale }) => {
  const missing = field === 'defaultLocale' ? settings.defaultLocale : locale;
  return missing === undefined || settings.locales.includes(missing)
    ? []
    : [{ kind: 'add-locale', about: missing, change: { kind: 'add-locale', locale: missing } }];
};

/** A title of its own for an option whose title another one has: numbered, in as many characters as there may be. */
export function numberedTitle(title: string, taken: readonly string[], max: number): string {
  for (let number = 2; ; number += 1) {
    const end = ` ${number}`;
    const wished =
      [...title]
        .slice(0, max - end.length)
        .join('')
        .trimEnd() + end;
    if (!taken.some((other) => sameText(other, wished))) return wished;
  }
}
