import { mapTexts, type TextPlace } from '../message-texts.ts';
import { placeholdersOf } from '../placeholders.ts';
import type { Problem } from '../problem.ts';
import { fieldOf } from './field.ts';
import type { Site } from './sites.ts';
import type { Subject } from './subject.ts';

/** Every translation belongs to a text (`texts-unused`), and every text is translated (`texts-missing`). Both are warnings. */
export function texts(subject: Subject): Problem[] {
  const { settings, flow } = subject;
  const spoken = spokenTexts(subject.sites);
  const problems: Problem[] = [];
  for (const [locale, translations] of Object.entries(settings.texts ?? {})) {
    for (const path of Object.keys(translations)) {
      const isKnown = spoken.has(path);
      if (isKnown && settings.locales.includes(locale)) continue;
      const why = isKnown ? `“${locale}” is not one of the languages of this flow` : 'there is no such text';
      const [node] = path.split('.');
      problems.push({
        code: 'texts-unused',
        level: 'warning',
        ...(node !== undefined && Object.hasOwn(flow.nodes, node) && { node }),
        field: path,
        locale,
        message: `The translation “${path}” is not used: ${why}.`,
      });
    }
  }
  for (const [path, { text, node, needsTranslation }] of spoken) {
    if (!needsTranslation) continue;
    for (const locale of settings.locales) {
      const isThere = Object.hasOwn(settings.texts?.[locale] ?? {}, path);
      if (locale === settings.defaultLocale || isThere) continue;
      problems.push({
        code: 'texts-missing',
        level: 'warning',
        node,
        field: node === '' ? path : fieldOf(flow.nodes[node], text, path.slice(node.length + 1)),
        locale,
        message: `“${path}” is not translated, so people who read “${locale}” get it in “${settings.defaultLocale}”.`,
      });
    }
  }
  return problems;
}

type Spoken = { text: string; node: string; needsTranslation: boolean };

/** Every text that has a translation's path, by it. */
export function spokenTexts(sites: readonly Site[]): Map<string, Spoken> {
  const spoken = new Map<string, Spoken>();
  for (const { node, actions } of sites) {
    for (const action of actions) {
      if (action.type === 'send') {
        mapTexts(action.params.message, action.params.key, (text, place) => {
          spoken.set(place.path, { text, node, needsTranslation: isForPeople(text, place) });
          return text;
        });
      } else if (action.type === 'escalate' && action.params.summary !== undefined) {
        /* Agents read it, and they need not speak the contact's language. */
        const { summary } = action.params;
        spoken.set(`${action.params.node}.summary`, { text: summary, node, needsTranslation: false });
      }
    }
  }
  return spoken;
}

/** Fields that are addresses, codes or names of files, which are the same in every language. */
const NOT_FOR_PEOPLE = new Set(['link', 'url', 'urls', 'filename', 'code', 'phone', 'phones', 'emails']);

/** Whether a text reads differently in another language, so that it is to be translated. */
export function isForPeople(text: string, { field, owner, path }: TextPlace): boolean {
  /* A template that re-opens the window may have one language for all; the texts of it are WhatsApp's. */
  if (field === 'language' && /\.reopen\.language$/.test(path)) return false;
  if (NOT_FOR_PEOPLE.has(field) || owner.type === 'url' || /\.data\.[^.]*$/.test(path)) return false;
  const words = placeholdersOf(text).reduce((rest, { source }) => rest.replace(source, ''), text);
  const isAddress = /^\s*(https?:\/\/\S+|[^\s@]+@[^\s@]+)\s*$/.test(words);
  return /\p{L}/u.test(words) && !isAddress;
}
