import type { Problem } from '../problem.ts';
import type { Subject } from './subject.ts';

const SHOP = ['product', 'products', 'catalog'];

/**
 * Product messages need a catalogue: each number that the flow answers on must have one linked. One problem for each node and number.
 * Source: WhatsApp Cloud API, "Sell products & services".
 */
export function channelShop({ sites, channels }: Subject): Problem[] {
  const nodes = new Set(
    sites.flatMap(({ node, actions }) =>
      actions.some(({ type, params }) => type === 'send' && SHOP.includes(params.message.type)) ? [node] : [],
    ),
  );
  return channels
    .filter(({ catalogId }) => catalogId === null)
    .flatMap(({ name }) =>
      [...nodes].map((node) => ({
        ...{ code: 'no-catalogue', level: 'error' as const, node },
        message: `The number ${name} has no catalogue, so it cannot show products. Link one on the number’s page.`,
      })),
    );
}

/**
 * A business profile must say how to reach a person beside WhatsApp.
 * Source: WhatsApp Business Messaging Policy: keep contact information (email, website or phone number) in the profile.
 */
export function channelSupport({ channels }: Subject): Problem[] {
  return channels
    .filter(({ hasSupportContact }) => hasSupportContact === false)
    .map(({ name }) => ({
      code: 'profile-no-support-contact',
      level: 'warning',
      message: `The profile of the number ${name} has neither an email address nor a website. WhatsApp wants one, so that people can reach you.`,
    }));
}

/**
 * Who is asked to agree must be told by whom: the wording of each consent names the business as WhatsApp shows it, in every language.
 * Source: WhatsApp opt-in requirements: businesses must clearly state the name of the business that a person agrees to hear from.
 */
export function channelConsent({ flow, channels }: Subject): Problem[] {
  const { defaultLocale, texts = {} } = flow.settings;
  const asked = Object.entries(flow.nodes).flatMap(([node, config]) => {
    if (config.type !== 'consent') return [];
    const translated = Object.entries(texts).flatMap(([locale, byPath]) => {
      const body = byPath[`${node}.body`];
      return body === undefined ? [] : [{ node, locale, body }];
    });
    return [{ node, locale: defaultLocale, body: config.body }, ...translated];
  });
  return channels.flatMap(({ businessName }) =>
    businessName
      ? asked
          .filter(
            ({ body }) => body.trim() !== '' && !body.toLowerCase().includes(businessName.toLowerCase()),
          )
          .map(({ node, locale }) => ({
            ...{ code: 'consent-names-nobody', level: 'warning' as const, node, field: 'body', locale },
            message: `Say who asks: the wording does not name “${businessName}”, as WhatsApp requires.`,
          }))
      : [],
  );
}
