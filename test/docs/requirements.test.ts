import { describe, expect, test } from 'vitest';
import { expectToExist, sectionsOf } from './named-tests.ts';

/** How many rows each chapter of the guide that we started from has. */
const CHAPTERS = { A: 7, B: 3, C: 10, D: 5, E: 3, F: 6, G: 7, H: 7, I: 11, J: 8, K: 4, L: 5 };

const sections = sectionsOf('docs/requirements.md', /^SR-[A-L]\d+/);

describe('docs/requirements.md', () => {
  test('goes through all rows in their order, each with a test that shows it or the reason why there is none', () => {
    expect(sections.map(({ id }) => id)).toEqual(
      Object.entries(CHAPTERS).flatMap(([chapter, rows]) =>
        Array.from({ length: rows }, (_, n) => `SR-${chapter}${n + 1}`),
      ),
    );
    for (const { id, named, text } of sections)
      expect(named.length > 0 || /^Not shown: .{20}/m.test(text), id).toBe(true);
  });

  test.each(sections)('names only tests that exist, in $id', ({ named }) => expectToExist(named));

  test.each(sections)(
    'has no line in $id that looks like a test and is not read as one',
    ({ named, text }) => {
      expect([...text.matchAll(/^- /gm)]).toHaveLength(named.length);
    },
  );
});
