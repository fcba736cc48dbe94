import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { isVisible } from '../escalation/visible.ts';
import { contentDisposition, safeFileName } from '../media/file-name.ts';
import { fileTypeOf, isShown } from '../media/file-type.ts';
import { createMedia, type MediaDeps } from '../media/media.ts';
import { messageFile } from '../media/message-file.ts';
import { byteRange } from './byte-range.ts';
import { answer, problems } from './documented.ts';
import { refuse } from './problem.ts';
import { readBody } from './read-body.ts';

export type MediaRouteDeps = MediaDeps & { db: Kysely<Database> };

const tags = ['Inbox'];
/** What one upload may have; WhatsApp takes documents of up to 100 MB, which would all be in memory here. */
const MOST_UPLOADED = 32 * 1024 * 1024;
const UPLOAD_WITHIN_MS = 55_000;
/** Uploads that are in memory at the same time. */
const UPLOADS_AT_ONCE = 4;

const download = createRoute({
  method: 'get',
  path: '/media/{id}',
  tags,
  summary: 'Look at the file of a message',
  description:
    'Pictures, sound and video as they are, everything else to be saved. What it is follows from its content, not from what its sender says.',
  request: { params: z.strictObject({ id: z.string().regex(/^(?:in|out)-\d{1,18}$/) }) },
  responses: {
    200: { description: 'The file.', content: { 'application/octet-stream': { schema: z.string() } } },
    206: { description: 'The part of it that was asked for.' },
    ...problems('file-not-found', 'file-not-reachable'),
  },
});

const upload = createRoute({
  method: 'post',
  path: '/media',
  tags,
  summary: 'Upload a file for sending',
  description:
    'The body is the file itself, 32 MB at most. What it is follows from its content. Send the id in a message within 30 days.',
  request: {
    query: z.strictObject({ number: z.uuid(), filename: z.string().max(250).default('') }),
  },
  responses: {
    201: answer(
      'WhatsApp has it.',
      z
        .strictObject({
          mediaId: z.string(),
          kind: z.enum(['image', 'video', 'audio', 'sticker', 'document']).openapi({
            description: 'The kind of message that it can be sent as; any of them also as a document.',
          }),
          mimeType: z.string(),
          filename: z.string(),
          bytes: z.number().int(),
        })
        .openapi('UploadedFile'),
    ),
    ...problems(
      'number-not-found',
      'body-too-large',
      'body-cut-off',
      'body-too-slow',
      'file-not-accepted',
      'file-not-reachable',
    ),
  },
});

/** Files of messages: those that came, and those that are to be sent. */
export function mediaRoutes({ db, channels, ...deps }: MediaRouteDeps) {
  const media = createMedia({ channels, ...deps });
  let uploading = 0;
  const readUpload = async (stream: ReadableStream<Uint8Array> | null, declared: number) => {
    const tooLarge = { detail: 'At most 32 MB are accepted.', headers: { connection: 'close' } };
    if (declared > MOST_UPLOADED) return refuse('body-too-large', tooLarge);
    const read = await readBody(undefined, stream, { maxBytes: MOST_UPLOADED, timeoutMs: UPLOAD_WITHIN_MS });
    if (read.ok) return new Uint8Array(read.bytes);
    if (read.status === 413) return refuse('body-too-large', tooLarge);
    return refuse(read.status === 408 ? 'body-too-slow' : 'body-cut-off', {
      headers: { connection: 'close' },
    });
  };

  return new OpenAPIHono()
    .openapi(download, async (c) => {
      const file = await messageFile(db, c.req.valid('param').id);
      if (!file) return refuse('file-not-found');
      const place = { lane: file.lane, id: file.conversationId };
      if (!(await isVisible(db, place, c.get('caller')))) return refuse('file-not-found');
      const fetched = await media.read(file);
      if (!fetched.ok) return refuse(fetched.reason === 'gone' ? 'file-not-found' : 'file-not-reachable');
      const type = fileTypeOf(fetched.bytes, file.filename);
      const how = type && isShown(type) ? 'inline' : 'attachment';
      const headers = {
        'content-type': type?.mimeType ?? 'application/octet-stream',
        'content-disposition': contentDisposition(how, safeFileName(file.filename, type?.extension ?? 'bin')),
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
        'accept-ranges': 'bytes',
        'cache-control': 'private, max-age=3600',
      };
      const range = byteRange(c.req.header('range'), fetched.bytes.length);
      if (!range) return c.body(new Uint8Array(fetched.bytes), 200, headers);
      return c.body(new Uint8Array(fetched.bytes.subarray(range.from, range.to + 1)), 206, {
        ...headers,
        'content-range': `bytes ${range.from}-${range.to}/${fetched.bytes.length}`,
      });
    })
    .openapi(upload, async (c) => {
      const { number, filename } = c.req.valid('query');
      if (!(await channels.byId(number))) return refuse('number-not-found');
      if (uploading >= UPLOADS_AT_ONCE) refuse('too-many-tries', { headers: { 'retry-after': '2' } });
      uploading++;
      try {
        const bytes = await readUpload(c.req.raw.body, Number(c.req.header('content-length') ?? 0));
        const type = fileTypeOf(bytes, filename);
        if (!type) return refuse('file-not-accepted');
        if (bytes.length > type.maxBytes)
          refuse('body-too-large', {
            detail: `WhatsApp takes ${type.mimeType} up to ${type.maxBytes} bytes.`,
          });
        const name = safeFileName(filename, type.extension);
        const { mimeType, kind } = type;
        const uploaded = await media.upload(number, { bytes, mimeType, filename: name });
        if (!uploaded.ok)
          return refuse('file-not-reachable', uploaded.details ? { detail: uploaded.details } : {});
        return c.json(
          { mediaId: uploaded.mediaId, kind, mimeType, filename: name, bytes: bytes.length },
          201,
        );
      } finally {
        uploading--;
      }
    });
}
