import { localise } from '../localise.ts';
import type { OutboundMessage } from '../message.ts';
import { mapTexts } from '../message-texts.ts';
import type { Problem } from '../problem.ts';
import { fieldAt, fieldOf } from './field.ts';
import { messageFaults } from './message-limits.ts';
import type { Subject } from './subject.ts';
import type { Fault } from './text-limits.ts';

/**
 * No value of any variable, in any language, makes a message break a limit of WhatsApp's: lengths, counts, uniqueness, what must be there.
 * Lengths are those that the variables' types allow. What may only turn out empty is a warning (`text-may-be-empty`), since an answer that
 * somebody gave never is.
 */
export function whatsappLimit(subject: Subject): Problem[] {
  const { sites, settings, scope } = subject;
  const { locales, defaultLocale, texts } = settings;
  return sites.flatMap(({ node, actions }) =>
    actions.flatMap((action) => {
      if (action.type !== 'send') return [];
      const { key, message } = action.params;
      const pointTo = fieldsOf(message, { key, node, config: subject.flow.nodes[node] });
      const problem = ({ path, level, message: what }: Fault, locale?: string): Problem => ({
        code: level === 'error' ? 'whatsapp-limit' : 'text-may-be-empty',
        level,
        node,
        field: pointTo(path),
        ...(locale !== undefined && { locale }),
        message: what,
      });
      const own = messageFaults(localise(message, key, texts?.[defaultLocale]), scope);
      const isOwn = ({ path, message: what }: Fault) =>
        own.some((fault) => fault.path === path && fault.message === what);
      const others = locales.filter((locale) => locale !== defaultLocale && texts?.[locale]);
      return [
        ...own.map((fault) => problem(fault)),
        ...others.flatMap((locale) =>
          messageFaults(localise(message, key, texts?.[locale]), scope)
            .filter((fault) => !isOwn(fault))
            .map((fault) => problem(fault, locale)),
        ),
      ];
    }),
  );
}

/** From the path of a text in the message to the field of the node that it comes from. */
function fieldsOf(
  message: OutboundMessage,
  { key, node, config }: { key: string; node: string; config: unknown },
): (path: string) => string {
  const written = new Map<string, string>();
  mapTexts(message, '', (text, { path }) => {
    written.set(path, text);
    return text;
  });
  return (path) => {
    const whole = `${key}.${path}`;
    const inNode = whole.startsWith(`${node}.`) ? whole.slice(node.length + 1) : whole;
    const text = written.get(path);
    return text === undefined ? fieldAt(config, inNode) : fieldOf(config, text, inNode);
  };
}
