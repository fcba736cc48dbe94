import type { OutboundMessage } from '@parley/flows/message.ts';
import type { UsableBody } from '@parley/runtime/http/template-schemas.ts';

type TemplateMessage = Extract<OutboundMessage, { type: 'template' }>;
type Buttons = NonNullable<TemplateMessage['buttons']>;

/** A template that may be sent now, with what it needs; see `/api/templates/usable`. */
export type Usable = UsableBody;

/** One value that somebody fills in. `key` tells them apart; `name` is the place, the button's title, or null for the header. */
export type TemplateField = { key: string; kind: 'header' | 'link' | 'body' | 'button'; name: string | null };

/** What is to be filled in, from top to bottom; null for a template that needs what cannot be typed: a place on a map. */
export function fieldsOf({ needs }: Usable): TemplateField[] | null {
  const { header, body, buttons } = needs;
  if (header === 'location') return null;
  const above: TemplateField[] =
    header === null ? [] : [{ key: 'header', kind: header === 'text' ? 'header' : 'link', name: null }];
  const typed = buttons.filter(({ must, type }) => must && (type === 'url' || type === 'copy-code'));
  return [
    ...above,
    ...body.map((name): TemplateField => ({ key: `body ${name}`, kind: 'body', name })),
    ...typed.map(
      ({ index, title }): TemplateField => ({ key: `button ${index}`, kind: 'button', name: title }),
    ),
  ];
}

/** The message with these values, by the keys of its fields. */
export function filledTemplate(usable: Usable, values: { readonly [key: string]: string }): TemplateMessage {
  const { name, language, needs } = usable;
  const { header, headerName, body, named, buttons } = needs;
  const valueAt = (key: string) => (values[key] ?? '').trim();
  const made = buttons.filter(({ must }) => must).flatMap((button) => buttonOf(button, valueAt));
  return {
    type: 'template',
    name,
    language,
    ...headerOf(header, headerName, valueAt('header')),
    ...(body.length > 0 && {
      body: body.map((place) => ({ ...(named && { name: place }), text: valueAt(`body ${place}`) })),
    }),
    ...(made.length > 0 && { buttons: made }),
  };
}

function headerOf(
  type: Usable['needs']['header'],
  name: string | null,
  value: string,
): Pick<TemplateMessage, 'header'> {
  if (type === null || type === 'location') return {};
  if (type === 'text') return { header: { type, text: value, ...(name !== null && { name }) } };
  return { header: { type, media: { link: value } } };
}

function buttonOf(
  { index, type }: { index: number; type: string },
  valueAt: (key: string) => string,
): Buttons {
  const value = valueAt(`button ${index}`);
  switch (type) {
    case 'url':
      return [{ type, index, text: value }];
    case 'copy-code':
      return [{ type, index, code: value }];
    case 'form':
    case 'catalog':
      return [{ type, index }];
    default:
      return [];
  }
}
