import type { PersonInput } from '@parley/flows/input.ts';
import { limits } from '@parley/flows/limits.ts';
import { z } from 'zod';
import { cutText } from './cut-text.ts';
import { asList, identifier, maybe, quantity } from './lenient.ts';
import { isRecord, readJsonText } from './storable-json.ts';

const MAX_KIND = 60;

type Message = Record<string, unknown>;
type Reader = (message: Message) => PersonInput | undefined;

/**
 * What a person did, from one element of `messages`. Null for what is not an answer to the bot: the platform speaking for
 * itself (`system`, `request_welcome`), and a message changed or taken back (`edit`, `revoke`). A type we do not know,
 * or know but cannot read, is `unsupported`, so that the person still gets an answer. Text over 4,096 characters is cut.
 * A tap carries the id we gave the option; which node offered it is for the runtime to find by the message's context.
 */
export function readPersonInput(message: Message): PersonInput | null {
  const type = typeOf(message);
  if (SILENT.has(type)) return null;
  return (
    READERS.get(type)?.(message) ?? {
      type: 'unsupported',
      kind: cutText(unsupportedKind(message, type), MAX_KIND),
    }
  );
}

/**
 * True when this message opens (or prolongs) the 24-hour customer service window. An `unsupported` message comes from a
 * person all the same. Whether a bare reaction does is not documented, so it is not counted on.
 * Source: WhatsApp Cloud API, "Customer service windows" and "Conversational components" (welcome requests).
 */
export function opensWindow(message: Message): boolean {
  return !['system', 'edit', 'revoke', 'reaction'].includes(typeOf(message));
}

const SILENT = new Set(['system', 'request_welcome', 'edit', 'revoke']);

/** Older examples leave `type` out; then the body that is there tells. */
function typeOf(message: Message): string {
  if (typeof message.type === 'string') return message.type;
  return [...READERS.keys(), ...SILENT].find((type) => message[type] !== undefined) ?? 'unknown';
}

/** The real type as far as WhatsApp names it: `poll`, `edit`, `call_permission_reply`, … */
function unsupportedKind(message: Message, type: string): string {
  if (type === 'interactive') return Named.parse(message.interactive)?.type ?? type;
  return type === 'unsupported' ? (Named.parse(message.unsupported)?.type ?? 'unknown') : type;
}

const text = z.string().transform((value) => cutText(value, limits.text.body));

const Named = maybe(z.object({ type: maybe(z.string().min(1)) }));
const Text = z.object({ body: text });
const Reply = z.object({ id: identifier, title: maybe(text) });
const Button = z.object({ payload: maybe(identifier), text: maybe(text) });
const Location = z.object({
  latitude: quantity,
  longitude: quantity,
  name: maybe(text),
  address: maybe(text),
});
const Reaction = z.object({ message_id: identifier, emoji: maybe(z.string()) });
const Media = z.object({
  id: identifier,
  mime_type: maybe(z.string()),
  caption: maybe(text),
  filename: maybe(z.string()),
  voice: maybe(z.boolean()),
});
const Order = z.object({
  catalog_id: maybe(identifier),
  text: maybe(text),
  // Money is never guessed: an order with a line we cannot read is not an order we can take.
  product_items: z
    .array(
      z.object({
        product_retailer_id: identifier,
        quantity,
        item_price: quantity,
        currency: z.string(),
      }),
    )
    .min(1),
});
const Card = z.object({
  name: maybe(
    z.object({
      formatted_name: maybe(z.string()),
      first_name: maybe(z.string()),
      last_name: maybe(z.string()),
    }),
  ),
  phones: maybe(z.array(z.object({ phone: maybe(identifier), wa_id: maybe(identifier) }))),
});
const Token = maybe(identifier);
const FormReply = z.object({ response_json: z.unknown() });

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['text', ({ text }) => read(Text, text, ({ body }) => ({ type: 'text', text: body }))],
  ['image', ({ image }) => readMedia('image', image)],
  ['video', ({ video }) => readMedia('video', video)],
  ['audio', ({ audio }) => readMedia('audio', audio)],
  ['document', ({ document }) => readMedia('document', document)],
  ['sticker', ({ sticker }) => readMedia('sticker', sticker)],
  ['location', ({ location }) => read(Location, location, (place) => ({ type: 'location', ...place }))],
  ['contacts', ({ contacts }) => readContacts(contacts)],
  ['reaction', ({ reaction }) => readReaction(reaction)],
  ['button', ({ button }) => readButton(button)],
  ['interactive', ({ interactive }) => readInteractive(interactive)],
  ['order', ({ order }) => readOrder(order)],
]);

