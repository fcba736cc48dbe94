import { type Refusal, refusal } from '../graph/graph-error.ts';
import type { SentComponent, SentTemplate } from '../rules/template-rules.ts';
import { checkButtons } from './template-buttons.ts';
import {
  badParameter,
  checkCount,
  checkNames,
  checkText,
  parameterValues,
  textOf,
  type Where,
  wrongFormat,
} from './template-parameters.ts';
import { fill, partsOf, placeholders, type TemplateDefinition } from './templates.ts';

/**
 * Holds a template message against the approved definition: number, kind, names and form of its parameters.
 * `version` is the Graph version of the call, which decides between two error codes.
 * Source: WhatsApp Cloud API, template components and error codes 132000-132018.
 */
export function checkTemplate(
  definition: TemplateDefinition | undefined,
  sent: SentTemplate,
  version: number,
  now: number,
): Refusal | null {
  if (!definition || !['APPROVED', 'PAUSED', 'DISABLED'].includes(definition.status)) {
    return refusal(132001, `template name (${sent.name}) does not exist in ${sent.language.code}`);
  }
  if (definition.status === 'PAUSED') return refusal(132015, 'The template is paused due to low quality.');
  if (definition.status === 'DISABLED')
    return refusal(132016, 'The template was paused too often and is now disabled.');
  return checkComponents(definition.components, sent.components ?? [], '', { version, now, definition });
}

function checkComponents(
  components: TemplateDefinition['components'],
  sent: SentComponent[],
  prefix: string,
  where: Where,
): Refusal | null {
  const twice = sent.find(
    (component, index) =>
      component.type !== 'button' && sent.findIndex((other) => other.type === component.type) < index,
  );
  if (twice) return refusal(131009, `${prefix}components: ${twice.type} is given twice`);
  const parts = partsOf(components);
  return (
    checkHeader(parts.header, sent, prefix, where) ??
    checkBody(parts.body, sent, prefix, where) ??
    checkButtons(parts.buttons, sent, prefix, where) ??
    checkOffer(parts.offer, sent, where) ??
    checkCards(parts.cards, sent, where)
  );
}

function checkHeader(
  defined: { format: string; text?: string } | undefined,
  sent: SentComponent[],
  prefix: string,
  where: Where,
): Refusal | null {
  const parameters = sent.flatMap((component) => (component.type === 'header' ? component.parameters : []));
  const [parameter] = parameters;
  const format = defined?.format.toLowerCase() ?? 'none';

  if (format === 'none' || format === 'text') {
    const names = placeholders(defined?.text ?? '');
    if (parameter && parameter.type !== 'text' && names.length > 0)
      return wrongFormat(`${prefix}header`, 'TEXT', parameter.type);
    const wrongCount = checkCount(`${prefix}header`, parameters.length, names.length);
    if (wrongCount) return wrongCount;
    if (parameter?.type !== 'text') return null;
    const refused =
      checkNames(`${prefix}header`, [parameter], names, where) ?? checkText(parameter.text, where);
    if (refused) return refused;
    const shown = fill(defined?.text ?? '', new Map([[names[0] ?? '', parameter.text]]));
    return shown.length > 60 ? refusal(132005, `${prefix}header: text is longer than 60 characters`) : null;
  }
  if (!parameter) return wrongFormat(`${prefix}header`, format.toUpperCase(), 'UNKNOWN');
  return parameter.type === format
    ? null
    : wrongFormat(`${prefix}header`, format.toUpperCase(), parameter.type);
}

function checkBody(text: string, sent: SentComponent[], prefix: string, where: Where): Refusal | null {
  const parameters = sent.flatMap((component) => (component.type === 'body' ? component.parameters : []));
  // An authentication template has fixed text, with the code in it as the only parameter.
  const isCode = where.definition.category === 'AUTHENTICATION' && prefix === '';
  const names = isCode ? ['1'] : placeholders(text);

  const refused =
    checkCount(`${prefix}body`, parameters.length, names.length) ??
    checkNames(`${prefix}body`, parameters, names, where) ??
    firstRefusal(parameters, (parameter) => checkText(textOf(parameter), where));
  if (refused) return refused;
  const [code] = parameters;
  if (isCode && code && textOf(code).length > 15)
    return badParameter('The code is longer than 15 characters', where);
  const shown = fill(text, parameterValues(names, parameters));
  const limit = prefix === '' ? 1024 : 160;
  return shown.length > limit
    ? refusal(132005, `${prefix}body: text is longer than ${limit} characters`)
    : null;
}

function checkOffer(
  offer: { has_expiration?: boolean } | undefined,
  sent: SentComponent[],
  { now }: Where,
): Refusal | null {
  const given = sent.find((component) => component.type === 'limited_time_offer');
  if (!offer) return given ? checkCount('limited_time_offer', 1, 0) : null;
  if (!given) {
    return offer.has_expiration
      ? refusal(131008, 'limited_time_offer: expiration_time_ms is required')
      : null;
  }
  const endsAt = given.parameters[0]?.limited_time_offer.expiration_time_ms ?? 0;
  // Seconds given for milliseconds lie in 1970.
  return endsAt > now ? null : refusal(131009, 'limited_time_offer: expiration_time_ms is in the past');
}

function checkCards(
  cards: { components: TemplateDefinition['components'] }[] | undefined,
  sent: SentComponent[],
  where: Where,
): Refusal | null {
  const given = sent.find((component) => component.type === 'carousel');
  if (!cards) return given ? checkCount('carousel', given.cards.length, 0) : null;
  if (given?.cards.length !== cards.length) {
    return refusal(
      132000,
      `carousel: number of cards (${given?.cards.length ?? 0}) does not match the template's (${cards.length})`,
    );
  }
  return firstRefusal(given.cards, (card) => {
    const definition = cards[card.card_index];
    if (!definition) return refusal(131009, `carousel: there is no card ${card.card_index}`);
    return checkComponents(definition.components, card.components, `card ${card.card_index} `, where);
  });
}

function firstRefusal<T>(items: T[], check: (item: T) => Refusal | null): Refusal | null {
  for (const item of items) {
    const refused = check(item);
    if (refused) return refused;
  }
  return null;
}
