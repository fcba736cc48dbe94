import type { Capability } from '@parley/flows/channel-capabilities.ts';
import { DEMO_NUMBER, demoGraphUrl } from '../demo-number.ts';
import type { TemplateGraph } from '../templates/submit.ts';
import { createDialog360Client } from '../whatsapp/dialog360-client.ts';
import { createDialog360Numbers, type Dialog360Numbers } from '../whatsapp/dialog360-numbers.ts';
import { createGraphClient, type GraphClient, type SendingNumber } from '../whatsapp/graph-client.ts';
import { createGraphNumbers, type GraphNumbers } from '../whatsapp/graph-numbers.ts';
import { createGraphShop, type GraphShop } from '../whatsapp/graph-shop.ts';
import { CAPABILITIES_OF } from './capabilities.ts';

/** One way to WhatsApp: what it can do, and how that is done. Messages have one form, Meta's, on every way. */
export type Adapter = {
  capabilities: readonly Capability[];
  /** Messages, files and templates. */
  messages: GraphClient;
  /** What is read and set of numbers. */
  numbers: GraphNumbers;
  /** The catalogue and the check of identities; null where there is no way to either. */
  shop: GraphShop | null;
};

/** Whom a number is asked of. */
export type Address = Pick<SendingNumber, 'phoneNumberId' | 'provider'>;

export type Adapters = {
  of(number: Address): Adapter;
  dialog360: Dialog360Numbers;
  /** Sends each number's messages its own way. */
  messages: MessagesOfNumbers;
  close(): Promise<void>;
};

export type MessagesOfNumbers = Omit<GraphClient, keyof TemplateGraph | 'close'>;

export type AdapterOptions = { graphUrl: string; graphVersion: string; dialog360Url: string };

/** All ways to WhatsApp. The demo number's leads to the emulator, on whichever it would be. */
export function createAdapters({ graphUrl, graphVersion, dialog360Url }: AdapterOptions): Adapters {
  const meta = metaAdapter(graphUrl, graphVersion);
  const demo = metaAdapter(demoGraphUrl(graphUrl), graphVersion);
  const dialog360 = createDialog360Numbers({ baseUrl: dialog360Url });
  const partner: Adapter = {
    capabilities: CAPABILITIES_OF['360dialog'],
    messages: createDialog360Client({ baseUrl: dialog360Url }),
    numbers: dialog360,
    shop: null,
  };
  const of = ({ phoneNumberId, provider = 'meta' }: Address) => {
    if (phoneNumberId === DEMO_NUMBER.phoneNumberId) return demo;
    return provider === '360dialog' ? partner : meta;
  };
  return {
    of,
    dialog360,
    messages: messagesOf((number) => of(number).messages),
    close: async () => {
      await Promise.all(
        [meta, demo, partner].flatMap(({ messages, numbers, shop }) => [
          messages.close(),
          numbers.close(),
          shop?.close(),
        ]),
      );
    },
  };
}

function metaAdapter(baseUrl: string, version: string): Adapter {
  return {
    capabilities: CAPABILITIES_OF.meta,
    messages: createGraphClient({ baseUrl, version }),
    numbers: createGraphNumbers({ baseUrl, version }),
    shop: createGraphShop({ baseUrl, version }),
  };
}

function messagesOf(clientOf: (number: SendingNumber) => MessagesOfNumbers): MessagesOfNumbers {
  return {
    send: (number, body) => clientOf(number).send(number, body),
    markRead: (number, wamid, typing) => clientOf(number).markRead(number, wamid, typing),
    getMediaUrl: (number, mediaId) => clientOf(number).getMediaUrl(number, mediaId),
    downloadMedia: (number, url, limits) => clientOf(number).downloadMedia(number, url, limits),
    uploadMedia: (number, file) => clientOf(number).uploadMedia(number, file),
    setBlocked: (number, who, isBlocked) => clientOf(number).setBlocked(number, who, isBlocked),
  };
}
