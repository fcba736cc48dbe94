import { Agent, type Dispatcher, FormData } from 'undici';
import { z } from 'zod';
import { interpret, type Refused, refuse, type Unknown } from './graph-answer.ts';
import { graphTemplateList } from './graph-template-list.ts';
import { graphTemplates } from './graph-templates.ts';
import { type Exchange, exchange, type HttpRequest } from './http-exchange.ts';
import { identifier, maybe, quantity } from './lenient.ts';
import { readMark } from './outbound-message.ts';
import type { Provider } from './provider.ts';
import { metaWire, type Wire } from './wire.ts';

export type GraphClientOptions = ClientOptions & {
  /** `https://graph.facebook.com`, or the emulator's address. */
  baseUrl: string;
  /** Graph version, such as `v25.0`. */
  version: string;
};

export type ClientOptions = {
  /** For one request from first to last byte. Uploads and downloads get four times as much. */
  timeoutMs?: number;
  /** Instead of the client's own pool of connections. The caller closes it. */
  dispatcher?: Dispatcher;
};

/** The number that a request speaks for, with the token to prove it, and whom it is asked of: Meta itself where that is left out. */
export type SendingNumber = { phoneNumberId: string; accessToken: string; provider?: Provider };

/** Accepted is not delivered: that comes as a status. `messageStatus` is only set for templates, which may be held back. */
export type Sent =
  | { ok: true; wamid: string; messageStatus?: string; waId?: string; userId?: string }
  | Refused
  | Unknown;

export type Marked = { ok: true } | Refused | Unknown;

export type MediaUrl =
  | { ok: true; url: string; mimeType?: string; sha256?: string; fileSize?: number }
  | Refused
  | Unknown;
export type Downloaded = { ok: true; bytes: Uint8Array; mimeType: string } | Refused | Unknown;
export type Uploaded = { ok: true; mediaId: string } | Refused | Unknown;

export type GraphClient = ReturnType<typeof createGraphClient>;

/** To each host. A number granted 1,000 messages a second needs as many as answers take seconds, times 1,000. */
const MAX_CONNECTIONS = 256;
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/** Speaks to Meta's Graph API: see `createClient`. */
export function createGraphClient({ baseUrl, version, ...options }: GraphClientOptions) {
  return createClient(metaWire({ baseUrl, version }), options);
}

/**
 * Speaks to WhatsApp over kept-alive connections. No method throws for what the network or WhatsApp does; none of the results holds the
 * access token. The token goes to the wire's host and to Meta's media host, nowhere else.
 */
