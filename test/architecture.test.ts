import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { findCycles } from './setup/import-cycles.ts';
import { readSourceFile, readSourceFiles, type SourceFile } from './setup/source-files.ts';

// What the editor may look at of the runtime, for its types: the API and the shapes of what it takes and gives.
const runtimeApi = /^runtime\/http\/(api|[\w-]+-schemas)\.ts$/;

const files = readSourceFiles();

/** Which part of the project may import which. */
const mayImport: Record<string, readonly string[]> = {
  flows: ['flows'],
  runtime: ['runtime', 'flows'],
  editor: ['editor', 'flows', 'runtime'],
  test: ['test', 'flows', 'runtime', 'editor'],
  bin: ['bin'],
};

describe('the project', () => {
  test('imports in one direction only', () => {
    expect(files.flatMap(wrongDirections)).toEqual([]);
  });

  test('lets the editor see nothing of the runtime but the types of its API', () => {
    expect(files.flatMap(editorSeesTooMuch)).toEqual([]);
  });

  test('has no import cycles, types included', () => {
    const graph = new Map(
      files.map(({ name, imports }) => [name, imports.flatMap(({ file }) => file ?? [])]),
    );
    expect(findCycles(graph)).toEqual([]);
  });

  test('has no index files: an import names the file that it means', () => {
    expect(files.map(({ name }) => name).filter((name) => /(^|\/)index\.\w+$/.test(name))).toEqual([]);
  });

  test('keeps the clock, chance, the network and Node out of flows', () => {
    expect(files.filter(({ name }) => name.startsWith('flows/')).flatMap(impurities)).toEqual([]);
  });

  test('names no registry in its lockfile', () => {
    const lockfile = readFileSync(path.join(import.meta.dirname, '../package-lock.json'), 'utf8');
    const packages: Record<string, { resolved?: string; link?: boolean }> = JSON.parse(lockfile).packages;
    const addressed = Object.entries(packages).filter(([, entry]) => entry.resolved && !entry.link);
    expect(addressed.map(([name]) => name)).toEqual([]);
  });
});

describe('the rules', () => {
  const read = (name: string, text: string) => readSourceFile(name, text);

  test('see an import in every form that it takes', () => {
    const text = `
      import { a } from './a.ts';
      import './b.ts';
      import type { C } from './c.ts';
      import { type D } from './d.ts';
      export { e } from './e.ts';
      export type * from './f.ts';
      export * from '@parley/flows/nodes/g.ts';
      const h = import('./h.ts');
      type I = import('../i.ts').I;
      new Worker(new URL('./j.ts', import.meta.url));
    `;
    const { imports } = read('runtime/db/x.ts', text);
    expect(imports.map(({ file, isTypeOnly }) => `${file}${isTypeOnly ? ' type' : ''}`).sort()).toEqual([
      'flows/nodes/g.ts',
      'runtime/db/a.ts',
      'runtime/db/b.ts',
      'runtime/db/c.ts type',
      'runtime/db/d.ts type',
      'runtime/db/e.ts',
      'runtime/db/f.ts type',
      'runtime/db/h.ts',
      'runtime/db/j.ts',
      'runtime/i.ts type',
    ]);
  });

  test.each([
    ['flows/a.ts', "import '@parley/runtime/x.ts'"],
    ['flows/a.ts', "import type { X } from '../test/x.ts'"],
    ['runtime/a.ts', "import type { X } from '@parley/editor/x.ts'"],
    ['editor/a.tsx', "import { x } from '@parley/test/x.ts'"],
    ['bin/a.js', "import '../runtime/main.ts'"],
  ])('refuse that %s says %s', (name, text) => {
    expect(wrongDirections(read(name, text))).toHaveLength(1);
  });

  test.each([
    ["import { x } from '@parley/runtime/http/api.ts'"],
    ["import { x } from '@parley/runtime/http/inbox-schemas.ts'"],
    ["import type { X } from '@parley/runtime/http/server.ts'"],
  ])('refuse that the editor says %s', (text) => {
    expect(editorSeesTooMuch(read('editor/a.tsx', text))).toHaveLength(1);
    for (const file of ['api', 'inbox-schemas']) {
      const types = `import type { X } from '@parley/runtime/http/${file}.ts'`;
      expect(editorSeesTooMuch(read('editor/a.tsx', types))).toEqual([]);
    }
  });

  test.each([
    ['Date.now()'],
    ['new Date()'],
    ['Date()'],
    ['Math.random()'],
    ['crypto.randomUUID()'],
    ['fetch("/")'],
    ['globalThis.fetch("/")'],
    ['setTimeout(() => {}, 1)'],
    ['process.env.HOME'],
    ["import 'node:fs'"],
    ["import 'fs'"],
  ])('refuse %s in flows', (text) => {
    expect(impurities(read('flows/a.ts', text))).toHaveLength(1);
    expect(impurities(read('flows/a.ts', 'new Date(now); ports.fetch(x); entry.process;'))).toEqual([]);
  });

  test('see a cycle through a third file', () => {
    const graph = new Map([
      ['a', ['b', 'd']],
      ['b', ['c']],
      ['c', ['a']],
      ['d', ['c']],
      ['e', ['a']],
    ]);
    expect(findCycles(graph)).toEqual([['a', 'b', 'c', 'd']]);
  });
});

function wrongDirections({ name, imports }: SourceFile): string[] {
  const allowed = mayImport[folderOf(name)] ?? [];
  return imports.flatMap(({ file }) =>
    file && !allowed.includes(folderOf(file)) ? `${name} imports ${file}` : [],
  );
}

function editorSeesTooMuch({ name, imports }: SourceFile): string[] {
  if (folderOf(name) !== 'editor') return [];
  const ofRuntime = imports.filter(({ file }) => file?.startsWith('runtime/'));
  const tooMuch = ofRuntime.filter(({ file = '', isTypeOnly }) => !runtimeApi.test(file) || !isTypeOnly);
  return tooMuch.map(({ file }) => `${name} imports ${file}`);
}

function impurities({ name, imports, impurities: used }: SourceFile): string[] {
  const fromNode = imports.map(({ specifier }) => specifier).filter((specifier) => isBuiltin(specifier));
  return [...used, ...fromNode].map((what) => `${name} uses ${what}`);
}

function folderOf(name: string): string {
  return name.split('/', 1)[0] ?? '';
}
