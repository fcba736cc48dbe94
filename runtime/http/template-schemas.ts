import { z } from '@hono/zod-openapi';
import { TemplateContent } from '@parley/flows/templates/definition.ts';
import type { Finding } from '@parley/flows/templates/lint-finding.ts';
import { needsOfTemplate } from '@parley/flows/templates/needs.ts';
import { sendabilityOf } from '@parley/flows/templates/status.ts';
import type { Hits } from '../templates/list-hits.ts';
import type { StoredTemplate } from '../templates/store.ts';

const Instant = z.iso.datetime();
export const BusinessAccountId = z.string().min(1).max(64);
export const TemplateName = z.string().max(512).openapi({ example: 'order_ready' });
export const TemplateLanguage = z.string().max(12).openapi({ example: 'pt_BR' });

/** A pipe, as a schema of `flows` may have been made before zod learned of OpenAPI. */
export const ContentJson = z
  .looseObject({})
  .openapi('TemplateContent', {
    description: 'Components of a template, as `flows/templates/definition.ts` has them.',
  })
  .pipe(TemplateContent);

export const TemplateJson = z
  .strictObject({
    id: z.uuid(),
    businessAccountId: BusinessAccountId,
    name: TemplateName,
    language: TemplateLanguage,
    templateId: z
      .string()
      .nullable()
      .openapi({ description: 'Meta’s id; null for one that Meta has not seen.' }),
    status: z.string().openapi({
      description: 'As Meta writes it: the list is open. `DRAFT` for one that Meta has not seen.',
      example: 'APPROVED',
    }),
    sendable: z.enum(['yes', 'later', 'no']).openapi({ description: 'Whether a message of it may go now.' }),
    quality: z.string().nullable().openapi({ example: 'GREEN' }),
    category: z.string().openapi({ example: 'UTILITY' }),
    askedCategory: z
      .string()
      .nullable()
      .openapi({ description: 'What was asked for, where Meta decided otherwise.' }),
    comingCategory: z.string().nullable(),
    categoryChangesAt: Instant.nullable(),
    reason: z.string().nullable(),
    reasonDetails: z.string().nullable(),
    content: ContentJson,
    isWhole: z
      .boolean()
      .openapi({ description: 'False where Meta’s definition holds something that is not shown here.' }),
    draft: ContentJson.nullable().openapi({
      description: 'What is being written and has not been submitted.',
    }),
    submittedAt: Instant.nullable(),
    updatedAt: Instant,
  })
  .openapi('Template');

export const AccountJson = z
  .strictObject({
    businessAccountId: BusinessAccountId,
    numbers: z.array(
      z.strictObject({ id: z.uuid(), name: z.string().nullable(), displayPhone: z.string().nullable() }),
    ),
    syncedAt: Instant.nullable().openapi({ description: 'When the list was read from WhatsApp last.' }),
    problem: z.string().nullable().openapi({ description: 'Why it could not be read the last time.' }),
  })
  .openapi('TemplateAccount');

export const FallbackJson = z
  .strictObject({
    businessAccountId: BusinessAccountId,
    for: TemplateName,
    name: TemplateName.nullable().openapi({ description: 'Another template; null: the same one.' }),
    language: TemplateLanguage.nullable().openapi({ description: 'Another language; null: the same one.' }),
  })
  .openapi('TemplateFallback');

export const FindingJson = z
  .strictObject({
    code: z.string(),
    level: z.enum(['error', 'warning']),
    field: z.string(),
    limit: z.number().optional(),
  } satisfies { [member in keyof Finding]-?: z.ZodType })
  .openapi('TemplateFinding');

export const HitsJson = z
  .strictObject({
    flows: z.array(
      z.strictObject({
        flowId: z.string(),
        name: z.string(),
        inDraft: z.boolean(),
        published: z.number().int().nullable(),
        versions: z.array(z.number().int()),
        sessions: z.number().int(),
        nodes: z.array(z.string()),
      }),
    ),
    sessions: z
      .number()
      .int()
      .openapi({ description: 'Conversations that are under way on flows that send it.' }),
    planned: z.number().int().openapi({ description: 'Messages of it that wait to be sent.' }),
  } satisfies { [member in keyof Hits]-?: z.ZodType })
  .openapi('TemplateHits');

export const TemplateNoticeJson = z
  .strictObject({
    id: z.string(),
    kind: z.string(),
    severity: z.enum(['info', 'warning', 'error']),
    whatToDo: z.string(),
    details: z.looseObject({}),
    dueAt: Instant.nullable(),
    at: Instant,
  })
  .openapi('TemplateNotice');

const NeedsJson = z.strictObject({
  header: z.enum(['text', 'image', 'video', 'document', 'location']).nullable(),
  headerName: z.string().nullable(),
  body: z.array(z.string()).openapi({ description: 'Names of the places in the text, in their order.' }),
  named: z.boolean().openapi({ description: 'Whether values are sent with their names.' }),
  buttons: z.array(
    z.strictObject({
      index: z.number().int(),
      type: z.string(),
      title: z.string(),
      must: z.boolean(),
    }),
  ),
});

/** What somebody who answers people may send when the window has closed. */
export const UsableJson = z
  .strictObject({
    id: z.uuid(),
    name: TemplateName,
    language: TemplateLanguage,
    category: z.string(),
    quality: z.string().nullable(),
    content: ContentJson,
    needs: NeedsJson,
  })
  .openapi('UsableTemplate');
export type UsableBody = z.infer<typeof UsableJson>;

export function templateJson(template: StoredTemplate): z.infer<typeof TemplateJson> {
  const { id, businessAccountId, name, language, templateId, status, quality, content, isWhole, draft } =
    template;
  const { category, askedCategory, comingCategory, reason, reasonDetails } = template;
  return {
    ...{
      id,
      businessAccountId,
      name,
      language,
      templateId,
      status,
      sendable: sendabilityOf(status),
      quality,
    },
    ...{ category, askedCategory, comingCategory, reason, reasonDetails, content, isWhole, draft },
    categoryChangesAt: template.categoryChangesAt?.toISOString() ?? null,
    submittedAt: template.submittedAt?.toISOString() ?? null,
    updatedAt: template.updatedAt.toISOString(),
  };
}

/** Null for one that cannot be sent by hand: not approved now, or with parts that are not written by hand: cards, an end of an offer. */
export function usableJson(template: StoredTemplate): z.infer<typeof UsableJson> | null {
  const { id, name, language, status, category, quality, content, isWhole } = template;
  const needs = needsOfTemplate(content);
  const isPlain = needs.beyond.length === 0 && needs.cards.length === 0 && !needs.offerEnds;
  if (sendabilityOf(status) !== 'yes' || !isWhole || !isPlain) return null;
  const { header, body, named, buttons } = needs;
  return {
    ...{ id, name, language, category, quality, content },
    needs: {
      header: header?.type ?? null,
      headerName: header?.type === 'text' && named ? header.name : null,
      body,
      named,
      buttons,
    },
  };
}
