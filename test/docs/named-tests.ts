import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';

const ROOT = path.join(import.meta.dirname, '../..');

export type NamedTest = { file: string; title: string };
export type Section = { id: string; text: string; named: NamedTest[] };

/** The sections of a page under `### ID …`, in order, each with the tests that it names as ``- `file`: “title” ``. */
export function sectionsOf(page: string, id: RegExp): Section[] {
  return readFileSync(path.join(ROOT, page), 'utf8')
    .split(/^### /m)
    .slice(1)
    .map((text) => ({
      id: id.exec(text)?.[0] ?? text,
      text,
      named: [...text.matchAll(/^- `([^`]+)`: “(.+)”$/gm)].map(([, file = '', title = '']) => ({
        file,
        title,
      })),
    }));
}

/** Fails where a test of this title does not stand in its file. */
export function expectToExist(named: readonly NamedTest[]): void {
  for (const { file, title } of named) {
    const source = readFileSync(path.join(ROOT, file), 'utf8');
    const quoted = ["'", '"', '`'].map((quote) => `${quote}${title}${quote}`);
    expect(
      quoted.some((one) => source.includes(one)),
      `${file}: ${title}`,
    ).toBe(true);
  }
}
