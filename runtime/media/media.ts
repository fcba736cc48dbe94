import type { ChannelCache } from '../channel/channel-cache.ts';
import type { GraphClient } from '../whatsapp/graph-client.ts';
import type { MediaStore } from './media-store.ts';

export type MediaDeps = {
  channels: ChannelCache;
  graph?: Pick<GraphClient, 'getMediaUrl' | 'downloadMedia' | 'uploadMedia'> | undefined;
  store?: MediaStore | undefined;
};

export type Fetched = { ok: true; bytes: Uint8Array } | { ok: false; reason: 'gone' | 'not-reachable' };

/** WhatsApp passes on files up to this size. */
const MOST_BYTES = 100 * 1024 * 1024;
/** Files that are fetched at the same time: each is in memory while it is. */
const AT_ONCE = 4;

/** Files of messages: fetched from WhatsApp when somebody looks at them, and kept for a while. */
export function createMedia({ channels, graph, store }: MediaDeps) {
  const underWay = new Map<string, Promise<Fetched>>();
  const waiting: (() => void)[] = [];
  let busy = 0;

  const inTurn = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (busy >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
    else busy++;
    try {
      return await work();
    } finally {
      // The place is handed on, so nobody slips in between.
      const next = waiting.shift();
      if (next) next();
      else busy--;
    }
  };
  const fetchIt = async (channelId: string, mediaId: string): Promise<Fetched> => {
    const kept = await store?.read(mediaId);
    if (kept) return { ok: true, bytes: kept };
    const channel = await channels.byId(channelId);
    if (!channel || !graph) return { ok: false, reason: 'not-reachable' };
    const place = await graph.getMediaUrl(channel, mediaId);
    if (!place.ok) return { ok: false, reason: place.outcome === 'refused' ? 'gone' : 'not-reachable' };
    const got = await graph.downloadMedia(channel, place.url, { maxBytes: MOST_BYTES });
    if (!got.ok) return { ok: false, reason: 'not-reachable' };
    // Without room for it, it is fetched again the next time.
    await store?.write(mediaId, got.bytes).catch(() => {});
    return { ok: true, bytes: got.bytes };
  };

  return {
    /** The bytes of a file; several who ask at the same time share one answer. */
    read({ channelId, mediaId }: { channelId: string; mediaId: string }): Promise<Fetched> {
      const key = `${channelId} ${mediaId}`;
      const known = underWay.get(key);
      if (known !== undefined) return known;
      const fetching = inTurn(() => fetchIt(channelId, mediaId)).finally(() => underWay.delete(key));
      underWay.set(key, fetching);
      return fetching;
    },

    /** Gives a file to WhatsApp for sending; its id is good for thirty days. */
    async upload(
      channelId: string,
      file: { bytes: Uint8Array<ArrayBuffer>; mimeType: string; filename: string },
    ): Promise<{ ok: true; mediaId: string } | { ok: false; details: string | null }> {
      const channel = await channels.byId(channelId);
      if (!channel || !graph) return { ok: false, details: null };
      const uploaded = await inTurn(() => graph.uploadMedia(channel, file));
      if (!uploaded.ok)
        return {
          ok: false,
          details: uploaded.outcome === 'refused' ? uploaded.failure.details : uploaded.reason,
        };
      await store?.write(uploaded.mediaId, file.bytes).catch(() => {});
      return { ok: true, mediaId: uploaded.mediaId };
    },
  };
}
