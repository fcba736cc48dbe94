import {
  CATEGORIES,
  type DefinedBody,
  type DefinedButton,
  type DefinedCard,
  type DefinedHeader,
  type OneTimeCode,
  type TemplateContent,
} from '@parley/flows/templates/definition.ts';
import { placesIn } from '@parley/flows/templates/places.ts';
import { z } from 'zod';
import { asList, identifier, maybe, quantity } from './lenient.ts';

type Places = TemplateContent['places'];

/** `isWhole` is false where something in Meta's definition has no words of ours: then it is shown, and not edited or checked. */
export type ReadTemplate = { content: TemplateContent; isWhole: boolean };

/** Reads Meta's definition of a template into our own words. Never throws: what cannot be read is left out, and said to be. */
export function readTemplate(template: {
  category: string;
  parameterFormat: 'NAMED' | 'POSITIONAL';
  components: readonly unknown[];
}): ReadTemplate {
  const places: Places = template.parameterFormat === 'NAMED' ? 'named' : 'positional';
  const category = CATEGORIES.find((known) => known === template.category.toLowerCase());
  const content: TemplateContent = {
    category: category ?? 'utility',
    places,
    body: { text: '', samples: {} },
    buttons: [],
  };
  let isWhole = category !== undefined && template.components.length > 0;
  for (const raw of template.components) {
    const component = Component.safeParse(raw).data;
    if (!component || !take(content, component)) isWhole = false;
  }
  return { content, isWhole };
}

const Component = z.object({
  type: z.string().transform((type) => type.toUpperCase()),
  format: maybe(z.string()),
  text: maybe(z.string()),
  example: maybe(z.looseObject({})),
  buttons: maybe(z.unknown()),
  cards: maybe(z.unknown()),
  limited_time_offer: maybe(z.object({ text: maybe(z.string()), has_expiration: maybe(z.boolean()) })),
  add_security_recommendation: maybe(z.boolean()),
  code_expiration_minutes: maybe(quantity),
});
type Component = z.infer<typeof Component>;

/** Writes one component into the content; false when it is not known. */
function take(content: TemplateContent, component: Component): boolean {
  switch (component.type) {
    case 'HEADER': {
      const header = headerOf(component, content.places);
      if (header) content.header = header;
      return header !== null;
    }
    case 'BODY':
      if (content.category === 'authentication') {
        content.code = { ...codeOf(content), warns: component.add_security_recommendation ?? false };
        return true;
      }
      content.body = bodyOf(component, content.places);
      return true;
    case 'FOOTER':
      if (content.category !== 'authentication') content.footer = component.text ?? '';
      else if (component.code_expiration_minutes !== undefined) {
        content.code = { ...codeOf(content), expiresInMinutes: component.code_expiration_minutes };
      }
      return true;
    case 'BUTTONS':
      return takeButtons(content, asList(component.buttons) ?? []);
    case 'LIMITED_TIME_OFFER': {
      const { text = '', has_expiration = false } = component.limited_time_offer ?? {};
      content.offer = { text, ends: has_expiration };
      return true;
    }
    case 'CAROUSEL': {
      const cards = (asList(component.cards) ?? []).map((card) => cardOf(card, content.places));
      content.cards = cards.filter((card) => card !== null);
      return cards.every((card) => card !== null);
    }
    default:
      return false;
  }
}

const codeOf = ({ code }: TemplateContent): OneTimeCode => code ?? { way: 'copy-code', warns: false };

function headerOf({ format = '', text, example }: Component, places: Places): DefinedHeader | null {
  const kind = format.toUpperCase();
  if (kind === 'LOCATION') return { type: 'location' };
  if (kind === 'TEXT') {
    const sample = samplesOf(example, 'header_text', placesIn(text ?? ''), places);
    const [first] = Object.values(sample);
    return { type: 'text', text: text ?? '', ...(first ? { sample: first } : {}) };
  }
  if (kind !== 'IMAGE' && kind !== 'VIDEO' && kind !== 'DOCUMENT') return null;
  const [handle] = asList(example?.header_handle) ?? [];
  const type = ({ IMAGE: 'image', VIDEO: 'video', DOCUMENT: 'document' } as const)[kind];
  return { type, ...(typeof handle === 'string' ? { sample: handle } : {}) };
}

function bodyOf({ text = '', example }: Component, places: Places): DefinedBody {
  return { text, samples: samplesOf(example, 'body_text', placesIn(text), places) };
}

const NamedSamples = z.array(z.object({ param_name: z.string(), example: z.string() }));

