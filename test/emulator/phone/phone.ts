import type { Person } from '../people.ts';
import { putOnScreen, reportUpTo } from '../sending/send.ts';
import { visibleNumber } from '../sending/statuses.ts';
import type { Thread } from '../threads.ts';
import type { World } from '../world.ts';
import { type AdReferral, receiveMessage, receiveSystemMessage, type Surroundings } from './inbound.ts';
import {
  type Card,
  contactsContent,
  formContent,
  type InboundContent,
  mediaContent,
  type OrderItem,
  orderContent,
  type PhoneFile,
  type PhoneMediaKind,
  type Place,
  reactionContent,
  tapContent,
  unsupportedContent,
} from './phone-content.ts';
import { describe, findOption, optionOf, reader } from './screen.ts';
import type { ShownOption } from './shown-content.ts';
import type { ShownMessage } from './shown-message.ts';

/**
 * A person's WhatsApp, in the chat with one business number. Whatever the person does resolves after WhatsApp has
 * tried once to report it (see `Webhooks.report`), with the id of the message it made.
 */
export type Phone = {
  readonly person: Person;
  readonly phoneNumberId: string;

  /** Write a text. */
  text(body: string, around?: Surroundings): Promise<string>;
  /** Touch a button, row or quick reply by title or id, on the newest message that offers it. */
  tap(titleOrId: string): Promise<string>;
  /** Touch an option of one particular message, however old. */
  tapOn(wamid: string, titleOrId: string): Promise<string>;
  /** Open a link button: its address. The business hears nothing of it. */
  open(title: string): string;
  /** Answer the newest form (a WhatsApp Flow) on the screen. */
  sendForm(values: Record<string, unknown>): Promise<string>;
  /** Send a place; if the business has just asked for one, as the answer to that. */
  sendLocation(place: Place, around?: Surroundings): Promise<string>;
  sendImage(file?: PhoneFile, around?: Surroundings): Promise<string>;
  sendVideo(file?: PhoneFile, around?: Surroundings): Promise<string>;
  /** An audio file; `voice` for a note that was recorded. */
  sendAudio(file?: PhoneFile & { voice?: boolean }, around?: Surroundings): Promise<string>;
  sendDocument(file?: PhoneFile, around?: Surroundings): Promise<string>;
  sendSticker(file?: PhoneFile, around?: Surroundings): Promise<string>;
  sendContactCard(card: Card | Card[], around?: Surroundings): Promise<string>;
  /** Send a cart from the catalogue of the business. */
  sendOrder(items: OrderItem[], text?: string): Promise<string>;
  /** React to a message, the newest one unless told; null takes the reaction back. Opens no window. */
  sendReaction(emoji: string | null, wamid?: string): Promise<string>;
  /** Send something WhatsApp does not pass on, e.g. `poll`. */
  sendUnsupported(kind?: string): Promise<string>;
  /** Arrive through an ad and write. */
  comeFromAd(body: string, referral?: Partial<AdReferral>): Promise<string>;
  /** Open the chat for the first time without writing (`request_welcome`). */
  openChat(): Promise<string>;
  /** Move to another number. */
  changeNumber(waId: string): Promise<string>;
  /** Stop or allow again marketing messages of the business. */
  stopMarketing(): Promise<void>;
  resumeMarketing(): Promise<void>;

  /** Everything from the business that the person sees, oldest first. */
  readonly messages: readonly ShownMessage[];
  /** Those not handed out by `next` or `receive` yet. */
  readonly unread: readonly ShownMessage[];
  /** The next message from the business, or the next few; waits up to 5 real seconds. */
  next(): Promise<ShownMessage>;
  next(count: number): Promise<ShownMessage[]>;
  /** The next message from the business; waits `timeoutMs` real milliseconds, 5000 unless told. */
  receive(timeoutMs?: number): Promise<ShownMessage>;
  /** True while the business shows its typing bubble: 25 seconds, or until its next message. */
  readonly isTyping: boolean;

  /** Look at the chat: all that is on the screen gets the status `read`. */
  read(): Promise<void>;
  /** Block the business: what it sends is accepted and never goes beyond `sent`. */
  block(): void;
  unblock(): void;
  /** While switched off nothing arrives; switching on brings it all, with its statuses. */
  switchOff(): void;
  switchOn(): Promise<void>;
};

const PATIENCE_MS = 5000;
const TYPING_MS = 25_000;

