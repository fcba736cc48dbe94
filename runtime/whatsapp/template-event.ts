import { z } from 'zod';
import { identifier, instant, maybe } from './lenient.ts';

/** Which template an event is about: by Meta's id, or by name and language where that is not known yet. */
type About = {
  businessAccountId: string;
  templateId: string | null;
  name: string;
  language: string;
  at: Date;
};

export type TemplateEvent = About &
  (
    | {
        is: 'status';
        event: string;
        reason: string | null;
        /** Meta's own words: of a pause, a rejection, what is advised. */
        details: string | null;
        /** As Meta writes it; it follows no format. */
        disableDate: string | null;
        category: string | null;
      }
    | { is: 'quality'; before: string | null; quality: string }
    | { is: 'components' }
    /** `coming`: it will become another at `changesAt`, and is still `category`. */
    | {
        is: 'category';
        category: string;
        before: string | null;
        coming: string | null;
        changesAt: Date | null;
      }
  );

const Value = z.object({
  event: maybe(z.string()),
  message_template_id: maybe(identifier),
  message_template_name: z.string(),
  message_template_language: z.string(),
  message_template_category: maybe(z.string()),
  reason: maybe(z.string()),
  other_info: maybe(z.object({ title: maybe(z.string()), description: maybe(z.string()) })),
  rejection_info: maybe(z.object({ reason: maybe(z.string()), recommendation: maybe(z.string()) })),
  disable_info: maybe(z.object({ disable_date: maybe(z.union([z.string(), z.number()])) })),
  previous_quality_score: maybe(z.string()),
  new_quality_score: maybe(z.string()),
  new_category: maybe(z.string()),
  previous_category: maybe(z.string()),
  correct_category: maybe(z.string()),
  category_update_timestamp: maybe(z.union([z.number(), z.string()])),
});

const Raw = z.object({ entryId: identifier, time: z.unknown(), field: z.string(), value: Value });

/**
 * What a webhook says of a template; null for one that does not say which. What it is goes by what it holds rather than by `field`: Meta's
 * example of a quality update names the wrong one. Languages come as `en-US` too.
 * Source: WhatsApp Cloud API, webhook reference, the four fields about templates.
 */
export function readTemplateEvent(raw: unknown, receivedAt: Date): TemplateEvent | null {
  const read = Raw.safeParse(raw).data;
  if (!read) return null;
  const { value } = read;
  const about: About = {
    businessAccountId: read.entryId,
    templateId: value.message_template_id ?? null,
    name: value.message_template_name,
    language: value.message_template_language.replaceAll('-', '_'),
    at: instant(read.time, receivedAt),
  };
  if (value.new_quality_score !== undefined) {
    return {
      ...about,
      is: 'quality',
      before: value.previous_quality_score ?? null,
      quality: value.new_quality_score,
    };
  }
  if (value.new_category !== undefined) {
    const coming = value.correct_category ?? null;
    const changesAt =
      value.category_update_timestamp === undefined
        ? null
        : instant(value.category_update_timestamp, receivedAt);
    const before = value.previous_category ?? null;
    return { ...about, is: 'category', category: value.new_category, before, coming, changesAt };
  }
  if (value.event !== undefined) {
    const { reason, other_info: other, rejection_info: rejection, disable_info: disable } = value;
    const said = [other?.title, other?.description, rejection?.reason, rejection?.recommendation];
    return {
      ...about,
      is: 'status',
      event: value.event.toUpperCase(),
      reason: reason && reason !== 'NONE' ? reason : null,
      details: said.filter(Boolean).join('. ') || null,
      disableDate: disable?.disable_date === undefined ? null : String(disable.disable_date),
      category: value.message_template_category ?? null,
    };
  }
  return read.field === 'message_template_components_update' ? { ...about, is: 'components' } : null;
}
