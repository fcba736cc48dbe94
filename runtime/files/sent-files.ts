import { type Media, mediaIn, type OutboundMessage, type StoredFile } from '@parley/flows/message.ts';
import { numberOn } from '@parley/flows/rules/pack.ts';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import { createSlots } from '../outbox/slots.ts';
import type { GraphClient, SendingNumber, Sent, Uploaded } from '../whatsapp/graph-client.ts';
import { classify } from '../whatsapp/graph-errors.ts';
import type { SendFailure } from '../whatsapp/send-failure.ts';
import { readFlowFile, touchFlowFile } from './flow-files.ts';

/**
 * - `ready`: the message names its file as WhatsApp knows it. `isRemembered`: by an id that an earlier message got.
 * - `missing`: the file is not on this server.
 * - `refused`: WhatsApp did not take it, or could not be asked; nothing was sent.
 */
export type Attached =
  | { act: 'ready'; message: OutboundMessage; isRemembered: boolean }
  | { act: 'missing'; file: StoredFile }
  | { act: 'refused'; failure: SendFailure };

export type SentFiles = {
  /** Gives the stored file of a message to WhatsApp, unless this number has done so lately. A message without one stays as it is. */
  attach(channelId: string, number: SendingNumber, message: OutboundMessage): Promise<Attached>;
  /** WhatsApp did not know the file of this message: it is uploaded anew the next time. */
  forget(channelId: string, message: OutboundMessage): Promise<void>;
};

/** WhatsApp forgets a file after thirty days; a message may wait some hours before it goes. */
const SURE_DAYS = numberOn('media.uploadedFor') - 1;
/** Files on their way to WhatsApp at the same time: each is in memory while it is. */
const AT_ONCE = 4;

type Given = { act: 'ready'; mediaId: string; isRemembered: boolean } | Exclude<Attached, { act: 'ready' }>;

export function createSentFiles({
  db,
  graph,
}: {
  db: Kysely<Database>;
  graph: Pick<GraphClient, 'uploadMedia'>;
}): SentFiles {
  const underWay = new Map<string, Promise<Given>>();
  const slots = createSlots(AT_ONCE);

  const upload = async (channelId: string, number: SendingNumber, file: StoredFile): Promise<Given> => {
    const giveBack = await slots.take();
    try {
      const stored = await readFlowFile(db, file.id);
      if (!stored) return { act: 'missing', file };
      const { content: bytes, mimeType } = stored;
      const uploaded = await graph.uploadMedia(number, { bytes, mimeType, filename: file.name });
      if (!uploaded.ok) return { act: 'refused', failure: failureOf(uploaded) };
      await remember(db, { channelId, fileId: file.id, mediaId: uploaded.mediaId });
      return { act: 'ready', mediaId: uploaded.mediaId, isRemembered: false };
    } finally {
      giveBack();
    }
  };

  const give = async (channelId: string, number: SendingNumber, file: StoredFile): Promise<Given> => {
    const mediaId = await remembered(db, channelId, file.id);
    if (mediaId !== null) return { act: 'ready', mediaId, isRemembered: true };
    // A campaign's messages come at the same time, and need the file once.
    const key = `${channelId} ${file.id}`;
    const known = underWay.get(key);
    if (known) return known;
    const uploading = upload(channelId, number, file).finally(() => underWay.delete(key));
    underWay.set(key, uploading);
    return uploading;
  };

  return {
    async attach(channelId, number, message) {
      const ids = new Map<string, string>();
      let isRemembered = false;
      for (const file of filesOf(message)) {
        const given = await give(channelId, number, file);
        if (given.act !== 'ready') return given;
        ids.set(file.id, given.mediaId);
        isRemembered ||= given.isRemembered;
      }
      return { act: 'ready', message: ids.size === 0 ? message : withMediaIds(message, ids), isRemembered };
    },
    async forget(channelId, message) {
      const ids = filesOf(message).map(({ id }) => id);
      if (ids.length === 0) return;
      await db
        .deleteFrom('flow_file_uploads')
        .where('channel_id', '=', channelId)
        .where('file_id', 'in', ids)
        .execute();
    },
  };
}

/** The id that this number got for the file, as long as WhatsApp has it for sure. */
async function remembered(db: Kysely<Database>, channelId: string, fileId: string): Promise<string | null> {
  const { rows } = await sql<{ media_id: string }>`
    select media_id from flow_file_uploads
    where channel_id = ${channelId} and file_id = ${fileId}
      and uploaded_at > now() - ${SURE_DAYS}::integer * interval '1 day'
  `.execute(db);
  return rows[0]?.media_id ?? null;
}

async function remember(
  db: Kysely<Database>,
  { channelId, fileId, mediaId }: { channelId: string; fileId: string; mediaId: string },
): Promise<void> {
  await sql`
    insert into flow_file_uploads (channel_id, file_id, media_id)
    values (${channelId}, ${fileId}, ${mediaId})
    on conflict (channel_id, file_id) do update set media_id = excluded.media_id, uploaded_at = now()
  `.execute(db);
  await touchFlowFile(db, fileId);
}

/** An upload whose answer got lost has sent nothing to anybody: it may simply go again. */
function failureOf(uploaded: Exclude<Uploaded, { ok: true }>): SendFailure {
  return uploaded.outcome === 'refused'
    ? uploaded.failure
    : classify({ httpStatus: 503, details: uploaded.reason });
}

/**
 * Whether an answer may mean that WhatsApp no longer has the file: it says so as a wrong parameter, in words that change.
 * Source: WhatsApp Cloud API, “Error codes”: 100, 131009, 131053.
 */
export function isFileUnknown(sent: Sent): boolean {
  if (sent.ok || sent.outcome === 'unknown') return false;
  const { code } = sent.failure;
  return code === 100 || code === 131009 || code === 131053;
}

/** The stored files of a message, each once. */
function filesOf(message: OutboundMessage): StoredFile[] {
  const files = mediaIn(message).flatMap(({ media: { file } }) => file ?? []);
  return files.filter(({ id }, at) => files.findIndex((other) => other.id === id) === at);
}

/** The message as WhatsApp takes it: a document has a name there, the file's own where the author gave none. */
function withMediaIds(message: OutboundMessage, ids: ReadonlyMap<string, string>): OutboundMessage {
  const given = (media: Media): Media => {
    const id = ids.get(media.file?.id ?? '');
    return id === undefined ? media : { id };
  };
  switch (message.type) {
    case 'document':
      return { ...message, media: given(message.media), ...documentName(message, message.media) };
    case 'image':
    case 'video':
    case 'audio':
    case 'sticker':
      return { ...message, media: given(message.media) };
    case 'buttons':
    case 'link':
    case 'form':
      return message.header === undefined
        ? message
        : { ...message, header: withHeaderId(message.header, given) };
    case 'template': {
      const { header, cards } = message;
      return {
        ...message,
        ...(header && { header: withHeaderId(header, given) }),
        ...(cards && { cards: cards.map((card) => ({ ...card, header: withHeaderId(card.header, given) })) }),
      };
    }
    default:
      return message;
  }
}

/** A header without a file stays as it is. */
function withHeaderId<H extends { type: string; media?: Media; filename?: string | undefined }>(
  header: H,
  given: (media: Media) => Media,
): H {
  if (header.media === undefined) return header;
  const name = header.type === 'document' ? documentName(header, header.media) : {};
  return { ...header, media: given(header.media), ...name };
}

function documentName({ filename }: { filename?: string | undefined }, { file }: Media) {
  const name = filename || file?.name;
  return name === undefined ? {} : { filename: name };
}
