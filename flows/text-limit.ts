import { limits } from './limits.ts';
import type { OutboundMessage } from './message.ts';
import type { TextPlace } from './message-texts.ts';

type MessageType = OutboundMessage['type'];
type Rule = readonly [path: RegExp, limit: number];

const HEADER: Rule = [/^header\.text$/, limits.header.text];
const FOOTER: Rule = [/^footer$/, limits.footer];
const BODY: Rule = [/^body$/, limits.interactive.body];
const CAPTION: Rule = [/^caption$/, limits.caption];
const FILENAME: Rule = [/filename$/, limits.filename];

/** For each kind of message, which of its texts may be how long; paths are those of `mapTexts`. */
const RULES: { readonly [type in MessageType]?: readonly Rule[] } = {
  text: [[/^body$/, limits.text.body]],
  image: [CAPTION],
  video: [CAPTION],
  document: [CAPTION, FILENAME],
  location: [
    [/^name$/, limits.location.name],
    [/^address$/, limits.location.address],
  ],
  buttons: [HEADER, BODY, FOOTER, FILENAME, [/^buttons\.[^.]+\.title$/, limits.buttons.title]],
  list: [
    HEADER,
    [/^body$/, limits.list.body],
    FOOTER,
    [/^button$/, limits.list.button],
    [/^sections\.[^.]+\.title$/, limits.list.sectionTitle],
    [/^sections\.[^.]+\.rows\.[^.]+\.title$/, limits.list.rowTitle],
    [/^sections\.[^.]+\.rows\.[^.]+\.description$/, limits.list.rowDescription],
    [/^rowsFrom\.more$/, limits.list.rowTitle],
  ],
  product: [BODY, FOOTER],
  products: [HEADER, BODY, FOOTER, [/^sections\.[^.]+\.title$/, limits.products.sectionTitle]],
  catalog: [BODY, FOOTER],
  link: [HEADER, BODY, FOOTER, FILENAME, [/^title$/, limits.link.title], [/^url$/, limits.link.url]],
  'location-request': [BODY],
  form: [HEADER, BODY, FOOTER, FILENAME, [/^title$/, limits.form.title]],
  template: [
    [/^header\.text$/, limits.template.headerText],
    FILENAME,
    [/^body\./, limits.template.parameter],
    [/^buttons\.[^.]+\.title$/, limits.template.buttonTitle],
    [/^buttons\.[^.]+\.text$/, limits.template.urlSuffix],
    [/^buttons\.[^.]+\.code$/, limits.template.code],
  ],
};

/** How many characters WhatsApp takes for a text of a message; undefined where it sets no limit. */
export function limitOf(type: MessageType, { path }: Pick<TextPlace, 'path'>): number | undefined {
  return RULES[type]?.find(([pattern]) => pattern.test(path))?.[1];
}
