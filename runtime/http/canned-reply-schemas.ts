import { z } from '@hono/zod-openapi';

export const CannedReplyJson = z
  .strictObject({
    id: z.string(),
    shortcut: z.string(),
    title: z.string(),
    text: z.string(),
    scope: z.enum(['me', 'team', 'all']),
    team: z.string().nullable(),
  })
  .openapi('CannedReply');
export type CannedReplyBody = z.infer<typeof CannedReplyJson>;