export function createPhone(world: World, thread: Thread): Phone {
  const { person, number } = thread;
  const screen = reader(thread);
  const say = (content: InboundContent, around?: Surroundings) =>
    receiveMessage(world, thread, content, around);
  const sendFile = (kind: PhoneMediaKind, file: PhoneFile = {}, around?: Surroundings) =>
    say(mediaContent(world, thread, kind, file), around);

  const touch = (message: ShownMessage, option: ShownOption) => {
    const content = tapContent(option);
    if (!content) {
      throw new Error(
        `"${option.title}" is a ${option.kind}: WhatsApp tells the business nothing of such a tap`,
      );
    }
    return say(content, { quoting: message.wamid });
  };

  const setMarketing = (value: 'stop' | 'resume') => {
    person.marketing = value === 'stop' ? 'stopped' : 'allowed';
    const preference = {
      ...visibleNumber(person, 'wa_id'),
      user_id: person.userId,
      detail:
        value === 'stop'
          ? 'User requested to stop marketing messages'
          : 'User requested to resume marketing messages',
      category: 'marketing_messages',
      value,
      // A number here, though every other timestamp is a string.
      timestamp: Math.floor(world.clock.now() / 1000),
    };
    return world.webhooks.report({
      wabaId: number.wabaId,
      field: 'user_preferences',
      value: {
        messaging_product: 'whatsapp',
        metadata: { display_phone_number: number.digits, phone_number_id: number.phoneNumberId },
        user_preferences: [preference],
      },
    });
  };

  function next(): Promise<ShownMessage>;
  function next(count: number): Promise<ShownMessage[]>;
  function next(count?: number): Promise<ShownMessage | ShownMessage[]> {
    return count === undefined ? receive(PATIENCE_MS) : screen.take(count, PATIENCE_MS);
  }
  async function receive(timeoutMs = PATIENCE_MS): Promise<ShownMessage> {
    const [message] = await screen.take(1, timeoutMs);
    if (!message) throw new Error(`the screen lost a message\n${describe(thread)}`);
    return message;
  }

  return {
    person,
    phoneNumberId: number.phoneNumberId,
    text: (body, around) => say({ type: 'text', text: { body } }, around),
    async tap(titleOrId) {
      const { message, option } = findOption(thread, titleOrId);
      return touch(message, option);
    },
    async tapOn(wamid, titleOrId) {
      const message = thread.screen.find((shown) => shown.wamid === wamid);
      const option = message && optionOf(message, titleOrId);
      if (!option) throw new Error(`${wamid} does not offer "${titleOrId}"\n${describe(thread)}`);
      return touch(message, option);
    },
    open: (title) => findOption(thread, title, (option) => option.kind === 'link').option.url ?? '',
    async sendForm(values) {
      for (const message of thread.screen.toReversed()) {
        const form = message.options.find((option) => option.kind === 'form');
        if (form) return say(formContent(values, form.token ?? ''), { quoting: message.wamid });
      }
      throw new Error(`there is no form to answer\n${describe(thread)}`);
    },
    sendLocation(place, around) {
      const newest = thread.screen.at(-1);
      const asked = newest?.type === 'location_request_message' ? { quoting: newest.wamid } : undefined;
      return say({ type: 'location', location: place }, around ?? asked);
    },
    sendImage: (file, around) => sendFile('image', file, around),
    sendVideo: (file, around) => sendFile('video', file, around),
    sendAudio: ({ voice, ...file } = {}, around) => sendFile(voice ? 'voice' : 'audio', file, around),
    sendDocument: (file, around) => sendFile('document', { filename: 'document.pdf', ...file }, around),
    sendSticker: (file, around) => sendFile('sticker', file, around),
    sendContactCard: (card, around) => say(contactsContent(Array.isArray(card) ? card : [card]), around),
    sendOrder: (items, text) => say(orderContent(thread, items, text)),
    async sendReaction(emoji, wamid = thread.screen.at(-1)?.wamid) {
      if (wamid === undefined) throw new Error('there is no message to react to');
      return say(reactionContent(wamid, emoji));
    },
    sendUnsupported: (kind = 'poll') => say(unsupportedContent(kind)),
    comeFromAd: (body, referral) =>
      say({ type: 'text', text: { body } }, { referral: { sourceId: '120200000000000001', ...referral } }),
    openChat: () => say({ type: 'request_welcome' }),
    changeNumber(waId) {
      const from = visibleNumber(person, 'from');
      const fromUser = { from_user_id: person.userId };
      const before = person.waId ?? person.userId;
      world.people.changeNumber(person, waId);
      return receiveSystemMessage(
        world,
        thread,
        { ...from, ...fromUser },
        {
          body: `User ${person.name} changed from ${before} to ${waId}`,
          type: 'user_changed_number',
          ...visibleNumber(person, 'wa_id'),
          user_id: person.userId,
        },
      );
    },
    stopMarketing: () => setMarketing('stop'),
    resumeMarketing: () => setMarketing('resume'),

    messages: thread.screen,
    get unread() {
      return screen.untaken();
    },
    next,
    receive,
    get isTyping() {
      return thread.typingAt !== null && world.clock.now() < thread.typingAt + TYPING_MS;
    },
    async read() {
      for (const message of thread.screen) {
        const sent = world.threads.sent.get(message.wamid);
        if (!sent || message.readAt !== null) continue;
        message.readAt = world.clock.now();
        await reportUpTo(world, sent.record, 'read');
      }
    },
    block() {
      thread.isBlocked = true;
    },
    unblock() {
      thread.isBlocked = false;
    },
    switchOff() {
      thread.isOnline = false;
    },
    async switchOn() {
      thread.isOnline = true;
      for (const record of thread.waiting.splice(0)) {
        putOnScreen(world, record);
        await reportUpTo(world, record, world.policy.autoStatuses);
      }
    },
  };
}
