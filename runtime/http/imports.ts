import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Kysely } from 'kysely';
import { BYTE_ORDER_MARK, csvLines } from '../contacts/contacts-csv.ts';
import {
  addRows,
  beginImport,
  cancelImport,
  checkImport,
  failedRows,
  type Import,
  listImports,
  MAX_ROWS,
  readImport,
  startImport,
} from '../contacts/imports.ts';
import { readCsv } from '../contacts/read-csv.ts';
import type { Database } from '../db/tables.ts';
import { audit } from '../people/audit.ts';
import { signatureOf } from '../people/caller.ts';
import { answer, body, problems } from './documented.ts';
import { CheckJson, Columns, ImportJson, Mapping } from './import-schemas.ts';
import { refuse } from './problem.ts';
import { facts } from './session.ts';

const tags = ['Contacts'];
const ImportParams = z.strictObject({ id: z.uuid() });
const Cells = z.array(z.string().max(4000)).max(200);
const list = createRoute({
  method: 'get',
  path: '/imports',
  tags,
  summary: 'List imports',
  responses: { 200: answer('The newest first.', z.strictObject({ imports: z.array(ImportJson) })) },
});
const read = createRoute({
  method: 'get',
  path: '/imports/{id}',
  tags,
  summary: 'Read how far an import is',
  request: { params: ImportParams },
  responses: { 200: answer('The import.', ImportJson), ...problems('import-not-found') },
});
const begin = createRoute({
  method: 'post',
  path: '/imports',
  tags,
  summary: 'Begin an import',
  description:
    'With a CSV file that has a heading, or with the names of the columns alone: then its rows are sent in parts, which large files need.',
  request: {
    body: body(
      z.union([
        z.strictObject({ fileName: z.string().max(200), csv: z.string() }),
        z.strictObject({ fileName: z.string().max(200), columns: Columns }),
      ]),
    ),
  },
  responses: { 201: answer('The import, not running yet.', ImportJson), ...problems('file-unreadable') },
});
const add = createRoute({
  method: 'post',
  path: '/imports/{id}/rows',
  tags,
  summary: 'Send rows of an import',
  description: 'From a place on, counted from 0. Sending the same rows again changes nothing.',
  request: {
    params: ImportParams,
    body: body(
      z.strictObject({ from: z.number().int().min(0).max(MAX_ROWS), rows: z.array(Cells).max(2000) }),
    ),
  },
  responses: { 200: answer('The import.', ImportJson), ...problems('import-not-found', 'import-has-begun') },
});
const check = createRoute({
  method: 'post',
  path: '/imports/{id}/check',
  tags,
  summary: 'What an import would do',
  request: { params: ImportParams, body: body(Mapping) },
  responses: { 200: answer('Nothing has changed.', CheckJson), ...problems('import-not-found') },
});
const start = createRoute({
  method: 'post',
  path: '/imports/{id}/start',
  tags,
  summary: 'Start an import',
  request: { params: ImportParams, body: body(Mapping) },
  responses: { 202: answer('It runs.', ImportJson), ...problems('import-not-found', 'import-has-begun') },
});
const cancel = createRoute({
  method: 'post',
  path: '/imports/{id}/cancel',
  tags,
  summary: 'Cancel an import',
  description: 'What was taken in stays.',
  request: { params: ImportParams },
  responses: { 200: answer('The import.', ImportJson), ...problems('import-not-found', 'import-has-begun') },
});
const errors = createRoute({
  method: 'get',
  path: '/imports/{id}/errors.csv',
  tags,
  summary: 'Rows that were not taken in',
  request: { params: ImportParams },
  responses: {
    200: {
      description: 'As they stood in the file, with the reason.',
      content: { 'text/csv': { schema: z.string() } },
    },
    ...problems('import-not-found'),
  },
});

/** Contacts from files. */
export function imports({ db }: { db: Kysely<Database> }) {
  const found = async (id: string): Promise<Import> =>
    (await readImport(db, id)) ?? refuse('import-not-found');
  return new OpenAPIHono()
    .openapi(list, async (c) => c.json({ imports: (await listImports(db)).map(importJson) }, 200))
    .openapi(read, async (c) => c.json(importJson(await found(c.req.valid('param').id)), 200))
    .openapi(begin, async (c) => {
      const given = c.req.valid('json');
      const sheet = 'csv' in given ? readCsv(given.csv) : { columns: given.columns, rows: [] };
      if (!sheet) return refuse('file-unreadable');
      const madeBy = signatureOf(c.get('caller'), undefined);
      const id = await beginImport(db, { fileName: given.fileName, columns: sheet.columns, madeBy });
      if (sheet.rows.length > 0) await addRows(db, id, 0, sheet.rows);
      return c.json(importJson(await found(id)), 201);
    })
    .openapi(add, async (c) => {
      const { id, status } = await found(c.req.valid('param').id);
      if (status !== 'receiving') refuse('import-has-begun');
      const { from, rows } = c.req.valid('json');
      await addRows(db, id, from, rows);
      return c.json(importJson(await found(id)), 200);
    })
    .openapi(check, async (c) => {
      const { id } = await found(c.req.valid('param').id);
      return c.json(await checkImport(db, id, c.req.valid('json')), 200);
    })
    .openapi(start, async (c) => {
      const { id, fileName, rows } = await found(c.req.valid('param').id);
      await db.transaction().execute(async (tx) => {
        if (!(await startImport(tx, id, c.req.valid('json')))) refuse('import-has-begun');
        const subject = { kind: 'import', id, name: fileName };
        await audit(tx, {
          who: c.get('caller'),
          action: 'contacts-imported',
          subject,
          details: { rows },
          from: facts(c),
        });
      });
      return c.json(importJson(await found(id)), 202);
    })
    .openapi(cancel, async (c) => {
      const { id } = await found(c.req.valid('param').id);
      if (!(await cancelImport(db, id))) refuse('import-has-begun', { detail: 'It is over already.' });
      return c.json(importJson(await found(id)), 200);
    })
    .openapi(errors, async (c) => {
      const { id, columns } = await found(c.req.valid('param').id);
      const rows = (await failedRows(db, id)).map(({ n, cells, error }) => [
        String(n + 2),
        error ?? '',
        ...cells,
      ]);
      return c.body(BYTE_ORDER_MARK + csvLines([['row', 'reason', ...columns], ...rows]), 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="import-errors.csv"',
      });
    });
}

function importJson(one: Import): z.infer<typeof ImportJson> {
  return {
    ...one,
    createdAt: one.createdAt.toISOString(),
    finishedAt: one.finishedAt?.toISOString() ?? null,
  };
}
