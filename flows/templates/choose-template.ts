import { filledFaults, parameterFaults } from './check-parameters.ts';
import type { KnownTemplate } from './definition.ts';
import type { TemplateMessage } from './needs.ts';
import { sendabilityOf } from './status.ts';

/** What goes out in place of a template that cannot: another language of it, another template, or both. */
export type Fallback = { name: string | null; language: string | null };

/** The templates of one business account. */
export type TemplateBook = {
  find(name: string, language: string): KnownTemplate | undefined;
  fallbackOf(name: string): Fallback | undefined;
};

/**
 * What becomes of a template message just before it is sent.
 * - `send`: as it is, or `instead` the declared fallback. Also for a template that is not known: it may be newer than what is known.
 * - `hold`: the template cannot be sent now, and may again.
 * - `refuse`: WhatsApp would say no, whenever it is tried.
 */
export type Choice =
  | { act: 'send'; message: TemplateMessage; instead: boolean }
  | { act: 'hold'; reason: 'template-paused'; details: string }
  | { act: 'refuse'; reason: 'template-parameters' | 'template-not-approved'; details: string };

/** Decides by what is known of the account's templates; the message's values are final. */
export function chooseTemplate(message: TemplateMessage, book: TemplateBook): Choice {
  const known = book.find(message.name, message.language);
  const sendability = known ? sendabilityOf(known.status) : null;
  if (known && sendability === 'yes') {
    const faults = faultsOf(known, message);
    return faults.length === 0
      ? { act: 'send', message, instead: false }
      : { act: 'refuse', reason: 'template-parameters', details: faults.join(' ') };
  }
  for (const other of fallbacksOf(message, book)) {
    const candidate = { ...message, ...other };
    const template = book.find(other.name, other.language);
    if (!template || sendabilityOf(template.status) !== 'yes') continue;
    if (faultsOf(template, candidate).length === 0) return { act: 'send', message: candidate, instead: true };
  }
  if (!known || sendability === null) return { act: 'send', message, instead: false };
  const details = `The template “${known.name}” (${known.language}) is ${known.status} at WhatsApp.`;
  return sendability === 'later'
    ? { act: 'hold', reason: 'template-paused', details }
    : { act: 'refuse', reason: 'template-not-approved', details };
}

/** In the order in which they are tried: the same template in another language first. */
export function fallbacksOf(
  { name, language }: { name: string; language: string },
  book: Pick<TemplateBook, 'fallbackOf'>,
): { name: string; language: string }[] {
  const own = book.fallbackOf(name);
  if (!own) return [];
  const other = own.name === null ? undefined : book.fallbackOf(own.name);
  const all = [
    ...(own.language === null ? [] : [{ name, language: own.language }]),
    ...(own.name === null ? [] : [{ name: own.name, language }]),
    ...(own.name === null || own.language === null ? [] : [{ name: own.name, language: own.language }]),
    ...(own.name === null || !other?.language ? [] : [{ name: own.name, language: other.language }]),
  ];
  return all.filter((one) => one.name !== name || one.language !== language);
}

/** A template that holds more than can be read here is WhatsApp's to judge. */
function faultsOf({ content, isWhole }: KnownTemplate, message: TemplateMessage): string[] {
  if (!isWhole) return [];
  return [...parameterFaults(content, message), ...filledFaults(content, message)].map(
    (fault) => fault.message,
  );
}
