import { z } from '@hono/zod-openapi';

export const Version = z.string().regex(/^\d{1,18}$/, 'must be a version that this address gave');

/** A conversation that has changed, as it is now. */
export const ChangeJson = z
  .strictObject({
    conversationId: z.uuid(),
    version: Version,
    state: z.enum(['waiting', 'owned', 'bot', 'resolved']),
    owner: z.string().nullable(),
    lastIn: z.string().nullable().openapi({ description: 'The contact’s newest message, as in the thread.' }),
    lastOut: z.string().nullable(),
    lastEvent: z.string().nullable(),
  })
  .openapi('InboxChange');
export type ChangeBody = z.infer<typeof ChangeJson>;
