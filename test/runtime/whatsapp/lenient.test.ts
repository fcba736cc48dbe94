import { asList, instant, maybe, quantity } from '@parley/runtime/whatsapp/lenient.ts';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

const receivedAt = new Date('2026-11-22T12:00:00Z');
const second = 1_763_810_000;

describe('instant', () => {
  test.each([
    ['seconds in a string', String(second)],
    ['seconds as a number', second],
    ['milliseconds in a string', String(second * 1000)],
    ['milliseconds as a number', second * 1000],
  ])('%s is read', (_, value) => {
    expect(instant(value, receivedAt)).toEqual(new Date(second * 1000));
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['words', 'TIMESTAMP'],
    ['zero', '0'],
    ['a negative number', -5],
    ['a time before WhatsApp', '1000000000'],
    ['a year after receipt', Math.trunc(receivedAt.getTime() / 1000) + 370 * 24 * 3600],
    ['the year 5138', '99999999999'],
    ['microseconds', second * 1e6],
    ['infinity', Number.POSITIVE_INFINITY],
    ['a list', [second]],
    ['four hundred digits', '9'.repeat(400)],
  ])('%s becomes the time of receipt', (_, value) => {
    expect(instant(value, receivedAt)).toEqual(receivedAt);
  });

  test('a time somewhat ahead of ours is kept', () => {
    const tomorrow = new Date(receivedAt.getTime() + 24 * 3600 * 1000);
    expect(instant(tomorrow.getTime() / 1000, receivedAt)).toEqual(tomorrow);
  });
});

describe('asList', () => {
  test('a list is itself, and an object with numbers for keys is a list with gaps', () => {
    expect(asList([1])).toEqual([1]);
    expect(asList({ 0: 'a', 2: 'b' })).toEqual(['a', 'b']);
  });

  test.each([[{}], [{ length: 1 }], ['ab'], [null], [7], [undefined]])('%j is no list', (value) => {
    expect(asList(value)).toBeNull();
  });
});

describe('quantity and maybe', () => {
  test('a number may be written in a string', () => {
    expect(quantity.parse('2.50')).toBe(2.5);
    expect(quantity.parse(-3)).toBe(-3);
  });

  test.each([[''], ['two'], ['1e9'], ['0x10'], [true], [null]])('%j is no number', (value) => {
    expect(quantity.safeParse(value).success).toBe(false);
  });

  test('a field of another shape is a field that is not there', () => {
    expect(z.object({ a: maybe(z.string()) }).parse({ a: 5 })).toEqual({});
  });
});
