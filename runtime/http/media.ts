import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { isVisible } from '../escalation/visible.ts';
import { readKeptFile } from '../files/kept-files.ts';
import { safeFileName } from '../media/file-name.ts';
import { fileTypeOf } from '../media/file-type.ts';
import { createMedia, type Fetched, type MediaDeps } from '../media/media.ts';
import { type MessageFile, messageFile } from '../media/message-file.ts';
import { answer, problems } from './documented.ts';
import { fileAnswer } from './file-answer.ts';
import { refuse } from './problem.ts';
import { readUpload, uploadPlaces } from './read-upload.ts';

export type MediaRouteDeps = MediaDeps & { db: Kysely<Database> };

const tags = ['Inbox'];
/** What one upload may have; WhatsApp takes documents of up to 100 MB, which would all be in memory here. */
const MOST_UPLOADED = 32 * 1024 * 1024;
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
  const contentOf = async ({ channelId, mediaId, fileId }: MessageFile): Promise<Fetched> => {
    if (mediaId !== null) return media.read({ channelId, mediaId });
    const kept = fileId === null ? null : await readKeptFile(db, deps.store, fileId);
    return kept ? { ok: true, bytes: kept.content } : { ok: false, reason: 'gone' };
  };
  const place = uploadPlaces(UPLOADS_AT_ONCE);

  return new OpenAPIHono()
    .openapi(download, async (c) => {
      const file = await messageFile(db, c.req.valid('param').id);
      if (!file) return refuse('file-not-found');
      const place = { lane: file.lane, id: file.conversationId };
      if (!(await isVisible(db, place, c.get('caller')))) return refuse('file-not-found');
      const fetched = await contentOf(file);
      if (!fetched.ok) return refuse(fetched.reason === 'gone' ? 'file-not-found' : 'file-not-reachable');
      const { status, content, headers } = fileAnswer(fetched.bytes, {
        type: fileTypeOf(fetched.bytes, file.filename),
        filename: file.filename,
        range: c.req.header('range'),
        cacheControl: 'private, max-age=3600',
      });
      return c.body(content, status, headers);
    })
    .openapi(upload, async (c) => {
      const { number, filename } = c.req.valid('query');
      if (!(await channels.byId(number))) return refuse('number-not-found');
      return place(async () => {
        const bytes = await readUpload(c.req.raw, MOST_UPLOADED);
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
      });
    });
}
