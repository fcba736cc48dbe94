const LONGEST = 120;

/**
 * A name that is safe to save under, from one that somebody made up: no folders, no control or invisible characters, none that turn the
 * direction of writing (which makes `exe.pdf` of `fdp.exe`), no leading dot, and the ending that belongs to what is in the file.
 */
export function safeFileName(given: string | undefined, extension: string): string {
  const name = (given ?? '')
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu, '')
    .replace(/[/\\:*?"<>|;%]/g, '_')
    .trim();
  const stem = name.replace(/(?:\.[\p{L}\p{N}]{1,8})+$/u, '').replace(/^[.\s]+|[.\s]+$/g, '');
  const short = [...stem].slice(0, LONGEST).join('');
  return `${short === '' ? 'file' : short}.${extension}`;
}

/** Source: RFC 6266 and RFC 8187. A name in ASCII for old readers, the whole one beside it. */
export function contentDisposition(how: 'inline' | 'attachment', filename: string): string {
  const plain = filename.replace(/[^\x20-\x7e]/g, '_').replace(/["\\]/g, '_');
  const encoded = encodeURIComponent(filename).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${how}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
