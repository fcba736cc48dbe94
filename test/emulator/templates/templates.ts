import { z } from 'zod';
import type { Ids } from '../ids.ts';

/**
 * A message template as `GET /{waba_id}/message_templates` lists it.
 * Source: WhatsApp Cloud API, template management and components.
 */
const Button = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  url: z.string().optional(),
  phone_number: z.string().optional(),
});

const PlainComponent = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('HEADER'), format: z.string(), text: z.string().optional() }),
  z.looseObject({ type: z.literal('BODY'), text: z.string().optional() }),
  z.looseObject({ type: z.literal('FOOTER'), text: z.string().optional() }),
  z.looseObject({ type: z.literal('BUTTONS'), buttons: z.array(Button) }),
  z.looseObject({
    type: z.literal('LIMITED_TIME_OFFER'),
    limited_time_offer: z.looseObject({ text: z.string(), has_expiration: z.boolean().optional() }),
  }),
]);
const TemplateComponent = z.union([
  PlainComponent,
  z.looseObject({
    type: z.literal('CAROUSEL'),
    cards: z.array(z.looseObject({ components: z.array(PlainComponent) })),
  }),
]);
type TemplateComponent = z.infer<typeof TemplateComponent>;
export type TemplateButton = z.infer<typeof Button>;

export const TemplateStatus = z.enum([
  'APPROVED',
  'PENDING',
  'REJECTED',
  'PAUSED',
  'DISABLED',
  'IN_APPEAL',
  'ARCHIVED',
  'FLAGGED',
]);
export type TemplateStatus = z.infer<typeof TemplateStatus>;

export const TemplateOptions = z.strictObject({
  name: z.string(),
  language: z.string(),
  components: z.array(TemplateComponent),
  category: z.enum(['MARKETING', 'UTILITY', 'AUTHENTICATION']).default('UTILITY'),
  status: TemplateStatus.default('APPROVED'),
  parameter_format: z.enum(['POSITIONAL', 'NAMED']).default('POSITIONAL'),
  quality_score: z.strictObject({ score: z.enum(['GREEN', 'YELLOW', 'RED', 'UNKNOWN']) }).optional(),
  id: z.string().optional(),
  /** WhatsApp keeps its messages back while it looks at how people take it; a test reports what became of each. */
  pacing: z.boolean().optional(),
  /** The account it belongs to; the first number's account when unset. */
  wabaId: z.string().optional(),
});
export type TemplateOptions = z.input<typeof TemplateOptions>;
export type TemplateDefinition = z.output<typeof TemplateOptions> & { id: string; wabaId: string };

export type Templates = {
  /** Add a template, or replace the one of the same name and language. */
  add(options: TemplateOptions): TemplateDefinition;
  find(wabaId: string, name: string, language: string): TemplateDefinition | undefined;
  /** All of an account, in the order added. */
  list(wabaId: string): TemplateDefinition[];
  byId(id: string): TemplateDefinition | undefined;
  /** In all languages, or only the one with this id. Returns how many there were. */
  remove(wabaId: string, name: string, id?: string): number;
};

export function createTemplates(ids: Ids, defaultWabaId: string): Templates {
  const templates = new Map<string, TemplateDefinition>();
  const keyOf = (wabaId: string, name: string, language: string) => JSON.stringify([wabaId, name, language]);

  return {
    add(options) {
      const parsed = TemplateOptions.parse(options);
      const wabaId = parsed.wabaId ?? defaultWabaId;
      const definition = { ...parsed, wabaId, id: parsed.id ?? ids.templateId() };
      templates.set(keyOf(wabaId, definition.name, definition.language), definition);
      return definition;
    },
    find: (wabaId, name, language) => templates.get(keyOf(wabaId, name, language)),
    list: (wabaId) => [...templates.values()].filter((template) => template.wabaId === wabaId),
    byId: (id) => [...templates.values()].find((template) => template.id === id),
    remove(wabaId, name, id) {
      let removed = 0;
      for (const [key, template] of templates) {
        if (template.wabaId !== wabaId || template.name !== name || (id && template.id !== id)) continue;
        templates.delete(key);
        removed += 1;
      }
      return removed;
    },
  };
}

/** The parts that differ by kind, looked up once for checking and for showing. */
export function partsOf(components: TemplateComponent[]) {
  const parts = {
    header: undefined as { format: string; text?: string } | undefined,
    body: '',
    footer: undefined as string | undefined,
    buttons: [] as TemplateButton[],
    offer: undefined as { text: string; has_expiration?: boolean } | undefined,
    cards: undefined as { components: TemplateComponent[] }[] | undefined,
  };
  for (const component of components) {
    if (component.type === 'HEADER') parts.header = component;
    else if (component.type === 'BODY') parts.body = component.text ?? '';
    else if (component.type === 'FOOTER') parts.footer = component.text;
    else if (component.type === 'BUTTONS') parts.buttons = component.buttons;
    else if (component.type === 'LIMITED_TIME_OFFER') parts.offer = component.limited_time_offer;
    else parts.cards = component.cards;
  }
  return parts;
}

/** Names of the `{{…}}` in a text, in order, each once. */
export function placeholders(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(/\{\{\s*(\w+)\s*\}\}/g), (match) => match[1] ?? ''))];
}

/** Put values where the `{{…}}` are; one without a value stays as it is. */
export function fill(text: string, values: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => values.get(name) ?? whole);
}
