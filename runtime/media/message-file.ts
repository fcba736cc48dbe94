import { type Kysely, sql } from 'kysely';
import { EVERY_LANE } from '../db/lane.ts';
import type { Database } from '../db/tables.ts';

/** A file that is part of a message. */
export type MessageFile = {
  lane: number;
  conversationId: string;
  channelId: string;
  /** WhatsApp's id of it: seven days for what came in, thirty for what was uploaded. Null for one that is kept with the flows. */
  mediaId: string | null;
  /** Of one that is kept with the flows. */
  fileId: string | null;
  /** As its sender named it. */
  filename: string | undefined;
};

/** The file of a message with this id of the thread, `in-…` or `out-…`; null when it has none that WhatsApp or Parley keeps. */
export async function messageFile(db: Kysely<Database>, messageId: string): Promise<MessageFile | null> {
  const [side, id] = messageId.split('-');
  const { rows } = await sql<Omit<MessageFile, 'filename'> & { filename: string | null }>`
    ${
      side === 'in'
        ? sql`select lane, conversation_id as "conversationId", channel_id as "channelId", input ->> 'mediaId' as "mediaId",
            null as "fileId", input ->> 'filename' as filename
          from inbox where kind = 'message' and input ->> 'type' = 'media'`
        : sql`select lane, conversation_id as "conversationId", channel_id as "channelId", message #>> '{media,id}' as "mediaId",
            message #>> '{media,file,id}' as "fileId", coalesce(message ->> 'filename', message #>> '{media,file,name}') as filename
          from outbox where coalesce(message #>> '{media,id}', message #>> '{media,file,id}') is not null`
    }
    and lane = any(${EVERY_LANE}::smallint[]) and id = ${id}::bigint
  `.execute(db);
  const [row] = rows;
  return row ? { ...row, filename: row.filename ?? undefined } : null;
}
