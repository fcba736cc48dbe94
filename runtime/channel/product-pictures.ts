import { guardedBytes, type Opened } from '../calls/guarded-fetch.ts';
import { fileTypeOf } from '../media/file-type.ts';
import { createSlots } from '../outbox/slots.ts';

/** Larger ones are not shown: a picker shows pictures of 36 pixels. */
const MAX_BYTES = 4 * 1024 * 1024;
const MAX_TIME_MS = 10_000;
const AT_ONCE = 4;
/** How much is kept in memory, and for how long. */
const KEPT_BYTES = 32 * 1024 * 1024;
const KEPT_COUNT = 2_000;
const KEPT_MS = 60 * 60_000;

type ProductPicture = { bytes: Uint8Array; mimeType: string };
type Kept = { picture: ProductPicture | null; at: number };

/**
 * Pictures of products, by the addresses that Meta's catalogue has for them: our pages show no pictures of other places. An address is
 * fetched as carefully as one that a flow names. What is no picture by its content is none; that is kept, too.
 */
export function createProductPictures({
  opened,
  now = () => performance.now(),
}: {
  opened?: Opened | undefined;
  now?: () => number;
}) {
  const kept = new Map<string, Kept>();
  const underWay = new Map<string, Promise<ProductPicture | null>>();
  const slots = createSlots(AT_ONCE);
  let keptBytes = 0;

  const drop = (url: string) => {
    keptBytes -= kept.get(url)?.picture?.bytes.length ?? 0;
    kept.delete(url);
  };
  const keep = (url: string, picture: ProductPicture | null) => {
    drop(url);
    kept.set(url, { picture, at: now() });
    keptBytes += picture?.bytes.length ?? 0;
    /* The oldest first; also of those that are nothing there is an end. */
    for (const oldest of kept.keys()) {
      if (keptBytes <= KEPT_BYTES && kept.size <= KEPT_COUNT) break;
      drop(oldest);
    }
  };
  const fetchOne = async (url: string): Promise<ProductPicture | null> => {
    const giveBack = await slots.take();
    try {
      const request = { method: 'GET' as const, url, headers: {}, body: null, timeoutMs: MAX_TIME_MS };
      const got = await guardedBytes(request, MAX_BYTES, opened);
      const type = got.ok && got.status === 200 ? fileTypeOf(got.bytes) : null;
      const picture =
        got.ok && type?.mimeType.startsWith('image/') ? { bytes: got.bytes, mimeType: type.mimeType } : null;
      keep(url, picture);
      return picture;
    } finally {
      giveBack();
    }
  };

  return {
    /** Null for what cannot be had or is no picture. `url` must be one that Meta's catalogue has. */
    async read(url: string): Promise<ProductPicture | null> {
      const known = kept.get(url);
      if (known && now() - known.at < KEPT_MS) return known.picture;
      const before = underWay.get(url);
      if (before !== undefined) return before;
      const reading = fetchOne(url).finally(() => underWay.delete(url));
      underWay.set(url, reading);
      return reading;
    },
  };
}
