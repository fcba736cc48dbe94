import { createHmac } from 'node:crypto';
import { isSignedBy } from '@parley/runtime/whatsapp/signature.ts';
import { describe, expect, test } from 'vitest';

const secret = 'app-secret';
const body = Buffer.from('{"text":"caf\\u00e9 \\/ @"}');
const sign = (bytes: Uint8Array, key = secret, algorithm = 'sha256') =>
  `${algorithm}=${createHmac(algorithm, key).update(bytes).digest('hex')}`;

describe('isSignedBy', () => {
  test('the bytes as received, signed with the app secret, are accepted', () => {
    expect(isSignedBy(body, sign(body), [secret])).toBe(true);
  });

  test('any of several apps may have signed, wherever it stands in the list', () => {
    expect(isSignedBy(body, sign(body), ['other', secret])).toBe(true);
    expect(isSignedBy(body, sign(body), [secret, 'other'])).toBe(true);
  });

  test('bytes that are not text are signed like any others', () => {
    const bytes = Uint8Array.of(0xff, 0x00, 0xc3, 0x28);
    expect(isSignedBy(bytes, sign(bytes), [secret])).toBe(true);
  });

  test('a body parsed and written again no longer matches', () => {
    const rewritten = Buffer.from(JSON.stringify(JSON.parse(body.toString())));
    expect(isSignedBy(rewritten, sign(body), [secret])).toBe(false);
  });

  test.each([
    ['no header', undefined],
    ['an empty header', ''],
    ['no algorithm', sign(body).slice('sha256='.length)],
    ['a SHA-1 signature', sign(body, secret, 'sha1')],
    ['a SHA-512 signature', sign(body, secret, 'sha512')],
    ['one digit too few', sign(body).slice(0, -1)],
    ['one digit too many', `${sign(body)}0`],
    ['something that is not hexadecimal', `sha256=${'g'.repeat(64)}`],
    ['something before it', `x${sign(body)}`],
    ['a line break after it', `${sign(body)}\n`],
    ['another secret', sign(body, 'other')],
    ['another body', sign(Buffer.from('{}'))],
  ])('%s is refused', (_, header) => {
    expect(isSignedBy(body, header, [secret])).toBe(false);
  });

  test('without a secret nothing is accepted', () => {
    expect(isSignedBy(body, sign(body), [])).toBe(false);
  });

  test('an empty secret, with which anyone can sign, counts as none', () => {
    expect(isSignedBy(body, sign(body, ''), [''])).toBe(false);
    expect(isSignedBy(body, sign(body), ['', secret])).toBe(true);
  });
});
