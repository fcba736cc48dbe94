import { randomUUID } from 'node:crypto';
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { isTimezone } from '@parley/flows/zone.ts';
import type { Context } from 'hono';
import type { Kysely } from 'kysely';
import { consentHistory, currentConsents, recordConsents } from '../consent/consents.ts';
import { CONSENT_VIA } from '../consent/sources.ts';
import {
  aliasesOfContact,
  type Contact,
  changeContact,
  confirmIdentity,
  countContacts,
  ensureContact,
  listContacts,
  readContact,
} from '../contacts/contacts.ts';
import { contactsCsv } from '../contacts/contacts-csv.ts';
import { eraseContact } from '../contacts/erase.ts';
import { exportContact } from '../contacts/export.ts';
import { fitsField, listFields } from '../contacts/fields.ts';
import { SegmentQuery } from '../contacts/query.ts';
import { readTimeline } from '../contacts/timeline.ts';
import { Limit, nextWith, placeOf } from '../conversation/place-in-list.ts';
import type { Database, FieldValue } from '../db/tables.ts';
import { type AuditAction, audit } from '../people/audit.ts';
import {
  ConsentJson,
  ContactJson,
  ContactParams,
  consentJson,
  contactJson,
  FieldKey,
  HappeningJson,
  Phone,
  Purpose,
  Value,
} from './contact-schemas.ts';
import { answer, body, problems } from './documented.ts';
import { refuse } from './problem.ts';
import { facts } from './session.ts';

const tags = ['Contacts'];
const Next = z.string().nullable().openapi({ description: 'For the page after this one; null at the end.' });
const Name = z.string().trim().max(60);
const Search = z
  .string()
  .max(200)
  .optional()
  .openapi({ description: 'Beginnings of words of the name, the end of a number, or a username.' });
/** In an address a query is JSON. */
const QueryText = z.string().max(20_000).optional().openapi({ description: 'A segment’s query, as JSON.' });

const list = createRoute({
  method: 'get',
  path: '/contacts',
  tags,
  summary: 'List contacts',
  request: {
    query: z.strictObject({
      search: Search,
      query: QueryText,
      next: nextWith(/[0-9a-f-]{36}/),
      limit: Limit,
    }),
  },
  responses: {
    200: answer(
      'Those that were added last come first.',
      z.strictObject({ contacts: z.array(ContactJson), count: z.number().int(), next: Next }),
    ),
  },
});

const csv = createRoute({
  method: 'get',
  path: '/contact-export.csv',
  tags,
  summary: 'Export contacts as a file',
  description: 'For spreadsheets: a cell that a spreadsheet would calculate begins with a quote.',
  request: { query: z.strictObject({ search: Search, query: QueryText }) },
  responses: { 200: { description: 'CSV with a heading.', content: { 'text/csv': { schema: z.string() } } } },
});

const make = createRoute({
  method: 'post',
  path: '/contacts',
  tags,
  summary: 'Add a contact',
  description:
    'By a number. A person who is known already, however the number is written, stays as they are.',
  request: { body: body(z.strictObject({ phone: Phone, name: Name.default('') })) },
  responses: {
    200: answer('The contact was there before.', ContactJson),
    201: answer('The contact.', ContactJson),
  },
});

const Details = z.strictObject({
  contact: ContactJson,
  aliases: z.array(z.strictObject({ kind: z.string(), value: z.string() })),
  consents: z.array(z.strictObject({ purpose: z.string(), granted: z.boolean(), at: z.iso.datetime() })),
  consentHistory: z.array(ConsentJson),
  timeline: z.array(HappeningJson),
});

const read = createRoute({
  method: 'get',
  path: '/contacts/{id}',
  tags,
  summary: 'Read a contact',
  request: { params: ContactParams },
  responses: {
    200: answer('With what holds of consents, and what happened, the newest first.', Details),
    ...problems('contact-not-found'),
  },
});

const change = createRoute({
  method: 'patch',
  path: '/contacts/{id}',
  tags,
  summary: 'Change a contact',
  request: {
    params: ContactParams,
    body: body(
      z.strictObject({
        name: Name.optional(),
        locale: z
          .string()
          .regex(/^([a-z]{2,3}([_-][A-Za-z0-9]{2,8})*)?$/)
          .optional(),
        timezone: z.string().max(60).optional(),
        tags: z.array(z.string().trim().min(1).max(60)).max(100).optional(),
        fields: z.record(FieldKey, Value.nullable()).optional(),
      }),
    ),
  },
  responses: {
    200: answer('The contact.', ContactJson),
    ...problems('contact-not-found', 'contact-value-wrong'),
  },
});

const erase = createRoute({
  method: 'delete',
  path: '/contacts/{id}',
  tags,
  summary: 'Erase a person',
  description: 'With every conversation, consent and file row. This cannot be undone.',
  request: { params: ContactParams },
  responses: {
    200: answer('The person is gone.', z.strictObject({ erased: z.literal(true) })),
    ...problems('contact-not-found'),
  },
});

const give = createRoute({
  method: 'get',
  path: '/contacts/{id}/export',
  tags,
  summary: 'Export everything about a person',
  request: { params: ContactParams },
  responses: {
    200: answer('All there is.', z.record(z.string(), z.unknown())),
    ...problems('contact-not-found'),
  },
});

