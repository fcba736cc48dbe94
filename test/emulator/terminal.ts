import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Emulator } from './emulator-types.ts';
import type { Phone } from './phone/phone.ts';
import type { ShownOption } from './phone/shown-content.ts';
import type { ShownMessage } from './phone/shown-message.ts';

const HELP = `Type a text, or the number of an option. Or:
  /location LAT LONG        send a place
  /image [CAPTION]          send a picture
  /order ID [ID …]          send a cart
  /form NAME=VALUE …        answer a form
  /ad TEXT                  arrive through an ad
  /read                     look at the chat (blue ticks for the bot)
  /advance 25h              move WhatsApp's clock: s, m, h or d
  /say TEXT                 send TEXT even if it is a number or begins with a slash
  /quit`;

/** A chat in the terminal: prints what the bot sends, and does what is typed. Resolves at the end of the input. */
export async function chat(
  emulator: Emulator,
  phone: Phone,
  input: Readable,
  print: (line: string) => void,
): Promise<void> {
  print(
    `You are ${phone.person.name}, ${phone.person.waId}. Type a message, /help for more, Ctrl+C to stop.`,
  );
  void printMessages(phone, print);

  for await (const line of createInterface({ input })) {
    const typed = line.trim();
    if (typed === '/quit') return;
    if (typed === '') continue;
    try {
      await act(emulator, phone, typed, print);
      warnOfWebhook(emulator, print);
    } catch (error) {
      print(`! ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

async function printMessages(phone: Phone, print: (line: string) => void): Promise<never> {
  const FOREVER_MS = 2 ** 31 - 1;
  for (;;) print(readable(await phone.receive(FOREVER_MS)));
}

/** A message with its options numbered: the number typed is the option picked. */
function readable(message: ShownMessage): string {
  const text = message.text
    .split('\n')
    .map((line) => `< ${line}`)
    .join('\n');
  const options = message.options.map((option, index) => `    ${index + 1}) ${option.title}`);
  return [text, ...options].join('\n');
}

async function act(
  emulator: Emulator,
  phone: Phone,
  typed: string,
  print: (line: string) => void,
): Promise<void> {
  const [command = '', ...words] = typed.split(/\s+/);
  const rest = typed.slice(command.length).trim();
  const picked = /^\d+$/.test(typed) ? optionNumber(phone, Number(typed)) : undefined;
  if (picked) return pick(phone, picked.message, picked.option, print);

  switch (command) {
    case '/help':
      return print(HELP);
    case '/location': {
      const [latitude = Number.NaN, longitude = Number.NaN] = words.map(Number);
      if (Number.isNaN(latitude) || Number.isNaN(longitude)) return print('! /location needs two numbers');
      await phone.sendLocation({ latitude, longitude });
      return;
    }
    case '/image':
      await phone.sendImage(rest ? { caption: rest } : {});
      return;
    case '/order':
      await phone.sendOrder(words.map((productId) => ({ productId })));
      return;
    case '/form':
      await phone.sendForm(Object.fromEntries(words.map((word) => word.split(/=(.*)/s).slice(0, 2))));
      return;
    case '/ad':
      await phone.comeFromAd(rest);
      return;
    case '/read':
      return phone.read();
    case '/advance': {
      const ms = duration(rest);
      if (ms === null) return print('! /advance needs a duration, e.g. 90m or 25h');
      emulator.clock.advance(ms);
      return print(`~ it is now ${new Date(emulator.clock.now()).toISOString()} for WhatsApp`);
    }
    case '/say':
      await phone.text(rest);
      return;
    default:
      if (command.startsWith('/')) return print(`! unknown command ${command}; /help lists them`);
      await phone.text(typed);
  }
}

async function pick(
  phone: Phone,
  message: ShownMessage,
  option: ShownOption,
  print: (line: string) => void,
): Promise<void> {
  switch (option.kind) {
    case 'link':
      return print(`~ opens ${option.url}; the bot hears nothing of it`);
    case 'send-location':
      await phone.sendLocation({ latitude: 52.52, longitude: 13.405 });
      return;
    case 'form':
      return print('~ answer it with /form name=value …');
    case 'product':
      await phone.sendOrder([{ productId: option.id }]);
      return;
    case 'reply':
    case 'row':
    case 'quick-reply':
      await phone.tapOn(message.wamid, option.id);
      return;
    default:
      return print(`~ opens on the phone; the bot hears nothing of it`);
  }
}

/** The option with this number on the newest message that has any. */
function optionNumber(phone: Phone, number: number) {
  const message = phone.messages.findLast((shown) => shown.options.length > 0);
  const option = message?.options[number - 1];
  return message && option ? { message, option } : undefined;
}

/** `25h` → ms; null if it is no duration. */
function duration(text: string): number | null {
  const [, count, unit] = /^(\d+(?:\.\d+)?)\s*([smhd])$/.exec(text) ?? [];
  const unitMs = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit ?? ''];
  return unitMs === undefined ? null : Number(count) * unitMs;
}

function warnOfWebhook(emulator: Emulator, print: (line: string) => void): void {
  const last = emulator.webhooks.all.at(-1);
  if (last?.state !== 'failed') return;
  const outcome = last.tries.at(-1);
  print(
    `! ${emulator.webhookUrl} ${typeof outcome === 'number' ? `answered ${outcome}` : `is ${outcome}`}; will be repeated`,
  );
}
