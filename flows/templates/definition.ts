import { z } from 'zod';

/**
 * What a message template says, in our own words: as it is written, shown and checked. `runtime/whatsapp/template-definition.ts` makes
 * Meta's components of it and reads them back. Lengths are not in these schemas, as a draft may be too long: `lint.ts` holds them.
 */

export const CATEGORIES = ['marketing', 'utility', 'authentication'] as const;
export type Category = (typeof CATEGORIES)[number];

const text = () => z.string().max(4_096);

/** `sample` of a file is the handle of an upload, `4::…`; of a text, what stands in for its one place while the template is reviewed. */
export const DefinedHeader = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: text(), sample: text().optional() }),
  z.strictObject({ type: z.enum(['image', 'video', 'document']), sample: text().optional() }),
  z.strictObject({ type: z.literal('location') }),
]);
export type DefinedHeader = z.infer<typeof DefinedHeader>;

export const DefinedButton = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('quick-reply'), title: text() }),
  /** `sample` is a whole address, for one that ends in a place. */
  z.strictObject({ type: z.literal('url'), title: text(), url: text(), sample: text().optional() }),
  z.strictObject({ type: z.literal('phone'), title: text(), phone: text() }),
  z.strictObject({ type: z.literal('copy-code'), sample: text() }),
  z.strictObject({ type: z.literal('form'), title: text(), formId: text(), screen: text().optional() }),
  z.strictObject({ type: z.literal('catalog'), title: text() }),
  z.strictObject({ type: z.literal('products'), title: text() }),
  z.strictObject({ type: z.literal('call'), title: text() }),
  z.strictObject({ type: z.literal('contact-info') }),
]);
export type DefinedButton = z.infer<typeof DefinedButton>;

/** A place is `{{1}}` or `{{name}}`; `samples` go by what stands between the braces. */
export const DefinedBody = z.strictObject({
  text: text(),
  samples: z.record(z.string().max(64), text()).default({}),
});
export type DefinedBody = z.infer<typeof DefinedBody>;

export const DefinedCard = z.strictObject({
  header: z.strictObject({ type: z.enum(['image', 'video']), sample: text().optional() }),
  body: DefinedBody.optional(),
  buttons: z.array(DefinedButton).max(10),
});
export type DefinedCard = z.infer<typeof DefinedCard>;

/** A one-time code: WhatsApp writes the text itself. */
export const OneTimeCode = z.strictObject({
  way: z.enum(['copy-code', 'one-tap', 'zero-tap']),
  title: text().optional(),
  /** “For your security, do not share this code.” */
  warns: z.boolean(),
  expiresInMinutes: z.number().int().optional(),
  /** The Android apps that take the code over, for every way but copying. */
  apps: z
    .array(z.strictObject({ package: text(), signature: text() }))
    .max(5)
    .optional(),
});
export type OneTimeCode = z.infer<typeof OneTimeCode>;

export const TemplateContent = z.strictObject({
  category: z.enum(CATEGORIES),
  /** How places are named: `{{1}}` or `{{order_number}}`. */
  places: z.enum(['positional', 'named']),
  header: DefinedHeader.optional(),
  body: DefinedBody,
  footer: text().optional(),
  buttons: z.array(DefinedButton).max(20).default([]),
  /** A limited-time offer; `ends` shows until when, which is said with each message. */
  offer: z.strictObject({ text: text(), ends: z.boolean() }).optional(),
  cards: z.array(DefinedCard).max(10).optional(),
  code: OneTimeCode.optional(),
});
export type TemplateContent = z.infer<typeof TemplateContent>;

/** One template in one language as it is known here: for checks, for pickers, for sending. */
export type KnownTemplate = {
  name: string;
  language: string;
  /** As Meta writes it, such as `APPROVED`: the list is open. `DRAFT` for one that Meta has not seen. */
  status: string;
  quality: string | null;
  /** As Meta writes them: what it was asked for, or was, where Meta has decided otherwise; and what it will become. */
  askedCategory?: string | null;
  comingCategory?: string | null;
  content: TemplateContent;
  /** False where Meta's definition holds something that `content` cannot say. */
  isWhole: boolean;
};

export const blankContent = (): TemplateContent => ({
  category: 'utility',
  places: 'positional',
  body: { text: '', samples: {} },
  buttons: [],
});
