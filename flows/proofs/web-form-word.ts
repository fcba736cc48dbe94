import type { NodeConfig } from '../nodes/registry.ts';
import type { Problem } from '../problem.ts';
import type { Subject } from './subject.ts';
import { whyNotAWebForm } from './web-form.ts';

/**
 * Whether a person answers behind a web form cannot be seen from its address. One that is neither refused by itself nor on a website of the
 * number's profile needs somebody's word for it (`answered`); who gave it and when is the author and the time of the version.
 * Source: WhatsApp Business Messaging Policy, escalation paths. Asking is ours.
 */
export function webFormWord({ flow, channels }: Subject): Problem[] {
  const own = channels.flatMap(({ websites = [] }) => websites.flatMap((site) => hostOf(site) ?? []));
  const { defaultLocale, texts = {} } = flow.settings;
  return Object.entries(flow.nodes).flatMap(([node, config]) => {
    if (config.type !== 'escalation') return [];
    return formsOf(config).flatMap(({ form, path, key }): Problem[] => {
      if (form.answered) return [];
      const translated = Object.entries(texts).flatMap(([locale, byPath]) => {
        const url = byPath[`${node}.${key}url`];
        return url === undefined || locale === defaultLocale ? [] : [url];
      });
      const unknown = [form.url, ...translated].find(
        (url) => whyNotAWebForm(url) === null && !isOwn(url, own),
      );
      if (unknown === undefined) return [];
      return [
        {
          code: 'web-form-unattested',
          level: 'warning',
          node,
          field: `${path}.answered`,
          message: `Nobody has said yet that a person answers what is written at “${unknown}”. WhatsApp accepts the form only then: find out, and say so here.`,
        },
      ];
    });
  });
}

type Escalation = Extract<NodeConfig, { type: 'escalation' }>;
type Form = Extract<Escalation['contact'], { method: 'web-form' }>;

/** The forms that a node leads to; `key` is where their texts stand among the translations. */
function formsOf({ contact }: Escalation): { form: Form; path: string; key: string }[] {
  if (contact.method === 'web-form') return [{ form: contact, path: 'contact', key: '' }];
  const otherwise = contact.method === 'agent' ? contact.otherwise?.contact : undefined;
  return otherwise?.method === 'web-form'
    ? [{ form: otherwise, path: 'contact.otherwise.contact', key: 'otherwise.' }]
    : [];
}

const isOwn = (url: string, own: readonly string[]) => {
  const host = hostOf(url);
  return host !== null && own.some((site) => host === site || host.endsWith(`.${site}`));
};

function hostOf(url: string): string | null {
  const [, host] = /^https?:\/\/([^/?#]+)/i.exec(url.trim()) ?? [];
  return host === undefined
    ? null
    : host
        .toLowerCase()
        .replace(/:\d+$/, '')
        .replace(/^www\./, '');
}