function read<T>(
  schema: z.ZodType<T>,
  body: unknown,
  toInput: (body: T) => PersonInput,
): PersonInput | undefined {
  if (body === undefined) return undefined;
  const result = schema.safeParse(body);
  return result.success ? toInput(result.data) : undefined;
}

type MediaKind = Extract<PersonInput, { type: 'media' }>['kind'];

function readMedia(kind: MediaKind, body: unknown): PersonInput | undefined {
  return read(Media, body, ({ id, mime_type, ...rest }) => ({
    type: 'media',
    kind,
    mediaId: id,
    mimeType: mime_type,
    ...rest,
  }));
}

function readContacts(body: unknown): PersonInput | undefined {
  const cards = asList(body)?.flatMap((card) => Card.safeParse(card).data ?? []);
  if (!cards || cards.length === 0) return undefined;
  return {
    type: 'contact-card',
    contacts: cards.map(({ name, phones }) => ({
      name: name?.formatted_name ?? [name?.first_name, name?.last_name].filter(Boolean).join(' '),
      phones: (phones ?? []).flatMap(({ phone, wa_id }) => phone ?? wa_id ?? []),
    })),
  };
}

/** Taking a reaction back arrives as one without an emoji, or with an empty one. */
function readReaction(body: unknown): PersonInput | undefined {
  return read(Reaction, body, ({ message_id, emoji }) => ({
    type: 'reaction',
    emoji: emoji || undefined,
    messageId: message_id,
  }));
}

/** A tap on a quick reply of a template. Without a payload of ours WhatsApp returns the label in its place. */
function readButton(body: unknown): PersonInput | undefined {
  return read(Button, body, ({ payload, text }) => ({
    type: 'choice',
    id: payload ?? text ?? '',
    title: text,
  }));
}

function readInteractive(body: unknown): PersonInput | undefined {
  const { list_reply, button_reply, nfm_reply } = isRecord(body) ? body : {};
  const toChoice = ({ id, title }: z.infer<typeof Reply>): PersonInput => ({ type: 'choice', id, title });
  return (
    read(Reply, list_reply, toChoice) ??
    read(Reply, button_reply, toChoice) ??
    read(FormReply, nfm_reply, readForm)
  );
}

/**
 * A form's answers: JSON inside a string, promised to be an object but written by the form's own author. Anything else is
 * kept under `response`. `flow_token` is ours, sent out with the form, and is not an answer.
 */
function readForm({ response_json }: z.infer<typeof FormReply>): PersonInput {
  const parsed = typeof response_json === 'string' ? readJsonText(response_json) : undefined;
  const response = parsed?.ok ? parsed.value : response_json;
  if (!isRecord(response)) return { type: 'form', values: { response: response ?? null } };
  const { flow_token, ...values } = response;
  return { type: 'form', values, token: Token.parse(flow_token) };
}

function readOrder(body: unknown): PersonInput | undefined {
  return read(Order, body, ({ catalog_id, text, product_items }) => ({
    type: 'order',
    catalogId: catalog_id,
    text: text || undefined,
    items: product_items.map(({ product_retailer_id, quantity, item_price, currency }) => ({
      productId: product_retailer_id,
      quantity,
      price: item_price,
      currency,
    })),
  }));
}
