import { readJson, readJsonText } from '@parley/runtime/whatsapp/storable-json.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const bytes = (text: string) => new TextEncoder().encode(text);
const parsed = (text: string) => {
  const read = readJsonText(text);
  if (!read.ok) throw new Error(read.reason);
  return read.value;
};

/** Every key and string in a value. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, element]) => [key, ...textsIn(element)]);
}

describe('readJson', () => {
  test('ordinary JSON comes out as it is', () => {
    const value = { a: [1, 2.5, true, null, 'привет 👋'], b: { c: '' } };
    expect(readJson(bytes(JSON.stringify(value)))).toEqual({ ok: true, value });
  });

  test.each([
    ['nothing', ''],
    ['only spaces', ' \n'],
    ['a cut body', '{"a":'],
    ['text after the end', '{} {}'],
    ['a comment', '/* */ {}'],
  ])('%s is refused with a reason', (_, text) => {
    expect(readJson(bytes(text))).toMatchObject({ ok: false });
  });

  test('the reason for refusing never quotes the body', () => {
    const read = readJson(bytes('{"name": Someone}'));
    expect(JSON.stringify(read)).not.toContain('Someone');
  });

  test('bytes that are not UTF-8 become replacement characters', () => {
    const read = readJson(Buffer.concat([bytes('{"a":"x'), Buffer.from([0xc3, 0x28, 0xff]), bytes('"}')]));
    expect(read).toEqual({ ok: true, value: { a: 'x\uFFFD(\uFFFD' } });
  });

  test('a byte order mark is ignored', () => {
    expect(readJson(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes('[1]')]))).toEqual({
      ok: true,
      value: [1],
    });
  });

  test('U+0000 is taken out of values and keys', () => {
    expect(parsed('{"a\\u0000b":"c\\u0000d","e":["\\u0000"]}')).toEqual({ ab: 'cd', e: [''] });
  });

  test('half a surrogate pair becomes a replacement character, a whole one stays', () => {
    expect(parsed('["\\ud83d","\\ud83d\\ude00","\\ude00x"]')).toEqual(['\uFFFD', '😀', '\uFFFDx']);
  });

  test('a key named __proto__ is dropped and changes no prototype', () => {
    const value = parsed(
      '{"a":{"__proto__":{"admin":true}},"_\\u0000_proto__":{"admin":true},"constructor":1}',
    );
    expect(value).toEqual({ a: {}, constructor: 1 });
    expect(Object.assign({}, value)).not.toHaveProperty('admin');
    expect({}).not.toHaveProperty('admin');
  });

  test('an id written as a number too long for one keeps all its digits', () => {
    expect(parsed('{"id":12345678901234567,"n":9007199254740991,"m":-98765432109876543210}')).toEqual({
      id: '12345678901234567',
      n: 9007199254740991,
      m: '-98765432109876543210',
    });
  });

  test.each([
    ['lists', '[', ']'],
    ['objects', '{"a":', '}'],
    ['lists never closed', '[', ''],
  ])('10,000 levels of %s are refused without parsing', (_, open, close) => {
    const read = readJsonText(`${open.repeat(10_000)}1${close.repeat(10_000)}`);
    expect(read).toMatchObject({ ok: false, reason: expect.stringContaining('levels deep') });
  });

  test('brackets inside text are not nesting', () => {
    const text = `${'['.repeat(500)}"\\`;
    expect(parsed(JSON.stringify([text, text]))).toEqual([text, text]);
  });

  test('64 levels are read', () => {
    expect(readJsonText(`${'['.repeat(64)}${']'.repeat(64)}`).ok).toBe(true);
    expect(readJsonText(`${'['.repeat(65)}${']'.repeat(65)}`).ok).toBe(false);
  });

  test('nothing makes it throw, and what it returns holds nothing PostgreSQL refuses', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json({ depthSize: 'large', stringUnit: 'binary' }),
      fc.string().map((inner) => `{"a":"${inner}"}`),
    );
    fc.assert(
      fc.property(text, (input) => {
        for (const text of textsIn(readJsonText(input))) {
          expect(text.isWellFormed()).toBe(true);
          expect(text).not.toContain('\0');
        }
      }),
    );
  });

  test('nothing makes it throw, whatever the bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (input) => void readJson(input)));
  });
});
