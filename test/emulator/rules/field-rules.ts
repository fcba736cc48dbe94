import { z } from 'zod';

/**
 * Text of limited length. WhatsApp's pages say "characters" and no more: UTF-16 units are the strictest reading, so what
 * passes here passes there.
 */
export function chars(name: string, max: number, min = 1) {
  const error = `${name} length invalid. Min length: ${min}, Max length: ${max}`;
  return z.string().refine((text) => text.length >= min && text.length <= max, { error });
}

/** An id of ours inside a message; spaces around it are refused because they get lost on the way back. */
export function optionId(name: string, max: number) {
  return chars(name, max).refine((id) => id.trim() === id, {
    error: `${name} cannot have leading or trailing spaces`,
  });
}

export const httpUrl = z.string().refine((url) => /^https?:$/.test(protocolOf(url)), {
  error: 'The URL must start with http:// or https://',
});

const source = { id: z.string().min(1).optional(), link: httpUrl.optional() };
const hasOneSource = (media: { id?: string; link?: string }) =>
  (media.id === undefined) !== (media.link === undefined);
const oneSource = { error: 'Exactly one of id and link is required', params: { code: 100 } };

export const Media = z.strictObject(source).refine(hasOneSource, oneSource);
export const CaptionedMedia = z
  .strictObject({ ...source, caption: chars('Caption', 1024, 0).optional() })
  .refine(hasOneSource, oneSource);
export const AudioMedia = z
  .strictObject({ ...source, voice: z.boolean().optional() })
  .refine(hasOneSource, oneSource);
export const NamedMedia = z
  .strictObject({ ...source, filename: z.string().min(1).optional() })
  .refine(hasOneSource, oneSource);
export const DocumentMedia = z
  .strictObject({
    ...source,
    caption: chars('Caption', 1024, 0).optional(),
    filename: z.string().min(1).optional(),
  })
  .refine(hasOneSource, oneSource);

/** WhatsApp takes numbers written as strings too. */
export function numeric(min: number, max: number) {
  const written = z
    .string()
    .regex(/^-?\d+(\.\d+)?$/)
    .transform(Number);
  return z.union([z.number(), written]).pipe(z.number().min(min).max(max));
}

export const Location = z.strictObject({
  latitude: numeric(-90, 90),
  longitude: numeric(-180, 180),
  name: z.string().optional(),
  address: z.string().optional(),
});

/** Reports a broken rule that spans several fields. */
export function broken(
  ctx: z.RefinementCtx,
  path: (string | number)[],
  message: string,
  code?: number,
): void {
  ctx.addIssue({ code: 'custom', path, message, params: code === undefined ? undefined : { code } });
}

/** Complains once about every value that occurs twice. */
export function unique(
  ctx: z.RefinementCtx,
  path: (string | number)[],
  name: string,
  values: string[],
): void {
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) broken(ctx, path, `Duplicated ${name}: "${twice}"`);
}

function protocolOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : '';
}
