import { createRoute, z } from '@hono/zod-openapi';
import { Priority } from '@parley/flows/machine-schema.ts';
import { Limit, nextWith } from '../conversation/place-in-list.ts';
import { VIEWS } from '../desk/view.ts';
import { answer, body, problems } from './documented.ts';
import {
  CountsJson,
  FilterJson,
  InboxRowJson,
  LabelId,
  LabelJson,
  SavedViewJson,
  SearchJson,
} from './inbox-schemas.ts';
import { PersonId, TeamId } from './people-schemas.ts';

const tags = ['Inbox'];

/** What a list of values looks like in an address: `a,b`. */
const listOf = <Schema extends z.ZodType<string, string>>(schema: Schema) =>
  z
    .string()
    .max(4000)
    .transform((text) => text.split(','))
    .pipe(z.array(schema).max(100));

const filter = {
  teams: listOf(TeamId.or(z.literal('')))
    .optional()
    .openapi({ description: 'Ids of teams, separated by commas; an empty one for cases of no team.' }),
  owner: PersonId.optional().openapi({ description: 'A person’s id, or `me`.' }),
  number: z.uuid().optional(),
  priority: Priority.optional(),
  labels: listOf(LabelId).optional().openapi({ description: 'With any of these.' }),
  contact: z.uuid().optional().openapi({ description: 'All conversations with one contact.' }),
  onlyOpenWindow: z.enum(['true', 'false']).optional(),
};

export const listInboxRoute = createRoute({
  method: 'get',
  path: '/inbox',
  tags,
  summary: 'List the conversations of a view',
  description: 'Whoever is limited to their teams sees only those.',
  request: {
    query: z.strictObject({
      view: z.enum(VIEWS).default('all').openapi({
        description:
          '`mine`, `unassigned` and `team` leave out what is snoozed. `team` has conversations with an open case of a team.',
      }),
      order: z.enum(['newest', 'waiting']).default('newest').openapi({
        description: '`waiting`: those that wait longest for a person first, and then the others.',
      }),
      ...filter,
      ids: listOf(z.uuid())
        .optional()
        .openapi({ description: 'Only these: how a list follows `/api/live`.' }),
      next: nextWith(/[0-9a-f-]{36}/),
      limit: Limit,
    }),
  },
  responses: {
    200: answer(
      'A page.',
      z.strictObject({ conversations: z.array(InboxRowJson), next: z.string().nullable() }),
    ),
  },
});

export const countInboxRoute = createRoute({
  method: 'get',
  path: '/inbox/counts',
  tags,
  summary: 'Count the conversations of every view',
  request: { query: z.strictObject({ number: z.uuid().optional() }) },
  responses: { 200: answer('As the caller sees them.', CountsJson) },
});

export const searchInboxRoute = createRoute({
  method: 'get',
  path: '/inbox/search',
  tags,
  summary: 'Search messages, notes and contacts',
  description:
    'All words must be there; each also finds words that begin with it. Three digits or more also find numbers that end with them. A message can be found some seconds after it came.',
  request: {
    query: z.strictObject({
      q: z.string().trim().min(1).max(200),
      limit: z.coerce.number().int().min(1).max(50).default(20),
    }),
  },
  responses: { 200: answer('The newest first.', SearchJson) },
});

export const bulkRoute = createRoute({
  method: 'post',
  path: '/inbox/bulk',
  tags,
  summary: 'Do something to many conversations',
  description:
    'It can be undone for ten seconds with the token. Handing back to the bot (`resolve`) cannot be taken back, so it happens when the ten seconds are over.',
  request: {
    body: body(
      z.strictObject({
        ids: z.array(z.uuid()).min(1).max(200),
        do: z.discriminatedUnion('act', [
          z.strictObject({ act: z.literal('assign'), to: PersonId }),
          z.strictObject({
            act: z.literal('label'),
            add: z.array(LabelId).max(50).default([]),
            remove: z.array(LabelId).max(50).default([]),
          }),
          z.strictObject({
            act: z.literal('snooze'),
            until: z.iso.datetime().or(z.literal('until-reply')).nullable(),
          }),
          z.strictObject({
            act: z.literal('resolve'),
            outcome: z.string().trim().min(1).max(200).optional(),
          }),
        ]),
      }),
    ),
  },
  responses: {
    200: answer(
      'What was done.',
      z
        .strictObject({
          done: z.array(z.uuid()),
          refused: z.array(z.uuid()).openapi({ description: 'Not there, or it cannot be done to them.' }),
          token: z.string().nullable().openapi({ description: 'Undoes it; null when nothing has changed.' }),
          undoUntil: z.iso.datetime(),
        })
        .openapi('BulkDone'),
    ),
    ...problems('person-not-found'),
  },
});

export const undoRoute = createRoute({
  method: 'post',
  path: '/inbox/undo',
  tags,
  summary: 'Undo what was done to many',
  request: { body: body(z.strictObject({ token: z.uuid() })) },
  responses: {
    200: answer('It is undone.', z.strictObject({ ids: z.array(z.uuid()) })),
    ...problems('too-late-to-undo'),
  },
});

export const listViews = createRoute({
  method: 'get',
  path: '/inbox/views',
  tags,
  summary: 'List your saved views',
  responses: { 200: answer('By name.', z.strictObject({ views: z.array(SavedViewJson) })) },
});

export const saveView = createRoute({
  method: 'post',
  path: '/inbox/views',
  tags,
  summary: 'Save a view',
  request: { body: body(z.strictObject({ name: z.string().trim().min(1).max(80), filter: FilterJson })) },
  responses: { 201: answer('It is saved.', SavedViewJson) },
});

export const removeView = createRoute({
  method: 'delete',
  path: '/inbox/views/{id}',
  tags,
  summary: 'Remove a saved view',
  request: { params: z.strictObject({ id: z.uuid() }) },
  responses: { 204: { description: 'It is gone.' }, ...problems('saved-view-not-found') },
});

export const listLabelsRoute = createRoute({
  method: 'get',
  path: '/labels',
  tags,
  summary: 'List labels',
  responses: { 200: answer('By name.', z.strictObject({ labels: z.array(LabelJson) })) },
});

export const addLabelRoute = createRoute({
  method: 'post',
  path: '/labels',
  tags,
  summary: 'Make a label',
  request: {
    body: body(
      z.strictObject({
        name: z.string().trim().min(1).max(40),
        color: z
          .string()
          .regex(/^[a-z]{2,20}$/)
          .default('gray'),
      }),
    ),
  },
  responses: { 201: answer('It is there.', LabelJson), ...problems('label-exists') },
});

export const removeLabelRoute = createRoute({
  method: 'delete',
  path: '/labels/{id}',
  tags,
  summary: 'Remove a label from everywhere',
  request: { params: z.strictObject({ id: LabelId }) },
  responses: { 204: { description: 'It is gone.' }, ...problems('label-not-found') },
});
