import { compilePattern, PATTERN_MAX } from '@parley/flows/patterns.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const matches = (source: string, text: string) => {
  const pattern = compilePattern(source);
  if (!pattern.ok) throw new Error(pattern.message);
  return pattern.test(text);
};

describe('a pattern', () => {
  test('describes the whole text, not a part of it', () => {
    expect(matches('\\d{5}', '12345')).toBe(true);
    expect(matches('\\d{5}', '12345 Berlin')).toBe(false);
    expect(matches('a|ab', 'ab')).toBe(true);
  });

  test('knows letters of every alphabet, and takes a line break for any character', () => {
    expect(matches('\\p{L}+', 'Привет')).toBe(true);
    expect(matches('(?i)straße', 'STRAßE')).toBe(true);
    expect(matches('.*', 'two\nlines')).toBe(true);
    expect(matches('.', '👍')).toBe(true);
  });

  test.each([
    ['(a+)+$', `${'a'.repeat(50_000)}!`],
    ['(a|aa)+', `${'a'.repeat(50_000)}!`],
    ['(.*)*(.*)*(.*)*=', 'b'.repeat(50_000)],
    ['(x+x+)+y', 'x'.repeat(50_000)],
  ])('that hangs a backtracking engine answers at once: %s', (source, text) => {
    // A backtracking engine does not come back from these within the test's time limit, nor within a lifetime.
    expect(matches(source, text)).toBe(false);
  });

  test.each(['(a{1000}){1000}', '((a{30}){30}){30}', '.{1,999}.{1,999}', '(\\pL{1,500}){2}'])(
    'that would cost too much for each character is refused: %s',
    (source) => {
      expect(compilePattern(source)).toMatchObject({ ok: false });
    },
  );

  test.each([
    ['[', /missing closing \]/],
    ['(a', /missing closing \): `\(a`/],
    ['a**', /repetition/],
    ['(?<=a)b', /ahead or behind/],
    ['(?=a)', /ahead or behind/],
    ['(a)\\1', /back to a group/],
    ['a'.repeat(PATTERN_MAX + 1), /at most 300 characters/],
  ])('that cannot be used says why: %s', (source, message) => {
    const pattern = compilePattern(source);
    expect(pattern).toMatchObject({ ok: false, message: expect.stringMatching(message) });
  });

  test('is compiled once', () => {
    expect(compilePattern('[a-f]+')).toBe(compilePattern('[a-f]+'));
  });

  test('never throws, whatever is written and whatever it meets', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: fc.constantFrom(...'ab.*+?()[]{}|^$\\dpL123,-:<=!'), maxLength: 30 }),
          fc.string({ unit: 'binary' }),
        ),
        fc.string({ unit: 'binary' }),
        (source, text) => {
          const pattern = compilePattern(source);
          if (pattern.ok) expect(typeof pattern.test(text)).toBe('boolean');
          else expect(pattern.message).not.toBe('');
        },
      ),
    );
  });

  test('agrees with the engine of JavaScript where both understand it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', '.', '[ab]', '(a|b)', 'a?', 'b*', '(ab)+'), { maxLength: 6 }),
        fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 }),
        (pieces, text) => {
          const source = pieces.join('');
          expect(matches(source, text)).toBe(new RegExp(`^(?:${source})$`, 's').test(text));
        },
      ),
    );
  });
});
