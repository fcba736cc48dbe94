import { z } from 'zod';
import { TemplateButton, TemplateHeader, TemplateParameter } from '../message.ts';
import type { KnownTemplate } from './definition.ts';
import { needsOfTemplate } from './needs.ts';

/** The values that a node or a message gives to a template. */
export const TemplateValues = z.object({
  header: TemplateHeader.optional(),
  body: z.array(TemplateParameter).optional(),
  buttons: z.array(TemplateButton).optional(),
});
type Values = z.infer<typeof TemplateValues>;

/**
 * The values that a flow gives to a template, made to fit the one that was chosen: what was written for a place of the same name or number
 * stays, what the template does not ask for goes, and what it asks for is there to be filled in.
 */
export function valuesFor({ content }: Pick<KnownTemplate, 'content'>, before: Values): Values {
  const needs = needsOfTemplate(content);
  const body = needs.body.map((name, at) => {
    const kept = needs.named ? before.body?.find((value) => value.name === name) : before.body?.[at];
    return { ...(needs.named && { name }), text: kept?.text ?? '' };
  });
  const buttons = needs.buttons.flatMap((need): NonNullable<Values['buttons']> => {
    const kept = before.buttons?.find(({ index, type }) => index === need.index && type === need.type);
    return [kept?.type === 'quick-reply' ? { ...kept, title: need.title } : (kept ?? blankButton(need))];
  });
  const header = headerFor(needs.header, needs.named, before.header);
  return {
    ...(header && { header }),
    ...(body.length > 0 && { body }),
    ...(buttons.length > 0 && { buttons }),
  };
}

function headerFor(
  needed: ReturnType<typeof needsOfTemplate>['header'],
  named: boolean,
  before: Values['header'],
): Values['header'] {
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

function blankButton({
  index,
  type,
  title,
}: ReturnType<typeof needsOfTemplate>['buttons'][number]): NonNullable<Values['buttons']>[number] {
  switch (type) {
    case 'quick-reply':
      return { type, index, id: `reply_${index + 1}`, title };
    case 'url':
      return { type, index, text: '' };
    case 'copy-code':
      return { type, index, code: '' };
    case 'form':
    case 'catalog':
      return { type, index };
  }
}
