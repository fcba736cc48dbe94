import type { FlowSettings } from './settings.ts';

/**
 * Words that mean "do not write to me any more", by language. They work in every state of every flow, whatever the flow says.
 * All of them count in every language, so none may be an ordinary answer in another (“dur” is stop in Turkish and hard in French), nor a
 * common button (“sair”).
 * Source: WhatsApp Business Messaging Policy, opt-out requests must be honoured.
 */
const OPT_OUT: { [locale: string]: readonly string[] } = {
  ar: ['توقف', 'إلغاء الاشتراك'],
  de: ['stopp', 'abmelden', 'abbestellen'],
  en: ['stop', 'unsubscribe', 'opt out', 'optout', 'stop all'],
  es: ['darme de baja', 'cancelar suscripción', 'no más mensajes'],
  fr: ['arrêt', 'désabonner', 'se désabonner'],
  hi: ['रोकें', 'बंद करें'],
  id: ['berhenti', 'berhenti berlangganan'],
  it: ['disiscriviti', 'cancellami'],
  pt: ['descadastrar', 'cancelar inscrição', 'parar mensagens'],
  ru: ['стоп', 'отписаться', 'отпишите меня'],
  tr: ['mesaj istemiyorum', 'aboneliği iptal et'],
  uk: ['відписатися'],
};

const optOutWords = new Set(Object.values(OPT_OUT).flat().map(plain));

export const OPT_OUT_KEYWORD = 'opt-out';
export const ESCALATION_KEYWORD = 'escalation';

/** Letters and digits only matter: case, accents, punctuation at the ends and spaces around do not. */
export function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/^[\s\p{P}]+|[\s\p{P}]+$/gu, '');
}

/** Whether a person meant the same words; texts without a letter or digit must be equal as they are. */
export function sameText(one: string, other: string): boolean {
  const [left, right] = [plain(one), plain(other)];
  return left === '' || right === '' ? one.trim() === other.trim() : left === right;
}

export function isOptOut(text: string): boolean {
  return optOutWords.has(plain(text));
}

/** The flow's keyword that a text is: `escalation` or the name of one of its own; null for none. Every locale's words count. */
export function keywordIn(settings: FlowSettings, text: string): string | null {
  const sets = [
    [ESCALATION_KEYWORD, settings.escalation.keywords] as const,
    ...inNameOrder(settings.keywords ?? {}),
  ];
  for (const [name, words] of sets) {
    if (localeOfWord(words, text) !== null) return name;
  }
  return null;
}

/** The locale whose list holds the text as a word of its own; null when none does. */
export function localeOfWord(words: { [locale: string]: string[] }, text: string): string | null {
  for (const [locale, list] of inNameOrder(words)) {
    if (list.some((word) => sameText(word, text))) return locale;
  }
  return null;
}

/** What a word means must not depend on the order of keys, which a store may change. */
function inNameOrder<Value>(record: { [name: string]: Value }): [string, Value][] {
  return Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1));
}
