import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { flowsOfNotices, type NoticedFlow } from '../notices/flows-of-notices.ts';
import { countUnread, listNotices, markRead, type Notice } from '../notices/notices.ts';
import { wordsOf } from '../notices/words.ts';
import { answer, body } from './documented.ts';

const tags = ['Notices'];
const Severity = z.enum(['info', 'warning', 'error']);
const NoticeId = z.string().regex(/^\d{1,18}$/);
const PAGE = 50;
const Words = z.strictObject({ happened: z.string(), advice: z.string() });

const NoticeJson = z
  .strictObject({
    id: NoticeId,
    kind: z.string().openapi({ description: 'What it is, such as `number-flagged`. New ones may come.' }),
    severity: Severity,
    subject: z
      .strictObject({ kind: z.string(), id: z.string(), name: z.string() })
      .openapi({ description: 'The number, account, template or token that it is about.' }),
    words: z
      .strictObject({ en: Words, ru: Words })
      .openapi({ description: 'What has happened and what to do, in sentences.' }),
    details: z.record(z.string(), z.unknown()),
    flows: z
      .array(z.strictObject({ id: z.string(), name: z.string() }))
      .openapi({ description: 'Of a notice of enforcement: the flows on the numbers that it is about.' }),
    dueAt: z.iso.datetime().nullable(),
    at: z.iso.datetime(),
    isRead: z.boolean(),
  })
  .openapi('Notice');

const list = createRoute({
  method: 'get',
  path: '/',
  tags,
  summary: 'List notices',
  description:
    'What WhatsApp has told of numbers, accounts and templates, and what Parley has noticed itself.',
  request: {
    query: z.strictObject({
      severity: Severity.optional(),
      before: NoticeId.optional().openapi({ description: '`next` of the page before.' }),
    }),
  },
  responses: {
    200: answer(
      'The newest first.',
      z.strictObject({ notices: z.array(NoticeJson), next: NoticeId.nullable() }),
    ),
  },
});

const count = createRoute({
  method: 'get',
  path: '/unread',
  tags,
  summary: 'Count the notices that you have not read',
  responses: {
    200: answer(
      'Of the last 30 days.',
      z.strictObject({ unread: z.number().int(), worst: Severity.nullable() }),
    ),
  },
});

const read = createRoute({
  method: 'post',
  path: '/read',
  tags,
  summary: 'Mark notices as read',
  request: {
    body: body(
      z.union([
        z.strictObject({ ids: z.array(NoticeId).min(1).max(500) }),
        z.strictObject({ upTo: NoticeId.openapi({ description: 'This one and all before it.' }) }),
      ]),
    ),
  },
  responses: {
    200: answer('What is left.', z.strictObject({ unread: z.number().int(), worst: Severity.nullable() })),
  },
});

/** Notices: what needs people, or soon will. Each reader has their own marks. */
export function notices({ db }: { db: Kysely<Database> }) {
  return new OpenAPIHono()
    .openapi(list, async (c) => {
      const { severity, before } = c.req.valid('query');
      const found = await listNotices(db, { reader: c.get('caller').id, severity, before, limit: PAGE + 1 });
      const shown = found.slice(0, PAGE);
      const next = found.length > PAGE ? (shown.at(-1)?.id ?? null) : null;
      const flows = await flowsOfNotices(db, shown);
      return c.json({ notices: shown.map((one) => noticeJson(one, flows.get(one.id) ?? [])), next }, 200);
    })
    .openapi(count, async (c) => c.json(await countUnread(db, c.get('caller').id), 200))
    .openapi(read, async (c) => {
      await markRead(db, c.get('caller').id, c.req.valid('json'));
      return c.json(await countUnread(db, c.get('caller').id), 200);
    });
}

function noticeJson(notice: Notice, flows: NoticedFlow[]): z.infer<typeof NoticeJson> {
  const { dueAt, at, whatToDo: _, ...rest } = notice;
  return {
    ...rest,
    flows,
    words: wordsOf(notice),
    dueAt: dueAt?.toISOString() ?? null,
    at: at.toISOString(),
  };
}
