import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import {
  fillCannedReply,
  listCannedReplies,
  type NewCannedReply,
  removeCannedReply,
  saveCannedReply,
  VARIABLES,
  valuesFor,
} from '../desk/canned-replies.ts';
import type { Caller } from '../people/caller.ts';
import { CannedReplyJson } from './canned-reply-schemas.ts';
import { answer, body, problems } from './documented.ts';
import { TeamId } from './people-schemas.ts';
import { refuse } from './problem.ts';
import { visibleConversation } from './visible-conversation.ts';

const tags = ['Canned replies'];
const params = z.strictObject({ id: z.uuid() });
const Text = z
  .string()
  .trim()
  .min(1)
  .max(4096)
  .openapi({ description: `May hold ${VARIABLES.map((name) => `{{${name}}}`).join(', ')}.` });

const NewReply = z.strictObject({
  shortcut: z.string().regex(/^[\p{L}\p{N}_-]{1,40}$/u, 'letters, digits, _ or -, 40 at most'),
  title: z.string().trim().min(1).max(80),
  text: Text,
  scope: z.enum(['me', 'team', 'all']),
  team: TeamId.nullable()
    .default(null)
    .openapi({ description: 'Of scope `team`: one that the caller is in.' }),
});
const list = createRoute({
  method: 'get',
  path: '/',
  tags,
  summary: 'List the canned replies that you may use',
  responses: { 200: answer('By shortcut.', z.strictObject({ replies: z.array(CannedReplyJson) })) },
});
const add = createRoute({
  method: 'post',
  path: '/',
  tags,
  summary: 'Make a canned reply',
  request: { body: body(NewReply) },
  responses: {
    201: answer('It is there.', CannedReplyJson),
    ...problems('shortcut-taken', 'team-not-found'),
  },
});
const change = createRoute({
  method: 'put',
  path: '/{id}',
  tags,
  summary: 'Change a canned reply',
  request: { params, body: body(NewReply) },
  responses: {
    200: answer('It is changed.', CannedReplyJson),
    ...problems('canned-reply-not-found', 'shortcut-taken', 'team-not-found'),
  },
});
const remove = createRoute({
  method: 'delete',
  path: '/{id}',
  tags,
  summary: 'Remove a canned reply',
  request: { params },
  responses: { 204: { description: 'It is gone.' }, ...problems('canned-reply-not-found') },
});
const preview = createRoute({
  method: 'post',
  path: '/preview',
  tags,
  summary: 'Fill a canned reply for a conversation',
  request: { body: body(z.strictObject({ conversationId: z.uuid(), text: Text })) },
  responses: {
    200: answer(
      'As it would be sent.',
      z.strictObject({
        text: z.string(),
        missing: z.array(z.enum(VARIABLES)).openapi({ description: 'Nothing is known for these.' }),
      }),
    ),
    ...problems('conversation-not-found'),
  },
});

/** Texts that people answer with again and again. */
export function cannedReplies({ db }: { db: Kysely<Database> }) {
  const save = async (caller: Caller, reply: NewCannedReply, id: string | null) => {
    checkTeam(caller, reply);
    const saved = await saveCannedReply(db, caller, reply, id);
    if (saved.ok) return saved.reply;
    return refuse(saved.reason === 'not-found' ? 'canned-reply-not-found' : saved.reason);
  };
  return new OpenAPIHono()
    .openapi(list, async (c) => c.json({ replies: await listCannedReplies(db, c.get('caller')) }, 200))
    .openapi(add, async (c) => c.json(await save(c.get('caller'), c.req.valid('json'), null), 201))
    .openapi(change, async (c) =>
      c.json(await save(c.get('caller'), c.req.valid('json'), c.req.valid('param').id), 200),
    )
    .openapi(remove, async (c) => {
      const isGone = await removeCannedReply(db, c.get('caller'), c.req.valid('param').id);
      return isGone ? c.body(null, 204) : refuse('canned-reply-not-found');
    })
    .openapi(preview, async (c) => {
      const { conversationId, text } = c.req.valid('json');
      const { lane, id } = await visibleConversation(c, db, conversationId);
      const { rows } = await sql<{ name: string; phone: string }>`
        select p.name, p.phone from conversations v join contacts p on p.id = v.contact_id
        where v.lane = ${lane} and v.id = ${id}
      `.execute(db);
      const contact = rows[0] ?? { name: '', phone: '' };
      return c.json(fillCannedReply(text, valuesFor(contact, { name: c.get('caller').name })), 200);
    });
}

function checkTeam(caller: Caller, { scope, team }: NewCannedReply): void {
  if (scope !== 'team') return;
  const isTheirs = team !== null && caller.teams.some((one) => one === team);
  if (!isTheirs && caller.role !== 'administrator') refuse('team-not-found');
  if (team === null) refuse('team-not-found');
}
