import { z } from '@hono/zod-openapi';
import { ContactJson } from './contact-schemas.ts';

export const MergePreviewJson = z
  .strictObject({
    kept: ContactJson.openapi({
      description: 'As it will be called and reached: the one with a phone number.',
    }),
    joins: ContactJson,
    conversations: z.number().int().openapi({ description: 'Of the one that joins.' }),
    endsSessions: z.number().int().openapi({
      description: 'Sessions that end, as both contacts have a conversation with the same number.',
    }),
    consents: z.number().int().openapi({ description: 'Entries that join.' }),
  })
  .openapi('MergePreview');
export type MergePreviewBody = z.infer<typeof MergePreviewJson>;
