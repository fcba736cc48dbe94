import { isOptOut, sameText } from '../keywords.ts';
import { localise } from '../localise.ts';
import { optionsOf } from '../message.ts';
import type { Problem } from '../problem.ts';
import { fieldOf } from './field.ts';
import type { Subject } from './subject.ts';

/**
 * A typed title counts as the tap, so no two options of a message read the same (but for case, accents and spaces) in any language; and a
 * title that is a word for opting out can only be tapped: a warning. Titles with placeholders are compared as they are written. Cards of a
 * carousel have the same buttons, as WhatsApp demands it: a title that several of them have is then no tap when it is typed.
 */
export function optionTitles({ sites, settings, flow }: Subject): Problem[] {
  const { locales, defaultLocale, texts } = settings;
  return sites.flatMap(({ node, actions }) =>
    actions.flatMap((action) => {
      if (action.type !== 'send') return [];
      const { key, message } = action.params;
      const written = new Map(optionsOf(message).map(({ id, title }) => [id, title]));
      if (written.size === 0) return [];
      const isOfCards = message.type === 'template' && message.cards !== undefined;
      return locales.flatMap((locale) => {
        const options = optionsOf(localise(message, key, texts?.[locale]));
        return options.flatMap(({ id, title }, at): Problem[] => {
          const isTranslation = locale !== defaultLocale && title !== written.get(id);
          const place = {
            node,
            field: fieldOf(flow.nodes[node], written.get(id) ?? title, `${id}.title`),
            ...(isTranslation && { locale }),
          };
          const twin = isOfCards
            ? undefined
            : options.slice(0, at).find((other) => sameText(other.title, title));
          if (twin) {
            const message = `Two options read “${title}”, so a person who types it cannot mean one of them. Give them different titles.`;
            return [{ code: 'same-title', level: 'error', ...place, message }];
          }
          if (!isOptOut(title)) return [];
          const message = `“${title}” means opting out when it is typed. It works as an option only when it is tapped.`;
          return [{ code: 'title-opts-out', level: 'warning', ...place, message }];
        });
      });
    }),
  );
}
