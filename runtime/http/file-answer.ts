import { contentDisposition, safeFileName } from '../media/file-name.ts';
import { type FileType, isShown } from '../media/file-type.ts';
import { byteRange } from './byte-range.ts';

export type FileAnswer = {
  status: 200 | 206;
  content: Uint8Array<ArrayBuffer>;
  headers: { [name: string]: string };
};

/**
 * A file, or the part of it that a `Range` header asks for. Pictures, sound and video are shown, everything else is to be saved, under a
 * name that does no harm.
 */
export function fileAnswer(
  bytes: Uint8Array,
  {
    type,
    filename,
    range: asked,
    cacheControl,
  }: {
    /** As its content says; null for what is not known. */
    type: FileType | null;
    filename: string | undefined;
    range: string | undefined;
    cacheControl: string;
  },
): FileAnswer {
  const how = type && isShown(type) ? 'inline' : 'attachment';
  const headers = {
    'content-type': type?.mimeType ?? 'application/octet-stream',
    'content-disposition': contentDisposition(how, safeFileName(filename, type?.extension ?? 'bin')),
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'accept-ranges': 'bytes',
    'cache-control': cacheControl,
  };
  const range = byteRange(asked, bytes.length);
  if (!range) return { status: 200, content: new Uint8Array(bytes), headers };
  return {
    status: 206,
    content: new Uint8Array(bytes.subarray(range.from, range.to + 1)),
    headers: { ...headers, 'content-range': `bytes ${range.from}-${range.to}/${bytes.length}` },
  };
}
