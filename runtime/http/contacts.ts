import { OpenAPIHono } from '@hono/zod-openapi';
import { isTimezone } from '@parley/flows/zone.ts';
import type { Kysely } from 'kysely';
import { consentHistory, currentConsents } from '../consent/consents.ts';
import {
  aliasesOfContact,
  changeContact,
  countContacts,
  ensureContact,
  listContacts,
} from '../contacts/contacts.ts';
import { contactsCsv } from '../contacts/contacts-csv.ts';
import { fitsField, listFields } from '../contacts/fields.ts';
import { SegmentQuery } from '../contacts/query.ts';
import { readTimeline } from '../contacts/timeline.ts';
import { placeOf } from '../conversation/place-in-list.ts';
import type { Database, FieldValue } from '../db/tables.ts';
import * as routes from './contact-routes.ts';
import { consentJson, contactJson } from './contact-schemas.ts';
import { foundContact } from './found-contact.ts';
import { refuse } from './problem.ts';

/** The people who write to this business, and what it knows of them. */
export function contacts({ db }: { db: Kysely<Database> }) {
  return new OpenAPIHono()
    .openapi(routes.listThem, async (c) => {
      const { search, query: text, next, limit } = c.req.valid('query');
      const query = queryFrom(text);
      const caller = c.get('caller');
      const page = await listContacts(db, caller, { search, query, after: placeOf(next), limit });
      const count = await countContacts(db, caller, { search, query });
      return c.json({ contacts: page.contacts.map(contactJson), count, next: page.next }, 200);
    })
    .openapi(routes.exportThem, async (c) => {
      const { search, query: text } = c.req.valid('query');
      const file = contactsCsv(db, c.get('caller'), { search, query: queryFrom(text) });
      return c.body(file, 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="contacts.csv"',
      });
    })
    .openapi(routes.addOne, async (c) => {
      const { phone, name } = c.req.valid('json');
      const { id, isNew } = await ensureContact(db, { phone: phone.replace('+', ''), name });
      const contact = await foundContact(db, c, id);
      return c.json(contactJson(contact), isNew ? 201 : 200);
    })
    .openapi(routes.readOne, async (c) => {
      const contact = await foundContact(db, c, c.req.valid('param').id);
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
    .openapi(routes.changeOne, async (c) => {
      const { id } = await foundContact(db, c, c.req.valid('param').id);
      const wanted = c.req.valid('json');
      if (wanted.timezone && !isTimezone(wanted.timezone))
        refuse('contact-value-wrong', { detail: `“${wanted.timezone}” is not a time zone.` });
      await checkFields(db, wanted.fields ?? {});
      await changeContact(db, id, wanted);
      return c.json(contactJson(await foundContact(db, c, id)), 200);
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
