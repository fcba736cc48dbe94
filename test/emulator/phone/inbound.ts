import { toTimestamp } from '../clock.ts';
import { contactOf, messagesChange, visibleNumber } from '../sending/statuses.ts';
import type { Thread } from '../threads.ts';
import { noteInbound } from '../windows.ts';
import type { World } from '../world.ts';

/** The ad or post that brought a person here. Source: WhatsApp Cloud API, text message webhook, `referral`. */
export type AdReferral = {
  sourceId: string;
  sourceUrl?: string;
  sourceType?: 'ad' | 'post';
  headline?: string;
  body?: string;
  clickId?: string;
};

export type Surroundings = {
  /** The message that is answered or quoted; only its id matters. */
  quoting?: string;
  /** `often` once it has been forwarded more than five times. */
  forwarded?: 'once' | 'often';
  referral?: AdReferral;
  /** The product page it was written from. */
  aboutProduct?: string;
  /** When it was written, if not now; ms since 1970. */
  at?: number;
};

/**
 * The person sends something: WhatsApp notes it and reports it. `content` is the part of the message that depends on
 * its type. Resolves with the message's id after the webhook's first try.
 */
export async function receiveMessage(
  world: World,
  thread: Thread,
  content: { type: string } & Record<string, unknown>,
  around: Surroundings = {},
): Promise<string> {
  const { number, person } = thread;
  const at = around.at ?? world.clock.now();
  const wamid = world.ids.wamid(person.waId ?? person.userId, 'in');

  thread.written.set(wamid, { at, type: content.type });
  world.threads.whereWritten.set(wamid, thread);
  world.rates.takeInbound(number, world.clock.now());
  // Whether a bare reaction opens the window is not documented, so it does not.
  if (content.type !== 'reaction') noteInbound(thread.window, at, around.referral !== undefined);

  await world.webhooks.report(
    messagesChange(number, {
      contacts: [contactOf(number, person, true)],
      messages: [
        {
          ...contextOf(thread, around),
          ...(around.referral ? { referral: toReferral(around.referral) } : {}),
          ...visibleNumber(person, 'from'),
          from_user_id: person.userId,
          id: wamid,
          timestamp: toTimestamp(at),
          ...content,
        },
      ],
    }),
  );
  return wamid;
}

/** Something WhatsApp says about the person: no `contacts`, and no window is opened. */
export async function receiveSystemMessage(
  world: World,
  thread: Thread,
  from: Record<string, string>,
  system: Record<string, string>,
): Promise<string> {
  const { number, person } = thread;
  const wamid = world.ids.wamid(person.waId ?? person.userId, 'in');
  await world.webhooks.report(
    messagesChange(number, {
      messages: [{ ...from, id: wamid, timestamp: toTimestamp(world.clock.now()), type: 'system', system }],
    }),
  );
  return wamid;
}

function contextOf({ number }: Thread, { quoting, forwarded, aboutProduct }: Surroundings) {
  if (quoting !== undefined) return { context: { from: number.digits, id: quoting } };
  if (forwarded) {
    return { context: forwarded === 'often' ? { frequently_forwarded: true } : { forwarded: true } };
  }
  if (aboutProduct === undefined) return {};
  const product = { catalog_id: number.catalogId ?? '', product_retailer_id: aboutProduct };
  return { context: { from: number.digits, referred_product: product } };
}

function toReferral(referral: AdReferral) {
  return {
    source_url: referral.sourceUrl ?? `https://fb.me/${referral.sourceId}`,
    source_id: referral.sourceId,
    source_type: referral.sourceType ?? 'ad',
    headline: referral.headline ?? 'Chat with us',
    body: referral.body ?? 'An advertisement',
    media_type: 'image',
    image_url: 'https://media.example/advertisement.jpg',
    ...(referral.clickId === undefined ? {} : { ctwa_clid: referral.clickId }),
  };
}
