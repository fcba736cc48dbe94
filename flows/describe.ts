import { durationWords } from './duration.ts';
import type { Header, Media, OutboundMessage } from './message.ts';
import type { Effect } from './turn.ts';

/**
 * A message as lines of plain text, as a person would read it on the phone: for transcripts, the terminal and logs of tests.
 * Options stand in brackets, in the order in which a number picks them.
 */
export function describeMessage(message: OutboundMessage): string[] {
  switch (message.type) {
    case 'text':
      return message.body.split('\n');
    case 'image':
    case 'video':
    case 'document':
      return [`(${message.type} ${mediaName(message.media)})`, ...(message.caption?.split('\n') ?? [])];
    case 'audio':
      return [`(${message.voice ? 'voice note' : 'audio'} ${mediaName(message.media)})`];
    case 'sticker':
      return [`(sticker ${mediaName(message.media)})`];
    case 'location':
      return [
        `(location ${message.latitude}, ${message.longitude}${named([message.name, message.address])})`,
      ];
    case 'contacts':
      return message.contacts.map(
        ({ name, phones, emails }) =>
          `(contact ${name}${named([...phones.map(({ phone }) => phone), ...(emails ?? [])])})`,
      );
    case 'buttons':
      return [...framed(message), message.buttons.map(({ title }) => `[${title}]`).join(' ')];
    case 'list':
      return [
        ...framed(message),
        `[${message.button} ▾]`,
        ...message.sections.flatMap(({ title, rows }) => [
          ...(title === undefined ? [] : [`  ${title}`]),
          ...rows.map(
            (row) => `  [${row.title}]${row.description === undefined ? '' : ` ${row.description}`}`,
          ),
        ]),
      ];
    case 'product':
      return [
        `(product ${message.productId})`,
        ...(message.body?.split('\n') ?? []),
        ...small(message.footer),
      ];
    case 'products':
      return [
        ...framed(message),
        ...message.sections.map(
          ({ title, products }) => `  ${title === undefined ? '' : `${title}: `}${products.join(', ')}`,
        ),
      ];
    case 'catalog':
      return ['(catalogue)', ...framed(message)];
    case 'link':
      return [...framed(message), `[${message.title}] → ${message.url}`];
    case 'location-request':
      return [...message.body.split('\n'), '[Send location]'];
    case 'form':
      return [...framed(message), `[${message.title}] → form ${message.formId}`];
    case 'template':
      return describeTemplate(message);
  }
}

function describeTemplate(message: Extract<OutboundMessage, { type: 'template' }>): string[] {
  const values =
    message.body?.map(({ name, text }) => (name === undefined ? text : `${name}: ${text}`)) ?? [];
  const taps = tapsOf(message.buttons);
  const { offerEnds } = message;
  return [
    `(template ${message.name}, ${message.language}${named(values)})`,
    ...headerLines(message.header?.type === 'location' ? undefined : message.header),
    ...(offerEnds
      ? [`(offer ends ${offerEnds.kind === 'after' ? `after ${offerEnds.duration}` : offerEnds.at})`]
      : []),
    ...(taps.length > 0 ? [taps.join(' ')] : []),
    ...(message.cards ?? []).map(({ header, body = [], buttons }, at) =>
      [
        `(card ${at + 1}: ${header.type} ${mediaName(header.media)}${named(body.map(({ text }) => text))})`,
        ...tapsOf(buttons),
      ].join(' '),
    ),
  ];
}

const tapsOf = (buttons: Extract<OutboundMessage, { type: 'template' }>['buttons'] = []) =>
  buttons.flatMap((button) => (button.type === 'quick-reply' ? [`[${button.title}]`] : []));

/** Everything else that a turn asks for, one line each; null for what a reader need not see. */
export function describeEffect(effect: Exclude<Effect, { type: 'send' }>): string | null {
  switch (effect.type) {
    case 'schedule':
      return `~ waits ${durationWords(effect.delayMs)}`;
    case 'cancel':
      return null;
    case 'call':
      return `? ${effect.request.method} ${effect.request.url}${effect.request.body === null ? '' : ` ${effect.request.body}`}`;
    case 'escalate':
      return `! escalate by ${effect.method}${effect.team === undefined ? '' : ` to ${effect.team}`}${
        effect.summary === undefined ? '' : `: ${effect.summary}`
      }`;
    case 'consent':
      return effect.purpose === '*'
        ? '+ opted out of everything'
        : `+ consent ${effect.granted ? 'given' : 'refused'} for ${effect.purpose}`;
    case 'tag':
      return `# tags ${[...effect.add.map((tag) => `+${tag}`), ...effect.remove.map((tag) => `-${tag}`)].join(' ')}`;
    case 'verified':
      return '+ identity verified';
    case 'start':
      return `= starts ${effect.flow}`;
    case 'end':
      return `= ends: ${effect.reason}`;
  }
}

function framed({
  header,
  body,
  footer,
}: {
  header?: Header | undefined;
  body: string;
  footer?: string | undefined;
}) {
  return [...headerLines(header), ...body.split('\n'), ...small(footer)];
}

function headerLines(header: Header | undefined): string[] {
  if (!header) return [];
  return [header.type === 'text' ? `*${header.text}*` : `(${header.type} ${mediaName(header.media)})`];
}

const small = (footer: string | undefined) => (footer === undefined ? [] : [`_${footer}_`]);
const mediaName = ({ link, file, id }: Media) => link ?? file?.name ?? `id ${id}`;
const named = (parts: (string | undefined)[]) => {
  const known = parts.filter((part) => part !== undefined && part !== '');
  return known.length > 0 ? `: ${known.join(', ')}` : '';
};
