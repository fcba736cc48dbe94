import { createRoute, z } from '@hono/zod-openapi';
import { CONSENT_VIA } from '../consent/sources.ts';
import { Limit, nextWith } from '../conversation/place-in-list.ts';
import {
  ContactDetailsJson,
  ContactJson,
  ContactParams,
  FieldKey,
  Phone,
  Purpose,
  Value,
} from './contact-schemas.ts';
import { answer, body, optionalBody, problems } from './documented.ts';

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

export const listThem = createRoute({
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

export const exportThem = createRoute({
  method: 'get',
  path: '/contact-export.csv',
  tags,
  summary: 'Export contacts as a file',
  description: 'For spreadsheets: a cell that a spreadsheet would calculate begins with a quote.',
  request: { query: z.strictObject({ search: Search, query: QueryText }) },
  responses: { 200: { description: 'CSV with a heading.', content: { 'text/csv': { schema: z.string() } } } },
});

export const addOne = createRoute({
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

export const readOne = createRoute({
  method: 'get',
  path: '/contacts/{id}',
  tags,
  summary: 'Read a contact',
  request: { params: ContactParams },
  responses: {
    200: answer('With what holds of consents, and what happened, the newest first.', ContactDetailsJson),
    ...problems('contact-not-found'),
  },
});

export const changeOne = createRoute({
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

export const eraseOne = createRoute({
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

export const exportOne = createRoute({
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

export const recordOne = createRoute({
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

export const confirmOne = createRoute({
  method: 'post',
  path: '/contacts/{id}/confirm-identity',
  tags,
  summary: 'Say who is at a number now',
  description:
    'After the keys of a person have changed nothing is sent until somebody says what to do. Without `isVerified` messages go again to whoever is there, and what is known of the person stays in doubt.',
  request: {
    params: ContactParams,
    body: optionalBody(
      z.strictObject({
        isVerified: z
          .boolean()
          .default(true)
          .openapi({ description: 'Somebody has made sure that it is the same person.' }),
      }),
    ),
  },
  responses: { 200: answer('The contact.', ContactJson), ...problems('contact-not-found') },
});
