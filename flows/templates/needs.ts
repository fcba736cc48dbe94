import type { OutboundMessage } from '../message.ts';
import type { DefinedButton, TemplateContent } from './definition.ts';
import { placesIn } from './places.ts';

export type TemplateMessage = Extract<OutboundMessage, { type: 'template' }>;
type SentButton = NonNullable<TemplateMessage['buttons']>[number];

/** What a message has to bring for one button: `must` where WhatsApp refuses a message without it. */
export type NeededButton = { index: number; type: SentButton['type']; title: string; must: boolean };

/** What a card of a carousel asks for. */
export type NeededCard = Pick<Needs, 'body' | 'named' | 'buttons' | 'buttonCount'> & {
  header: { type: 'image' | 'video' };
};

/** What a template asks of every message that uses it. */
export type Needs = {
  header:
    | null
    | { type: 'text'; name: string }
    | { type: 'image' | 'video' | 'document' }
    | { type: 'location' };
  /** Names of the places in the body; where they are not `named`, `1`, `2`, … */
  body: string[];
  named: boolean;
  buttons: NeededButton[];
  /** How many buttons there are, whether or not they need something. */
  buttonCount: number;
  /** Parts that a message of a flow cannot fill: it would be refused. */
  beyond: 'products'[];
  /** Whether it has an offer whose end each message says. */
  offerEnds: boolean;
  cards: NeededCard[];
};

/** What a message must bring to be one of this template. Source: WhatsApp Cloud API, “Template messages”. */
export function needsOfTemplate(content: TemplateContent): Needs {
  const { header, body, buttons, offer, cards, code, places } = content;
  if (content.category === 'authentication') return needsOfCode(code?.title ?? '');
  const needed = buttons.map(needOf);
  const [place] = header?.type === 'text' ? placesIn(header.text) : [];
  return {
    header:
      header?.type === 'text'
        ? place === undefined
          ? null
          : { type: 'text', name: place }
        : header
          ? { type: header.type }
          : null,
    body: placesIn(body.text),
    named: places === 'named',
    buttons: needed.filter((button) => button !== null),
    buttonCount: buttons.length,
    beyond: [
      ...([{ buttons }, ...(cards ?? [])].some((part) => part.buttons.some(({ type }) => type === 'products'))
        ? ['products' as const]
        : []),
    ],
    offerEnds: offer?.ends === true,
    cards: (cards ?? []).map((card) => ({
      header: { type: card.header.type },
      body: placesIn(card.body?.text ?? ''),
      named: places === 'named',
      buttons: card.buttons.map(needOf).filter((button) => button !== null),
      buttonCount: card.buttons.length,
    })),
  };
}

/** A one-time code goes in twice: in the text, and as the end of the button's address. */
function needsOfCode(title: string): Needs {
  return {
    header: null,
    body: ['1'],
    named: false,
    buttons: [{ index: 0, type: 'url', title, must: true }],
    buttonCount: 1,
    beyond: [],
    offerEnds: false,
    cards: [],
  };
}

function needOf(button: DefinedButton, index: number): NeededButton | null {
  switch (button.type) {
    case 'quick-reply':
      return { index, type: 'quick-reply', title: button.title, must: false };
    case 'url':
      return placesIn(button.url).length > 0 ? { index, type: 'url', title: button.title, must: true } : null;
    case 'copy-code':
      return { index, type: 'copy-code', title: '', must: true };
    case 'form':
      return { index, type: 'form', title: button.title, must: true };
    case 'catalog':
      return { index, type: 'catalog', title: button.title, must: false };
    default:
      return null;
  }
}
