import { z } from '@hono/zod-openapi';

/** Where a page of a list ends: the sort key and, for those that share it, the id. Opaque to callers. */
export type Place = { micros: string; id: string };

/** A `next` that a list gave, to be given back as it is. `id` is how that list writes its ids. */
export function nextWith(id: RegExp) {
  return z
    .string()
    .regex(new RegExp(`^\\d{1,17}\\.${id.source}$`), 'must be a `next` that this list gave')
    .optional()
    .openapi({ description: 'Go on where the page before ended: its `next`.' });
}

export const Limit = z.coerce.number().int().min(1).max(200).default(50);

export function placeOf(next: string | undefined): Place | null {
  const [micros, id] = next?.split('.') ?? [];
  return micros === undefined || id === undefined ? null : { micros, id };
}

export function nextOf({ micros, id }: Place): string {
  return `${micros}.${id}`;
}
