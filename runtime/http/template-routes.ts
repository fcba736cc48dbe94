import { createRoute, z } from '@hono/zod-openapi';
import { answer, body, optionalBody, problems } from './documented.ts';
import {
  AccountJson,
  BusinessAccountId,
  ContentJson,
  FallbackJson,
  FindingJson,
  HitsJson,
  TemplateJson,
  TemplateLanguage,
  TemplateName,
  TemplateNoticeJson,
  UsableJson,
} from './template-schemas.ts';

const tags = ['Templates'];
const params = z.strictObject({ id: z.uuid() });
const draftName = { name: TemplateName.min(1), language: TemplateLanguage.min(1) };

export const list = createRoute({
  method: 'get',
  path: '/',
  tags,
  summary: 'List the templates',
  description: 'Of all business accounts, in all languages and states, with what stands in for them.',
  responses: {
    200: answer(
      'By name and language.',
      z.strictObject({
        templates: z.array(TemplateJson),
        accounts: z.array(AccountJson),
        fallbacks: z.array(FallbackJson),
        uses: z
          .array(
            z.strictObject({
              name: TemplateName,
              flows: z.array(z.strictObject({ flowId: z.string(), name: z.string() })),
            }),
          )
          .openapi({ description: 'Flows that name a template in their draft or their published version.' }),
      }),
    ),
  },
});

export const usable = createRoute({
  method: 'get',
  path: '/usable',
  tags,
  summary: 'List what may be sent',
  description:
    'Approved templates of a number’s account, each with the values that it needs: what may be sent when the window has closed.',
  request: { query: z.strictObject({ number: z.uuid() }) },
  responses: {
    200: answer('By name and language.', z.strictObject({ templates: z.array(UsableJson) })),
    ...problems('number-not-found'),
  },
});

export const read = createRoute({
  method: 'get',
  path: '/{id}',
  tags,
  summary: 'Read a template',
  description: 'With what WhatsApp would reject, what a change of it hits, and what has happened to it.',
  request: { params },
  responses: {
    200: answer(
      'The template.',
      z.strictObject({
        template: TemplateJson,
        findings: z.array(FindingJson),
        hits: HitsJson,
        notices: z.array(TemplateNoticeJson),
      }),
    ),
    ...problems('template-not-found'),
  },
});

export const add = createRoute({
  method: 'post',
  path: '/',
  tags,
  summary: 'Begin a template',
  description: 'It stays here until it is submitted.',
  request: {
    body: body(z.strictObject({ businessAccountId: BusinessAccountId, ...draftName, content: ContentJson })),
  },
  responses: { 201: answer('The draft.', TemplateJson), ...problems('template-exists', 'account-not-found') },
});

export const save = createRoute({
  method: 'put',
  path: '/{id}/draft',
  tags,
  summary: 'Save what is being written',
  description: 'Name and language can be changed only before WhatsApp has seen the template.',
  request: {
    params,
    body: body(
      z.strictObject({
        content: ContentJson,
        name: draftName.name.optional(),
        language: draftName.language.optional(),
      }),
    ),
  },
  responses: {
    200: answer(
      'The template, and what WhatsApp would reject.',
      z.strictObject({ template: TemplateJson, findings: z.array(FindingJson) }),
    ),
    ...problems('template-not-found', 'template-exists', 'template-not-editable'),
  },
});

export const discard = createRoute({
  method: 'delete',
  path: '/{id}/draft',
  tags,
  summary: 'Let go of what is being written',
  request: { params },
  responses: {
    200: answer('The template as WhatsApp has it.', TemplateJson),
    ...problems('template-not-found'),
  },
});

export const submit = createRoute({
  method: 'post',
  path: '/{id}/submit',
  tags,
  summary: 'Submit a template for review',
  request: { params },
  responses: {
    200: answer('WhatsApp has it.', TemplateJson),
    ...problems(
      'template-not-found',
      'template-not-editable',
      'template-has-errors',
      'template-refused',
      'account-not-found',
      'whatsapp-no-answer',
    ),
  },
});

export const unpause = createRoute({
  method: 'post',
  path: '/{id}/unpause',
  tags,
  summary: 'End the pause of a template',
  description:
    'For a template that WhatsApp paused while it looked at how people take it; other pauses end by themselves.',
  request: { params },
  responses: {
    200: answer('WhatsApp has been asked.', TemplateJson),
    ...problems('template-not-found', 'template-refused', 'account-not-found', 'whatsapp-no-answer'),
  },
});

export const remove = createRoute({
  method: 'delete',
  path: '/{id}',
  tags,
  summary: 'Delete a template',
  description: 'At WhatsApp too. Its name cannot be taken again for 30 days.',
  request: { params, body: optionalBody(z.strictObject({ everyLanguage: z.boolean().optional() })) },
  responses: {
    200: answer('The languages that are gone.', z.strictObject({ removed: z.array(TemplateLanguage) })),
    ...problems('template-not-found', 'template-refused'),
  },
});

export const sync = createRoute({
  method: 'post',
  path: '/sync',
  tags,
  summary: 'Read the templates from WhatsApp',
  responses: {
    200: answer('What each account answered.', z.strictObject({ accounts: z.array(AccountJson) })),
  },
});

export const fallback = createRoute({
  method: 'put',
  path: '/fallback',
  tags,
  summary: 'Declare a fallback',
  description: 'What goes out in place of a template that cannot be sent, if the same values fit it.',
  request: { body: body(FallbackJson) },
  responses: { 200: answer('It is declared.', FallbackJson) },
});

export const sample = createRoute({
  method: 'post',
  path: '/sample',
  tags,
  summary: 'Upload a sample of a header’s file',
  description: 'The body is the file itself, 32 MB at most. The handle goes into the template’s header.',
  request: {
    query: z.strictObject({ account: BusinessAccountId, filename: z.string().max(250).default('') }),
  },
  responses: {
    201: answer('WhatsApp has it.', z.strictObject({ handle: z.string(), mimeType: z.string() })),
    ...problems(
      'account-not-found',
      'body-too-large',
      'body-cut-off',
      'file-not-accepted',
      'template-refused',
      'whatsapp-no-answer',
    ),
  },
});
