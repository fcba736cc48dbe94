import { numberOn } from '../rules/pack.ts';
import type { TemplateContent } from './definition.ts';
import { type NeededCard, type Needs, needsOfTemplate, type TemplateMessage } from './needs.ts';
import { fillPlaces } from './places.ts';

/** Why WhatsApp would refuse a message of a template. `field` is a path in the message. */
export type ParameterFault = { field: string; message: string };

/**
 * Compares what a message brings with what its template asks for, as WhatsApp does (132000, 132012, 131008, 131009). Values are not looked
 * at: they may still hold placeholders of a flow.
 */
export function parameterFaults(content: TemplateContent, message: TemplateMessage): ParameterFault[] {
  const needs = needsOfTemplate(content);
  return [
    ...needs.beyond.map((part) => ({ field: 'name', message: BEYOND[part] })),
    ...headerFaults(needs, message),
    ...bodyFaults(needs, message),
    ...buttonFaults(needs, message),
    ...offerFaults(needs, message),
    ...cardFaults(needs, message),
  ];
}

/** Filled in, the text is not too long (132005). For a message whose values are final. */
export function filledFaults(content: TemplateContent, message: TemplateMessage): ParameterFault[] {
  if (content.category === 'authentication') {
    const limit = numberOn('template.oneTimeCode');
    const code = message.body?.[0]?.text ?? '';
    return [...code].length > limit
      ? [{ field: 'body', message: `The code is longer than ${limit} characters.` }]
      : [];
  }
  const needs = needsOfTemplate(content);
  const tooLong = (field: string, text: string, limit: number, need: Needs | NeededCard, filled: Filled) =>
    [...fillPlaces(text, bodyValues(need, filled))].length > limit
      ? [{ field, message: `Filled in, the text is longer than ${limit} characters.` }]
      : [];
  const limit = numberOn(content.offer ? 'template.offerBody' : 'template.body');
  return [
    ...tooLong('body', content.body.text, limit, needs, message),
    ...(content.cards ?? []).flatMap(({ body }, at) => {
      const [need, card] = [needs.cards[at], message.cards?.[at]];
      if (!need || !card) return [];
      return tooLong(`cards.${at}.body`, body?.text ?? '', numberOn('template.carouselBody'), need, card);
    }),
  ];
}

/** The values of a message, or of a card, by the names of the template's places. */
function bodyValues(
  { body: names, named }: Needs | NeededCard,
  { body = [] }: Filled,
): { [name: string]: string } {
  return Object.fromEntries(
    body.map(({ name, text }, at) => [named ? (name ?? '') : (names[at] ?? String(at + 1)), text]),
  );
}

const BEYOND: { [part in Needs['beyond'][number]]: string } = {
  products: 'This template has a button with products, which a message of a flow cannot name yet.',
};

function headerFaults(needs: Needs, { header }: TemplateMessage): ParameterFault[] {
  const fault = (message: string) => [{ field: 'header', message }];
  if (!needs.header) {
    return header ? fault('The template’s header takes no value. Remove the header here.') : [];
  }
  const { type } = needs.header;
  if (!header) return fault(`The template’s header needs ${WHAT[type]}.`);
  if (header.type !== type) return fault(`The template’s header is ${WHAT[type]}, not ${WHAT[header.type]}.`);
  if (needs.header.type !== 'text' || header.type !== 'text') return [];
  const wanted = needs.named ? needs.header.name : undefined;
  return header.name === wanted
    ? []
    : fault(
        wanted === undefined
          ? 'The header’s value has no name here.'
          : `The header’s value is named “${wanted}”.`,
      );
}

const WHAT = {
  text: 'a text',
  image: 'a picture',
  video: 'a video',
  document: 'a document',
  location: 'a place',
} as const;

function offerFaults({ offerEnds }: Needs, message: TemplateMessage): ParameterFault[] {
  const field = 'offerEnds';
  if (offerEnds === (message.offerEnds !== undefined)) return [];
  return offerEnds
    ? [{ field, message: 'The template’s offer ends: say when.' }]
    : [{ field, message: 'The template has no offer that ends. Remove its end here.' }];
}

function cardFaults({ cards: needed }: Needs, { cards = [] }: TemplateMessage): ParameterFault[] {
  if (needed.length !== cards.length) {
    const message = `The template has ${cardsOf(needed.length)}, and ${cards.length} of them have values here.`;
    return [{ field: 'cards', message }];
  }
  return cards.flatMap((card, at) => {
    const need = needed[at];
    if (!need) return [];
    const { type } = card.header;
    const wrong = {
      field: `header`,
      message: `The card’s header is ${WHAT[need.header.type]}, not ${WHAT[type]}.`,
    };
    return [
      ...(type === need.header.type ? [] : [wrong]),
      ...bodyFaults(need, card),
      ...buttonFaults(need, card),
    ].map(({ field, message }) => ({ field: `cards.${at}.${field}`, message }));
  });
}

const cardsOf = (count: number) => (count === 0 ? 'no cards' : `${count} cards`);

type Filled = Pick<TemplateMessage, 'body' | 'buttons'>;

function bodyFaults({ body: names, named }: Needs | NeededCard, { body = [] }: Filled): ParameterFault[] {
  const fault = (message: string) => [{ field: 'body', message }];
  if (body.length !== names.length) {
    return fault(
      `The template’s text has ${valuesOf(names.length)}, and ${body.length === 0 ? 'none is' : `${body.length} ${body.length === 1 ? 'is' : 'are'}`} given.`,
    );
  }
  if (!named) {
    return body.some(({ name }) => name !== undefined)
      ? fault('The template’s values are numbered, so they have no names here.')
      : [];
  }
  const missing = names.filter((name) => !body.some((value) => value.name === name));
  return missing.length > 0
    ? fault(`No value is named ${missing.map((name) => `“${name}”`).join(', ')}.`)
    : [];
}

const valuesOf = (count: number) => (count === 1 ? 'one place for a value' : `${count} places for values`);

function buttonFaults(
  { buttons: needed, buttonCount }: Needs | NeededCard,
  { buttons = [] }: Filled,
): ParameterFault[] {
  const given = buttons.flatMap((button): ParameterFault[] => {
    const field = `buttons.${button.index}`;
    if (button.index >= buttonCount) {
      return [{ field, message: `The template has no button at place ${button.index}.` }];
    }
    const need = needed.find(({ index }) => index === button.index);
    if (!need) return [{ field, message: `The template’s button at place ${button.index} takes no value.` }];
    return need.type === button.type
      ? []
      : [
          {
            field,
            message: `The template’s button at place ${button.index} is of another kind (${need.type}).`,
          },
        ];
  });
  const missing = needed.filter(
    ({ index, must }) => must && !buttons.some((button) => button.index === index),
  );
  return [
    ...given,
    ...missing.map(({ index, title }) => ({
      field: 'buttons',
      message: `The template’s button ${title ? `“${title}”` : `at place ${index}`} needs a value.`,
    })),
  ];
}
