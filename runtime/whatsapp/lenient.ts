import { z } from 'zod';
import { isRecord } from './storable-json.ts';

/*
 * Building blocks for reading Meta's JSON. Meta adds keys, leaves some out and changes strings to numbers without a new
 * version, so a field we cannot read is a field that is not there; only what identifies an item is ever demanded.
 */

/** A field that may be missing, null or of another shape: then it is undefined. */
export const maybe = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

/** An id as text, whether Meta wrote a string or a number. Bounded, because ids become index keys. */
export const identifier = z.unknown().transform((value, context): string => {
  const id = identifierIn(value);
  if (id !== undefined) return id;
  context.addIssue({ code: 'custom', message: 'not an id' });
  return z.NEVER;
});
const MAX_ID = 512;

/** The same without a schema, for what every webhook has. */
export function identifierIn(value: unknown): string | undefined {
  const id = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  return id !== '' && id.length <= MAX_ID ? id : undefined;
}

/** A number, whether Meta wrote a number or digits in a string. */
export const quantity = z.union([
  z.number(),
  z
    .string()
    .trim()
    .regex(/^[-+]?\d+(\.\d+)?$/)
    .transform(Number)
    .pipe(z.number()),
]);

/** A list; also an object whose keys are all numbers, which is how a list with gaps leaves Meta's servers. */
export function asList(value: unknown): unknown[] | null {
  if (Array.isArray(value)) return value;
  if (!isRecord(value)) return null;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => /^\d+$/.test(key)) ? Object.values(value) : null;
}

const EARLIEST = Date.UTC(2009, 0, 1);
const YEAR_MS = 366 * 24 * 3600 * 1000;
const LARGEST_SECONDS = 1e11;

/** How Meta writes nearly all of its times. */
const isDigits = (value: unknown) => typeof value === 'string' && /^\d{1,15}$/.test(value);

/**
 * The instant Meta gives as seconds since 1970, string or number; milliseconds are recognised. What cannot be true, being
 * unreadable, before WhatsApp existed or more than a year after `receivedAt`, becomes `receivedAt`. A nearer future is
 * kept: who decides about the window compares with the database's clock anyway.
 */
export function instant(value: unknown, receivedAt: Date): Date {
  const number = isDigits(value) ? Number(value) : quantity.safeParse(value).data;
  if (number === undefined) return receivedAt;
  const ms = number > LARGEST_SECONDS ? number : number * 1000;
  return ms >= EARLIEST && ms <= receivedAt.getTime() + YEAR_MS ? new Date(ms) : receivedAt;
}
