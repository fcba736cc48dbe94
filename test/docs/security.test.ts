import { describe, expect, test } from 'vitest';
import { expectToExist, sectionsOf } from './named-tests.ts';

const sections = sectionsOf('docs/security.md', /^S\d+/);

describe('docs/security.md', () => {
  test('goes through the whole list in its order, each with a test that shows it', () => {
    expect(sections.map(({ id }) => id)).toEqual(Array.from({ length: 34 }, (_, n) => `S${n + 1}`));
    for (const { id, named } of sections) expect(named.length, id).toBeGreaterThan(0);
  });

  test.each(sections)('names only tests that exist, in $id', ({ named }) => expectToExist(named));
});
