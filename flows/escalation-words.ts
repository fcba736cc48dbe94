import { own } from './edit/record.ts';

/**
 * Words by which people ask for a person, by language: what a new flow begins with, and what is suggested for a language that
 * is added. None of them means opting out, and none is an ordinary answer.
 */
const WORDS: { readonly [language: string]: readonly string[] } = {
  ar: ['موظف', 'مساعدة'],
  cs: ['operátor', 'člověk'],
  de: ['mitarbeiter', 'mensch'],
  en: ['agent', 'human'],
  es: ['agente', 'persona'],
  fr: ['conseiller', 'humain'],
  he: ['נציג', 'אדם'],
  hi: ['एजेंट', 'सहायता'],
  id: ['agen', 'petugas'],
  it: ['operatore', 'persona'],
  ja: ['担当者', 'オペレーター'],
  kk: ['оператор', 'адам'],
  nl: ['medewerker', 'mens'],
  pl: ['konsultant', 'człowiek'],
  pt: ['atendente', 'humano'],
  ro: ['operator', 'om'],
  ru: ['оператор', 'человек'],
  tr: ['temsilci', 'insan'],
  uk: ['оператор', 'людина'],
  zh: ['人工', '客服'],
};

/** Words for a person in a language such as `pt-BR`; none when we know none. */
export function escalationWords(locale: string): readonly string[] {
  return own(WORDS, locale) ?? own(WORDS, locale.split('-')[0] ?? '') ?? [];
}
