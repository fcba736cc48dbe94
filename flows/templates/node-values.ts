import { z } from 'zod';
import { OfferEnd, TemplateButton, TemplateCard, TemplateHeader, TemplateParameter } from '../message.ts';
import type { KnownTemplate } from './definition.ts';
import { type NeededCard, type Needs, needsOfTemplate } from './needs.ts';

/** The values that a node or a message gives to a template. */
export const TemplateValues = z.object({
  header: TemplateHeader.optional(),
  body: z.array(TemplateParameter).optional(),
  buttons: z.array(TemplateButton).optional(),
  offerEnds: OfferEnd.optional(),
  cards: z.array(TemplateCard).optional(),
});
type Values = z.infer<typeof TemplateValues>;

/**
 * The values that a flow gives to a template, made to fit the one that was chosen: what was written for a place of the same name or number
 * stays, what the template does not ask for goes, and what it asks for is there to be filled in.
 */
export function valuesFor({ content }: Pick<KnownTemplate, 'content'>, before: Values): Values {
  const needs = needsOfTemplate(content);
  const header = headerFor(needs.header, needs.named, before.header);
  const cards = needs.cards.map((need, at) => {
    const kept = before.cards?.[at];
    return {
      header: kept?.header.type === need.header.type ? kept.header : { type: need.header.type, media: {} },
      ...partsFor(need, kept ?? {}, `card_${at + 1}_`),
    };
  });
  return {
    ...(header && { header }),
    ...partsFor(needs, before, ''),
    ...(needs.offerEnds && { offerEnds: before.offerEnds ?? { kind: 'after', duration: 'PT48H' } }),
    ...(cards.length > 0 && { cards }),
  };
}

/** Values of the text and of the buttons; ids of new quick replies begin with `prefix`, as each is a way out of the node. */
function partsFor(
  needs: Needs | NeededCard,
  before: Pick<Values, 'body' | 'buttons'>,
  prefix: string,
): Pick<Values, 'body' | 'buttons'> {
  const body = needs.body.map((name, at) => {
    const kept = needs.named ? before.body?.find((value) => value.name === name) : before.body?.[at];
    return { ...(needs.named && { name }), text: kept?.text ?? '' };
  });
  const buttons = needs.buttons.flatMap((need): NonNullable<Values['buttons']> => {
    const kept = before.buttons?.find(({ index, type }) => index === need.index && type === need.type);
    return [
      kept?.type === 'quick-reply' ? { ...kept, title: need.title } : (kept ?? blankButton(need, prefix)),
    ];
  });
  return { ...(body.length > 0 && { body }), ...(buttons.length > 0 && { buttons }) };
}

function headerFor(needed: Needs['header'], named: boolean, before: Values['header']): Values['header'] {
  if (!needed) return undefined;
  if (needed.type === 'text') {
    const text = before?.type === 'text' ? before.text : '';
    return { type: 'text', text, ...(named && { name: needed.name }) };
  }
  if (before?.type === needed.type) return before;
  return needed.type === 'location'
    ? { type: 'location', latitude: 0, longitude: 0 }
    : { type: needed.type, media: {} };
}

function blankButton(
  { index, type, title }: Needs['buttons'][number],
  prefix: string,
): NonNullable<Values['buttons']>[number] {
  switch (type) {
    case 'quick-reply':
      return { type, index, id: `${prefix}reply_${index + 1}`, title };
    case 'url':
      return { type, index, text: '' };
    case 'copy-code':
      return { type, index, code: '' };
    case 'form':
    case 'catalog':
      return { type, index };
  }
}
