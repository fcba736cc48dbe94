import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { numberOn } from '@parley/flows/rules/pack.ts';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { addFlowFile, findFlowFiles } from '../files/flow-files.ts';
import { readKeptFile } from '../files/kept-files.ts';
import { safeFileName } from '../media/file-name.ts';
import { fileTypeOf } from '../media/file-type.ts';
import type { MediaStore } from '../media/media-store.ts';
import { audit } from '../people/audit.ts';
import { answer, problems } from './documented.ts';
import { fileAnswer } from './file-answer.ts';
import { refuse } from './problem.ts';
import { readUpload, uploadPlaces } from './read-upload.ts';
import { facts } from './session.ts';

export type FilesDeps = { db: Kysely<Database>; store?: MediaStore | undefined };

const tags = ['Flows'];
const MOST_BYTES = numberOn('media.stored');
/** Uploads that are in memory at the same time. */
const AT_ONCE = 4;
/** A flow with more files than this is looked up in parts. */
const MOST_IDS = 100;
const ID = /^[0-9a-f]{64}$/;

const FileJson = z
  .strictObject({
    id: z.string().openapi({ description: 'The SHA-256 of the content, in hexadecimal.' }),
    name: z.string(),
    mimeType: z.string(),
    bytes: z.int(),
  })
  .openapi('FlowFile');

const add = createRoute({
  method: 'post',
  path: '/files',
  tags,
  summary: 'Keep a file for flows',
  description:
    'The body is the file itself, 32 MB at most and no more than WhatsApp takes of its type. What it is follows from its content. A message of a flow names it as `media.file`, which is this answer. A file that nothing names any more is taken away thirty days after its last use.',
  request: { query: z.strictObject({ filename: z.string().max(250).default('') }) },
  responses: {
    201: answer('It is kept.', FileJson),
    ...problems(
      'body-too-large',
      'body-cut-off',
      'body-too-slow',
      'body-empty',
      'file-not-accepted',
      'too-many-tries',
    ),
  },
});

const list = createRoute({
  method: 'get',
  path: '/files',
  tags,
  summary: 'Find out which files are kept',
  request: {
    query: z.strictObject({
      ids: z
        .string()
        .max(MOST_IDS * 65)
        .transform((ids) => ids.split(',').filter((id) => ID.test(id)))
        .openapi({ type: 'string', description: 'Ids of files, with commas between them; 100 at most.' }),
    }),
  },
  responses: {
    200: answer('Those of them that are here.', z.strictObject({ files: z.array(FileJson) })),
  },
});

const read = createRoute({
  method: 'get',
  path: '/files/{id}',
  tags,
  summary: 'Look at a file of a flow',
  request: { params: z.strictObject({ id: z.string().max(64) }) },
  responses: {
    200: { description: 'The file.', content: { 'application/octet-stream': { schema: z.string() } } },
    206: { description: 'The part of it that was asked for.' },
    ...problems('file-not-found'),
  },
});

/** Files that messages of flows bring: uploaded once, given to WhatsApp when they are sent. */
export function files({ db, store }: FilesDeps) {
  const place = uploadPlaces(AT_ONCE);

  return new OpenAPIHono()
    .openapi(add, async (c) => {
      const { filename } = c.req.valid('query');
      return place(async () => {
        const bytes = await readUpload(c.req.raw, MOST_BYTES);
        if (bytes.length === 0) return refuse('body-empty');
        const type = fileTypeOf(bytes, filename);
        if (!type) return refuse('file-not-accepted');
        if (bytes.length > type.maxBytes)
          refuse('body-too-large', {
            detail: `WhatsApp takes ${type.mimeType} up to ${type.maxBytes} bytes.`,
          });
        const name = safeFileName(filename, type.extension);
        const file = await addFlowFile(db, { bytes, name, mimeType: type.mimeType });
        await audit(db, {
          who: c.get('caller'),
          action: 'file-added',
          subject: { kind: 'file', id: file.id, name },
          details: { mimeType: file.mimeType, bytes: file.bytes },
          from: facts(c),
        });
        return c.json(file, 201);
      });
    })
    .openapi(list, async (c) =>
      c.json({ files: await findFlowFiles(db, c.req.valid('query').ids.slice(0, MOST_IDS)) }, 200),
    )
    .openapi(read, async (c) => {
      const { id } = c.req.valid('param');
      const file = ID.test(id) ? await readKeptFile(db, store, id) : null;
      if (!file) return refuse('file-not-found');
      const { status, content, headers } = fileAnswer(file.content, {
        type: fileTypeOf(file.content, file.name),
        filename: file.name,
        range: c.req.header('range'),
        cacheControl: 'private, max-age=31536000, immutable',
      });
      return c.body(content, status, headers);
    });
}
