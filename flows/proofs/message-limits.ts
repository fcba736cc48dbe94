import type { Scope } from '../expression.ts';
import { limitsOf } from '../limits.ts';
import type { OutboundMessage } from '../message.ts';
import { buttonFaults, productFaults, rowFaults } from './option-limits.ts';
import { fileFaults, filename, footer, framed, locationFaults, voiceFaults } from './part-limits.ts';
import { templateFaults } from './template-limits.ts';
import { address, count, type Fault, optional, present, required, withoutEmoji } from './text-limits.ts';

/**
 * Why WhatsApp might refuse a message, for any values of its variables: lengths, counts, uniqueness, what must be there. Every number is
 * from `limits.ts`; the other rules are from the same pages of Meta's Cloud API documentation.
 */
export function messageFaults(message: OutboundMessage, scope: Scope): Fault[] {
  const body = (text: string) => required('body', text, 'The text', limitsOf(scope).interactive.body, scope);
  switch (message.type) {
    case 'text':
      return required('body', message.body, 'The text', limitsOf(scope).text.body, scope);
    case 'image':
    case 'video':
    case 'document':
      return [
        ...fileFaults('media', message.media, message.type, scope),
        ...optional('caption', message.caption, 'The caption', limitsOf(scope).caption, scope),
        ...(message.type === 'document' ? filename('filename', message.filename, scope) : []),
      ];
    case 'audio':
      return [
        ...fileFaults('media', message.media, message.type, scope),
        ...voiceFaults('media', message.media, message.voice),
      ];
    case 'sticker':
      return fileFaults('media', message.media, message.type, scope);
    case 'location':
      return locationFaults('', message, scope);
    case 'contacts':
      return contactFaults(message, scope);
    case 'buttons':
      return [...framed(message, scope), ...buttonFaults(message, scope)];
    case 'list':
      return [
        ...framed(message, scope, limitsOf(scope).list.body),
        ...required('button', message.button, 'The button of a list', limitsOf(scope).list.button, scope),
        ...rowFaults(message, scope),
      ];
    case 'product':
      return [
        ...(message.body === undefined ? [] : body(message.body)),
        ...footer(message.footer, scope),
        ...present('productId', message.productId, 'The id of the product'),
      ];
    case 'products':
      return [
        ...required('header.text', message.header.text, 'The header', limitsOf(scope).header.text, scope),
        ...body(message.body),
        ...footer(message.footer, scope),
        ...productFaults(message, scope),
      ];
    case 'catalog':
      return framed(message, scope);
    case 'link':
      return [
        ...framed(message, scope),
        ...required('title', message.title, 'The title of the button', limitsOf(scope).link.title, scope),
        ...address('url', message.url, 'The address', { max: limitsOf(scope).link.url, scope }),
      ];
    case 'location-request':
      return body(message.body);
    case 'form':
      return [
        ...framed(message, scope),
        ...required('title', message.title, 'The title of the button', limitsOf(scope).form.title, scope),
        ...withoutEmoji('title', message.title, 'The button of a form', scope),
        ...present('formId', message.formId, 'The id of the form'),
      ];
    case 'template':
      return templateFaults(message, scope);
  }
}

function contactFaults({ contacts }: Extract<OutboundMessage, { type: 'contacts' }>, scope: Scope): Fault[] {
  const { max } = limitsOf(scope).contacts;
  return [
    ...count('contacts', contacts.length, { min: 1, max, what: 'contact cards in a message' }),
    ...contacts.flatMap(({ name, phones, urls = [] }, at) => [
      ...required(`contacts.${at}.name`, name, 'The name on a contact card', Infinity, scope),
      ...phones.flatMap(({ phone }, of) =>
        present(`contacts.${at}.phones.${of}.phone`, phone, 'The phone number'),
      ),
      ...urls.flatMap((url, of) => address(`contacts.${at}.urls.${of}`, url, 'The address', { scope })),
    ]),
  ];
}
