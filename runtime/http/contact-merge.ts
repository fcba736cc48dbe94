import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Kysely } from 'kysely';
import { mergeContacts } from '../contact/merge-contacts.ts';
import { previewMerge } from '../contact/preview-merge.ts';
import { aliasesOfContact, type Contact } from '../contacts/contacts.ts';
import type { Database } from '../db/tables.ts';
import { audit } from '../people/audit.ts';
import { MergePreviewJson } from './contact-merge-schemas.ts';
import { ContactParams, contactJson } from './contact-schemas.ts';
import { answer, body, problems } from './documented.ts';
import { foundContact } from './found-contact.ts';
import type { InboxDeps } from './inbox.ts';
import { refuse } from './problem.ts';
import { facts } from './session.ts';
import { touched } from './touched.ts';
import { whoActs } from './who-acts.ts';

const tags = ['Contacts'];
const description =
  'The one with a phone number is kept. Two people with a number each are never made one: an answer would reach the wrong one.';

const preview = createRoute({
  method: 'get',
  path: '/contacts/{id}/merge',
  tags,
  summary: 'See what making two contacts one would do',
  description,
  request: { params: ContactParams, query: z.strictObject({ with: z.uuid() }) },
  responses: {
    200: answer('What joins.', MergePreviewJson),
    ...problems('contact-not-found', 'contacts-both-reachable', 'contact-is-same'),
  },
});

const merge = createRoute({
  method: 'post',
  path: '/contacts/{id}/merge',
  tags,
  summary: 'Make two contacts one',
  description: `${description} It cannot be undone.`,
  request: { params: ContactParams, body: body(z.strictObject({ with: z.uuid() })) },
  responses: {
    200: answer('Under which id the contact goes on.', z.strictObject({ id: z.uuid() })),
    ...problems('contact-not-found', 'contacts-both-reachable', 'contact-is-same', 'contact-busy'),
  },
});

/** Two entries of the same person become one, because somebody says that they are. */
export function contactMerge({ db, desk }: Pick<InboxDeps, 'db' | 'desk'>) {
  return new OpenAPIHono()
    .openapi(preview, async (c) => {
      const pair = await pairOf(db, c, c.req.valid('param').id, c.req.valid('query').with);
      const told = await previewMerge(db, pair.kept.id, pair.joins.id);
      return c.json({ ...told, kept: contactJson(pair.kept), joins: contactJson(pair.joins) }, 200);
    })
    .openapi(merge, async (c) => {
      const { kept, joins } = await pairOf(db, c, c.req.valid('param').id, c.req.valid('json').with);
      if (!(await mergeContacts(db, kept.id, joins.id, whoActs(c, undefined)))) return refuse('contact-busy');
      await audit(db, {
        who: c.get('caller'),
        action: 'contacts-merged',
        subject: { kind: 'contact', id: kept.id },
        details: { joined: joins.id },
        from: facts(c),
      });
      const conversations = await db
        .selectFrom('conversations')
        .select('id')
        .where('contact_id', '=', kept.id)
        .execute();
      await touched(
        db,
        desk,
        conversations.map(({ id }) => id),
      );
      return c.json({ id: kept.id }, 200);
    });
}

/** Which of the two is kept, however they were named. */
async function pairOf(
  db: Kysely<Database>,
  c: Context,
  one: string,
  other: string,
): Promise<{ kept: Contact; joins: Contact }> {
  if (one === other) return refuse('contact-is-same');
  const first = await foundContact(db, c, one);
  const second = await foundContact(db, c, other);
  const [isFirst, isSecond] = [await hasNumber(db, one), await hasNumber(db, other)];
  if (isFirst && isSecond) return refuse('contacts-both-reachable');
  return isSecond ? { kept: second, joins: first } : { kept: first, joins: second };
}

async function hasNumber(db: Kysely<Database>, contactId: string): Promise<boolean> {
  return (await aliasesOfContact(db, contactId)).some(({ kind }) => kind === 'wa_id');
}