const consent = createRoute({
  method: 'post',
  path: '/contacts/{id}/consents',
  tags,
  summary: 'Record a consent, or its withdrawal',
  request: {
    params: ContactParams,
    body: body(
      z.strictObject({
        purpose: z.union([Purpose, z.literal('*')]),
        granted: z.boolean(),
        wording: z.string().trim().min(1).max(2000),
        via: z.enum(CONSENT_VIA),
        evidence: z.string().trim().max(2000).nullable().default(null),
        at: z.iso.datetime().optional().openapi({ description: 'Now, when left out; never later than now.' }),
      }),
    ),
  },
  responses: {
    201: answer('It is written down.', z.strictObject({ recorded: z.literal(true) })),
    ...problems('contact-not-found'),
  },
});

const confirm = createRoute({
  method: 'post',
  path: '/contacts/{id}/confirm-identity',
  tags,
  summary: 'Say that a person is who they were',
  description: 'After the keys of a person have changed nothing is sent until somebody has made sure.',
  request: { params: ContactParams },
  responses: { 200: answer('The contact.', ContactJson), ...problems('contact-not-found') },
});

/** The people who write to this business, and what it knows of them. */
export function contacts({ db }: { db: Kysely<Database> }) {
  const found = async (c: Context, id: string): Promise<Contact> =>
    (await readContact(db, c.get('caller'), id)) ?? refuse('contact-not-found');
  const note = (tx: Kysely<Database>, c: Context, action: AuditAction, id: string, details = {}) =>
    audit(tx, { who: c.get('caller'), action, subject: { kind: 'contact', id }, details, from: facts(c) });

  return new OpenAPIHono()
    .openapi(list, async (c) => {
      const { search, query: text, next, limit } = c.req.valid('query');
      const query = queryFrom(text);
      const caller = c.get('caller');
      const page = await listContacts(db, caller, { search, query, after: placeOf(next), limit });
      const count = await countContacts(db, caller, { search, query });
      return c.json({ contacts: page.contacts.map(contactJson), count, next: page.next }, 200);
    })
    .openapi(csv, async (c) => {
      const { search, query: text } = c.req.valid('query');
      const file = contactsCsv(db, c.get('caller'), { search, query: queryFrom(text) });
      return c.body(file, 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="contacts.csv"',
      });
    })
    .openapi(make, async (c) => {
      const { phone, name } = c.req.valid('json');
      const { id, isNew } = await ensureContact(db, { phone: phone.replace('+', ''), name });
      const contact = await found(c, id);
      return c.json(contactJson(contact), isNew ? 201 : 200);
    })
    .openapi(read, async (c) => {
      const contact = await found(c, c.req.valid('param').id);
      const history = await consentHistory(db, contact.id);
      const timeline = await readTimeline(db, c.get('caller'), contact.id);
      return c.json(
        {
          contact: contactJson(contact),
          aliases: await aliasesOfContact(db, contact.id),
          consents: currentConsents(history).map((state) => ({ ...state, at: state.at.toISOString() })),
          consentHistory: history.map(consentJson),
          timeline: timeline.map((one) => ({ ...one, at: one.at.toISOString() })),
        },
        200,
      );
    })
    .openapi(change, async (c) => {
      const { id } = await found(c, c.req.valid('param').id);
      const wanted = c.req.valid('json');
      if (wanted.timezone && !isTimezone(wanted.timezone))
        refuse('contact-value-wrong', { detail: `“${wanted.timezone}” is not a time zone.` });
      await checkFields(db, wanted.fields ?? {});
      await changeContact(db, id, wanted);
      return c.json(contactJson(await found(c, id)), 200);
    })
    .openapi(erase, async (c) => {
      const { id } = await found(c, c.req.valid('param').id);
      await eraseContact(db, id, (tx) => note(tx, c, 'contact-erased', id));
      return c.json({ erased: true as const }, 200);
    })
    .openapi(give, async (c) => {
      const contact = await found(c, c.req.valid('param').id);
      await note(db, c, 'contact-exported', contact.id);
      return c.json({ ...(await exportContact(db, contact)) }, 200);
    })
    .openapi(consent, async (c) => {
      const { id } = await found(c, c.req.valid('param').id);
      const { at, ...said } = c.req.valid('json');
      const caller = c.get('caller');
      await db.transaction().execute(async (tx) => {
        await recordConsents(tx, [
          {
            ...{ ...said, contactId: id, recordedBy: caller.id },
            at: at === undefined ? new Date() : new Date(at),
            source: `by-hand:${randomUUID()}`,
          },
        ]);
        const { purpose, granted, via } = said;
        await note(tx, c, 'consent-recorded', id, { purpose, granted, via });
      });
      return c.json({ recorded: true as const }, 201);
    })
    .openapi(confirm, async (c) => {
      const { id } = await found(c, c.req.valid('param').id);
      await db.transaction().execute(async (tx) => {
        if (await confirmIdentity(tx, id)) await note(tx, c, 'contact-identity-confirmed', id);
      });
      return c.json(contactJson(await found(c, id)), 200);
    });
}

/** Refuses a text that is none. */
function queryFrom(text: string | undefined): SegmentQuery | undefined {
  if (text === undefined) return undefined;
  try {
    return SegmentQuery.parse(JSON.parse(text));
  } catch {
    return refuse('request-invalid', { detail: 'query: must be a segment’s query as JSON.' });
  }
}

async function checkFields(
  db: Kysely<Database>,
  given: { [field: string]: FieldValue | null },
): Promise<void> {
  const fields = await listFields(db);
  for (const [id, value] of Object.entries(given)) {
    const field = fields.find((one) => one.id === id);
    if (!field) refuse('contact-value-wrong', { detail: `There is no field “${id}”.` });
    if (value !== null && !fitsField(field, value))
      refuse('contact-value-wrong', { detail: `${field.label} takes a value of the kind ${field.kind}.` });
  }
}
