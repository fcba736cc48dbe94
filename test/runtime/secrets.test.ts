import { maskPhone, open, redact, registerSecret, seal, secretKey } from '@parley/runtime/secrets.ts';
import { describe, expect, test } from 'vitest';

const key = secretKey('a secret of the operator, long enough');

describe('a sealed token', () => {
  test('opens again, in its place and with its key', () => {
    const sealed = seal('EAAG-täöken', key, 'channels/1/access_token');
    expect(sealed).toMatch(new RegExp(`^v1\\.${key.id}\\.[\\w-]+$`));
    expect(sealed).not.toContain('EAAG');
    expect(open(sealed, key, 'channels/1/access_token')).toBe('EAAG-täöken');
    expect(open(seal('', key, 'x'), key, 'x')).toBe('');
  });

  test('looks different every time', () => {
    expect(seal('same', key, 'x')).not.toBe(seal('same', key, 'x'));
  });

  test('does not open when it was moved to another row', () => {
    const sealed = seal('token', key, 'channels/1/access_token');
    expect(() => open(sealed, key, 'channels/2/access_token')).toThrow(
      'What is stored as channels/2/access_token was changed, or was sealed for another place.',
    );
  });

  test('does not open with another PARLEY_SECRET, and says which file to bring back', () => {
    const other = secretKey('the secret of a new installation, as long');
    const sealed = seal('token', key, 'channels/1/access_token');
    expect(() => open(sealed, other, 'channels/1/access_token')).toThrow(
      `channels/1/access_token was sealed with another PARLEY_SECRET (key ${key.id}, this one is ${other.id}).`,
    );
  });

  test('does not open when any part of it was changed', () => {
    const sealed = seal('token', key, 'x');
    for (const position of [-1, -20, -40]) {
      const at = sealed.length + position;
      const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
      expect(() => open(changed, key, 'x')).toThrow(/What is stored as x was/);
    }
    expect(() => open(`v1.${key.id}.`, key, 'x')).toThrow(/What is stored as x was/);
    expect(() => open('EAAG-in-clear', key, 'x')).toThrow('What is stored as x was not sealed by Parley.');
  });
});

describe('text for a log', () => {
  test('shows no registered secret, wherever it stands', () => {
    registerSecret('EAAG-canary-1');
    expect(redact('GET /?access_token=EAAG-canary-1&x, EAAG-canary-1')).toBe(
      'GET /?access_token=[secret]&x, [secret]',
    );
  });

  test('keeps words that are too short to be a secret', () => {
    registerSecret('token');
    expect(redact('no token')).toBe('no token');
  });

  test('shows a phone number by its country and its end', () => {
    expect(redact('to +4915112345123, again')).toBe('to +49*****123, again');
    expect(redact('wamid.HBgLMTY1MDM4Nzk0MzkVAgAR 1763800000')).toBe(
      'wamid.HBgLMTY1MDM4Nzk0MzkVAgAR 1763800000',
    );
    expect(maskPhone('4915112345123')).toBe('+49*****123');
    expect(maskPhone('12345')).toBe('*****');
  });
});
