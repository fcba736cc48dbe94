import { toMachine } from '@parley/flows/machine.ts';
import { fileFault, kindOfType, sizeInWords, typesOf } from '@parley/flows/media-files.ts';
import type { OutboundMessage, StoredFile } from '@parley/flows/message.ts';
import { mapTexts } from '@parley/flows/message-texts.ts';
import { needsOf } from '@parley/flows/needs.ts';
import type { NodeConfig } from '@parley/flows/nodes/registry.ts';
import { validate } from '@parley/flows/validate.ts';
import { describe, expect, test } from 'vitest';
import { at, flowWithPerson, problemsOf } from './proofs/small-flow.ts';

const MB = 1024 * 1024;
const file = (more: Partial<StoredFile> = {}): StoredFile => ({
  ...{ id: 'a'.repeat(64), name: 'cake.png', mimeType: 'image/png', bytes: 1000 },
  ...more,
});
const pdf = file({ name: 'menu.pdf', mimeType: 'application/pdf' });
const mp3 = file({ name: 'hi.mp3', mimeType: 'audio/mpeg' });

describe('which files a kind of message takes', () => {
  test.each([
    ['image', 'image/png', 5 * MB, null],
    ['image', 'image/png', 5 * MB + 1, { why: 'size', most: 5 * MB }],
    ['image', 'image/png', 0, { why: 'empty' }],
    ['image', 'image/webp', 10, { why: 'type', taken: ['image/jpeg', 'image/png'] }],
    ['sticker', 'image/webp', 500 * 1024, null],
    ['audio', 'Audio/OGG; codecs=opus', 16 * MB, null],
    ['document', 'application/pdf', 32 * MB, null],
    ['document', 'application/pdf', 32 * MB + 1, { why: 'stored', most: 32 * MB }],
    // The type decides how large it may be, also where it goes as a document.
    ['document', 'image/png', 6 * MB, { why: 'size', most: 5 * MB }],
  ] as const)('%s of %s with %d bytes', (kind, mimeType, bytes, fault) => {
    expect(fileFault({ mimeType, bytes }, kind)).toEqual(fault);
  });

  test('every type has a kind, and a document may be of any', () => {
    for (const type of typesOf('document')) expect(kindOfType(type), type).not.toBeNull();
    expect(kindOfType('text/html')).toBeNull();
  });

  test.each([
    [1, '1 kB'],
    [512 * 1024, '512 kB'],
    [5 * MB, '5 MB'],
    [5 * MB + 1, '5.1 MB'],
  ])('%d bytes are %s', (bytes, words) => {
    expect(sizeInWords(bytes)).toBe(words);
  });
});

const flowWith = (...messages: OutboundMessage[]) => {
  const bubbles = messages.map((message, place) => ({ id: `b${place}`, message }));
  // As a file would bring them: the schema of the node has looked at them.
  const say = { type: 'message', at, bubbles } as NodeConfig;
  return flowWithPerson({ say }, { say: { next: 'bye' } });
};

describe('a flow with files of its own', () => {
  test('is sound when they fit', () => {
    const voice = file({ name: 'hi.ogg', mimeType: 'audio/ogg' });
    const flow = flowWith(
      { type: 'image', media: { file: file() } },
      { type: 'document', media: { file: pdf } },
      { type: 'audio', media: { file: voice }, voice: true },
    );
    expect(problemsOf(flow)).toEqual([]);
  });

  test.each<[string, OutboundMessage, string]>([
    [
      'a PDF as a picture',
      { type: 'image', media: { file: pdf } },
      '“menu.pdf” is PDF, and this kind of message takes JPG, PNG. Choose another file, or another kind of message.',
    ],
    [
      'a picture that is too large',
      { type: 'image', media: { file: file({ bytes: 6 * MB }) } },
      '“cake.png” has 6 MB, and at most 5 MB of PNG can be sent. Choose a smaller one.',
    ],
    [
      'an MP3 as a voice message',
      { type: 'audio', media: { file: mp3 }, voice: true },
      'A voice message is OGG, and “hi.mp3” is MP3. Choose another file, or send it as plain audio.',
    ],
    [
      'a file and a link',
      { type: 'image', media: { file: file(), link: 'https://example.com/a.png' } },
      'A file needs an upload or a public link, and not both.',
    ],
    ['neither', { type: 'image', media: {} }, 'A file needs an upload or a public link, and not both.'],
  ])('says what is wrong with %s, in both languages', (_what, message, said) => {
    expect(problemsOf(flowWith(message))).toMatchObject([
      {
        code: 'whatsapp-limit',
        level: 'error',
        node: 'say',
        field: 'bubbles.b0.message.media',
        message: said,
      },
    ]);
  });

  test('says which files are not where it is to run, where that is known', () => {
    const flow = toMachine(flowWith({ type: 'image', media: { file: file() } }));
    expect(validate(flow, { files: [file().id] })).toEqual([]);
    expect(validate(flow, { files: [] })).toMatchObject([
      { code: 'file-missing', level: 'error', node: 'say', field: 'bubbles.b0.message.media' },
    ]);
  });

  test('names each of them once among what it needs', () => {
    const flow = flowWith(
      { type: 'image', media: { file: file() } },
      { type: 'image', media: { file: file() } },
      { type: 'document', media: { file: pdf, id: '77' } },
    );
    expect(needsOf(flow)).toMatchObject({ files: [file()], uploads: ['77'] });
  });

  test('has nothing in them to translate or to fill in', () => {
    const texts: string[] = [];
    mapTexts({ type: 'image', media: { file: file({ name: '{{ name }}.png' }) } }, '', (text) => {
      texts.push(text);
      return text;
    });
    expect(texts).toEqual([]);
  });
});
