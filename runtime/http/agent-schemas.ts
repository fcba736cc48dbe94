import { z } from '@hono/zod-openapi';

export const PresenceState = z.enum(['online', 'busy', 'away']);
export const Capacity = z.number().int().min(1).max(200);

export const PresenceJson = z
  .strictObject({
    state: PresenceState.openapi({
      description:
        '`busy` is there and gets nothing assigned. Whoever has not been heard of for 90 seconds is `away`.',
    }),
    chosen: PresenceState.nullable().openapi({
      description: 'What you said last, however long ago: the app says it again when it is opened.',
    }),
    capacity: Capacity.openapi({ description: 'Conversations at a time.' }),
    seenAt: z.iso.datetime().nullable(),
  })
  .openapi('Presence');
export type PresenceBody = z.infer<typeof PresenceJson>;

export const AgentJson = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    state: PresenceState,
    load: z.number().int().openapi({ description: 'Conversations that they have.' }),
    capacity: Capacity,
  })
  .openapi('Agent');
export type AgentBody = z.infer<typeof AgentJson>;
