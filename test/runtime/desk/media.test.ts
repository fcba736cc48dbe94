import { byteRange } from '@parley/runtime/http/byte-range.ts';
import { contentDisposition, safeFileName } from '@parley/runtime/media/file-name.ts';
import { fileTypeOf } from '@parley/runtime/media/file-type.ts';
import { describe, expect, test } from 'vitest';

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));

describe('what a file is', () => {
  test.each([
    ['image/jpeg', '\xff\xd8\xff\xe0'],
    ['image/png', '\x89PNG\r\n\x1a\n'],
    ['image/webp', 'RIFF\x00\x00\x00\x00WEBPVP8 '],
    ['video/mp4', '\x00\x00\x00\x18ftypisom'],
    ['video/3gpp', '\x00\x00\x00\x18ftyp3gp5'],
    ['audio/mp4', '\x00\x00\x00\x18ftypM4A '],
    ['audio/ogg', 'OggS\x00\x02............OpusHead'],
    ['audio/amr', '#!AMR\n'],
    ['audio/mpeg', 'ID3\x04'],
    ['audio/aac', '\xff\xf1\x50\x80'],
    ['application/pdf', '%PDF-1.7'],
  ])('%s by its content, whatever its name', (mimeType, content) => {
    expect(fileTypeOf(bytes(content), 'page.html')?.mimeType).toBe(mimeType);
  });

  test.each([
    ['a page', '<!doctype html><script>alert(1)</script>', 'cat.jpg'],
    ['a drawing that can run', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'cat.svg'],
    ['a program', 'MZ\x90\x00', 'cat.png'],
    ['sound that WhatsApp does not take', 'OggS\x00\x02............vorbis', 'a.ogg'],
    ['an archive', 'PK\x03\x04....readme.txt', 'a.docx'],
    ['nothing', '', 'a.jpg'],
  ])('%s is nothing that WhatsApp takes', (_what, content, name) => {
    expect(fileTypeOf(bytes(content), name)).toBeNull();
  });
});

describe('names that somebody made up', () => {
  test.each([
    ['../../etc/passwd', 'pdf', '_.._etc_passwd.pdf'],
    ['C:\\boot.ini', 'txt', 'C__boot.txt'],
    ['invoice\u202Efdp.exe', 'pdf', 'invoicefdp.pdf'],
    ['a"; filename="b.html', 'png', 'a__ filename=_b.png'],
    ['line\r\nSet-Cookie: x=1', 'jpg', 'lineSet-Cookie_ x=1.jpg'],
    ['…', 'ogg', '….ogg'],
    ['.htaccess', 'txt', 'file.txt'],
    ['накладная.pdf', 'pdf', 'накладная.pdf'],
    [undefined, 'bin', 'file.bin'],
  ])('%j is saved as it can do no harm', (given, extension, safe) => {
    expect(safeFileName(given, extension)).toBe(safe);
  });

  test('in a header they are plain ASCII, with the whole name beside it', () => {
    expect(contentDisposition('attachment', "на'к.pdf")).toBe(
      `attachment; filename="__'_.pdf"; filename*=UTF-8''%D0%BD%D0%B0%27%D0%BA.pdf`,
    );
  });
});

test.each([
  ['bytes=0-3', { from: 0, to: 3 }],
  ['bytes=4-', { from: 4, to: 9 }],
  ['bytes=-2', { from: 8, to: 9 }],
  ['bytes=5-99', { from: 5, to: 9 }],
  ['bytes=20-30', null],
  ['bytes=3-1', null],
  ['bytes=0-1,3-4', null],
  [undefined, null],
])('of ten bytes %s is %j', (header, range) => {
  expect(byteRange(header, 10)).toEqual(range);
});
