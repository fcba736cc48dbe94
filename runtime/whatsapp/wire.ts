/** How requests for numbers reach WhatsApp: at Meta itself, or through a partner who takes the same messages at other addresses. */
export type Wire = {
  origin: string;
  /** Stands before every path that no other member makes. */
  prefix: string;
  /** What proves that we may: `secret` is the number's access token or key. */
  proof(secret: string): Record<string, string>;
  /** The path of what belongs to a number: `messages`, `media`, `block_users`. */
  ofNumber(phoneNumberId: string, what: string): string;
  /** The path of a file's record, with the query. */
  ofMedia(phoneNumberId: string, mediaId: string): string;
  /** Where a file is downloaded from, for the address that its record gives; null: not an address of WhatsApp's. */
  download(address: URL): { origin: string; path: string } | null;
};

/** Where Meta keeps the files of messages. Source: WhatsApp Cloud API, "Media", download. */
const MEDIA_ORIGIN = 'https://lookaside.fbsbx.com';

/** Meta's own Cloud API: `https://graph.facebook.com`, `v25.0`. */
export function metaWire({ baseUrl, version }: { baseUrl: string; version: string }): Wire {
  const { origin, prefix: before } = partsOf(baseUrl);
  const prefix = `${before}/${version}`;
  return {
    origin,
    prefix,
    proof: (token) => ({ authorization: `Bearer ${token}` }),
    ofNumber: (phoneNumberId, what) => `${prefix}/${segment(phoneNumberId)}/${what}`,
    ofMedia: (phoneNumberId, mediaId) =>
      `${prefix}/${segment(mediaId)}?${new URLSearchParams({ phone_number_id: phoneNumberId })}`,
    download: ({ origin: at, pathname, search }) =>
      at === origin || at === MEDIA_ORIGIN ? { origin: at, path: pathname + search } : null,
  };
}

/**
 * 360dialog's Messaging API: Meta's JSON without a version and without the number's id, which the key stands for. Files are fetched from
 * Meta's address with 360dialog's host in its place. Source: docs.360dialog.com, "Messaging API", "Upload, retrieve or delete media".
 */
export function dialog360Wire({ baseUrl }: { baseUrl: string }): Wire {
  const { origin, prefix } = partsOf(baseUrl);
  return {
    origin,
    prefix,
    proof: (key) => ({ 'd360-api-key': key }),
    ofNumber: (_, what) => `${prefix}/${what}`,
    ofMedia: (_, mediaId) => `${prefix}/${segment(mediaId)}`,
    download: ({ origin: at, pathname, search }) =>
      at === origin
        ? { origin, path: pathname + search }
        : at === MEDIA_ORIGIN
          ? { origin, path: prefix + pathname + search }
          : null,
  };
}

/** An id as one segment of a path, whatever it holds. */
function segment(id: string): string {
  return encodeURIComponent(id);
}

function partsOf(baseUrl: string) {
  const { origin, pathname } = new URL(baseUrl);
  return { origin, prefix: pathname.replace(/\/+$/, '') };
}