export function createClient(wire: Wire, options: ClientOptions = {}) {
  const { timeoutMs = 15_000 } = options;
  const { prefix } = wire;
  const dispatcher =
    options.dispatcher ??
    new Agent({
      connections: MAX_CONNECTIONS,
      connect: { timeout: Math.min(timeoutMs, 5_000) },
      // With HTTP/2 one lost connection leaves every message under way in doubt.
      allowH2: false,
    });

  const call = (
    accessToken: string,
    request: Omit<HttpRequest, 'origin' | 'headers'> & {
      origin?: string;
      json?: unknown;
      headers?: Record<string, string>;
    },
    limits: { timeoutMs: number; maxBytes: number } = { timeoutMs, maxBytes: MAX_ANSWER_BYTES },
  ): Promise<Exchange> => {
    const { json, headers: own, ...rest } = request;
    const headers = { ...wire.proof(accessToken), accept: 'application/json', ...own };
    return exchange(
      dispatcher,
      json === undefined
        ? { origin: wire.origin, ...rest, headers }
        : {
            origin: wire.origin,
            ...rest,
            headers: { ...headers, 'content-type': 'application/json' },
            body: JSON.stringify(json),
          },
      limits,
    );
  };
  const messagesPath = ({ phoneNumberId }: SendingNumber) => wire.ofNumber(phoneNumberId, 'messages');

  return {
    // biome-ignore lint/nursery/noMisusedPromises: an object of functions; nothing in it is a promise.
    ...graphTemplates(call, prefix),
    ...graphTemplateList(call, prefix),

    /** Send one message, made by `toGraphMessage`. There is no key against sending twice: see `unknown`. */
    async send(number: SendingNumber, body: Record<string, unknown>): Promise<Sent> {
      const answered = await call(number.accessToken, {
        method: 'POST',
        path: messagesPath(number),
        json: body,
      });
      return interpret(answered, number.accessToken, (json) => {
        const accepted = Accepted.safeParse(json).data;
        const message = accepted?.messages[0];
        if (!accepted || !message) return null;
        const contact = accepted.contacts?.[0];
        return {
          ok: true,
          wamid: message.id,
          ...(message.message_status ? { messageStatus: message.message_status } : {}),
          ...(contact?.wa_id ? { waId: contact.wa_id } : {}),
          ...(contact?.user_id ? { userId: contact.user_id } : {}),
        };
      });
    },

    /** Mark a message of the person as read; `typing` also shows that an answer is coming. */
    async markRead(number: SendingNumber, wamid: string, typing: boolean): Promise<Marked> {
      const answered = await call(number.accessToken, {
        method: 'POST',
        path: messagesPath(number),
        json: readMark(wamid, typing),
      });
      return interpret(answered, number.accessToken, () => ({ ok: true }));
    },

    /** Where to download a file; the address is good for five minutes. */
    async getMediaUrl(number: SendingNumber, mediaId: string): Promise<MediaUrl> {
      const answered = await call(number.accessToken, {
        method: 'GET',
        path: wire.ofMedia(number.phoneNumberId, mediaId),
      });
      return interpret(answered, number.accessToken, (json) => {
        const media = MediaJson.safeParse(json).data;
        if (!media) return null;
        const { url, mime_type: mimeType, sha256, file_size: fileSize } = media;
        return { ok: true, url, mimeType, sha256, fileSize };
      });
    },

    /** Download a file from the address that `getMediaUrl` gave. Any other host is refused before anything is sent. */
    async downloadMedia(
      number: SendingNumber,
      url: string,
      { maxBytes = 100 * 1024 * 1024 }: { maxBytes?: number } = {},
    ): Promise<Downloaded> {
      const at = URL.canParse(url) ? wire.download(new URL(url)) : null;
      if (!at) return refuse({ message: 'the file is not at an address of WhatsApp' });
      const answered = await call(
        number.accessToken,
        { ...at, method: 'GET' },
        { timeoutMs: timeoutMs * 4, maxBytes },
      );
      if (answered.kind === 'answer' && answered.status === 200) {
        return { ok: true, bytes: answered.body, mimeType: answered.contentType };
      }
      return interpret<Extract<Downloaded, { ok: true }>>(answered, number.accessToken, () => null);
    },

    /**
     * Block somebody who has written to the number within the last 24 hours, or unblock them. Source: WhatsApp Cloud API, "Block users".
     */
    async setBlocked(
      number: SendingNumber,
      { user, userId }: { user?: string; userId?: string },
      isBlocked: boolean,
    ): Promise<Marked> {
      const who = user === undefined ? { user_id: userId } : { user: `+${user.replace(/\D/g, '')}` };
      const answered = await call(number.accessToken, {
        method: isBlocked ? 'POST' : 'DELETE',
        path: wire.ofNumber(number.phoneNumberId, 'block_users'),
        json: { messaging_product: 'whatsapp', block_users: [who] },
      });
      return interpret(answered, number.accessToken, () => ({ ok: true }));
    },

    /** Upload a file for sending; its id is good for 30 days. */
    async uploadMedia(
      number: SendingNumber,
      file: { bytes: Uint8Array<ArrayBuffer>; mimeType: string; filename: string },
    ): Promise<Uploaded> {
      const form = new FormData();
      form.set('messaging_product', 'whatsapp');
      form.set('type', file.mimeType);
      form.set('file', new Blob([file.bytes], { type: file.mimeType }), file.filename);
      const answered = await call(
        number.accessToken,
        { method: 'POST', path: wire.ofNumber(number.phoneNumberId, 'media'), body: form },
        { timeoutMs: timeoutMs * 4, maxBytes: MAX_ANSWER_BYTES },
      );
      return interpret(answered, number.accessToken, (json) => {
        const id = UploadedJson.safeParse(json).data?.id;
        return id === undefined ? null : { ok: true, mediaId: id };
      });
    },

    /** Let requests under way finish and close the connections. */
    async close(): Promise<void> {
      if (!options.dispatcher) await dispatcher.close();
    },
  };
}

const Accepted = z.object({
  messages: z.array(z.object({ id: identifier, message_status: maybe(z.string()) })).min(1),
  contacts: maybe(z.array(z.object({ wa_id: maybe(identifier), user_id: maybe(identifier) }))),
});

const MediaJson = z.object({
  url: z.string(),
  mime_type: maybe(z.string()),
  sha256: maybe(z.string()),
  file_size: maybe(quantity),
});
const UploadedJson = z.object({ id: identifier });