/** Of a header Meta writes one list of samples, of a body a list of lists. */
function samplesOf(
  example: Record<string, unknown> | undefined,
  field: 'header_text' | 'body_text',
  names: readonly string[],
  places: Places,
): { [name: string]: string } {
  if (places === 'named') {
    const named = NamedSamples.safeParse(example?.[`${field}_named_params`]).data ?? [];
    return Object.fromEntries(named.map((one) => [one.param_name, one.example]));
  }
  const list = asList(example?.[field]) ?? [];
  const values = field === 'body_text' ? (asList(list[0]) ?? list) : list;
  const inOrder = names.toSorted((one, other) => Number(one) - Number(other));
  return Object.fromEntries(
    inOrder.flatMap((name, at) => (typeof values[at] === 'string' ? [[name, values[at]]] : [])),
  );
}

const Button = z.object({
  type: z.string().transform((type) => type.toUpperCase()),
  text: maybe(z.string()),
  url: maybe(z.string()),
  phone_number: maybe(z.string()),
  example: maybe(z.union([z.string(), z.array(z.string())])),
  flow_id: maybe(identifier),
  navigate_screen: maybe(z.string()),
  otp_type: maybe(z.string()),
  supported_apps: maybe(z.array(z.object({ package_name: z.string(), signature_hash: z.string() }))),
});
type Button = z.infer<typeof Button>;

function takeButtons(content: TemplateContent, raw: readonly unknown[]): boolean {
  if (content.category === 'authentication') {
    const button = Button.safeParse(raw[0]).data;
    if (button) content.code = { ...codeOf(content), ...oneTimeOf(button) };
    return button !== undefined;
  }
  const buttons = raw.map(buttonOf);
  // A button that is not known keeps its place: the places of the others count.
  content.buttons = buttons.map((button) => button ?? { type: 'contact-info' });
  return buttons.every((button) => button !== null);
}

const WAYS = { COPY_CODE: 'copy-code', ONE_TAP: 'one-tap', ZERO_TAP: 'zero-tap' } as const;

/** Approved, the button has become one with an address, in which the way stands: `…?otp_type=COPY_CODE&…`. */
function oneTimeOf({ text, otp_type, url, supported_apps }: Button): Partial<OneTimeCode> {
  const named = otp_type ?? (url && URL.canParse(url) ? new URL(url).searchParams.get('otp_type') : null);
  const way = Object.entries(WAYS).find(([word]) => word === named?.toUpperCase())?.[1];
  const apps = supported_apps?.map((app) => ({ package: app.package_name, signature: app.signature_hash }));
  return { ...(way && { way }), ...(text && { title: text }), ...(apps && { apps }) };
}

function buttonOf(raw: unknown): DefinedButton | null {
  const button = Button.safeParse(raw).data;
  if (!button) return null;
  const { text: title = '' } = button;
  const sample = typeof button.example === 'string' ? button.example : button.example?.[0];
  switch (button.type) {
    case 'QUICK_REPLY':
      return { type: 'quick-reply', title };
    case 'URL':
      return { type: 'url', title, url: button.url ?? '', ...(sample ? { sample } : {}) };
    case 'PHONE_NUMBER':
      return { type: 'phone', title, phone: button.phone_number ?? '' };
    case 'COPY_CODE':
      return { type: 'copy-code', sample: sample ?? '' };
    case 'FLOW': {
      const screen = button.navigate_screen;
      return { type: 'form', title, formId: button.flow_id ?? '', ...(screen ? { screen } : {}) };
    }
    case 'CATALOG':
      return { type: 'catalog', title };
    case 'MPM':
      return { type: 'products', title };
    case 'VOICE_CALL':
      return { type: 'call', title };
    case 'REQUEST_CONTACT_INFO':
      return { type: 'contact-info' };
    default:
      return null;
  }
}

function cardOf(raw: unknown, places: Places): DefinedCard | null {
  const components = z.object({ components: z.array(Component) }).safeParse(raw).data?.components;
  if (!components) return null;
  const find = (type: string) => components.find((component) => component.type === type);
  const header = find('HEADER');
  const read = header ? headerOf(header, places) : null;
  const body = find('BODY');
  const buttons = (asList(find('BUTTONS')?.buttons) ?? []).map(buttonOf);
  if ((read?.type !== 'image' && read?.type !== 'video') || buttons.includes(null)) return null;
  return {
    header: { type: read.type, ...(read.sample ? { sample: read.sample } : {}) },
    ...(body ? { body: bodyOf(body, places) } : {}),
    buttons: buttons.filter((button) => button !== null),
  };
}
