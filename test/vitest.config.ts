import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './setup/longest-first.ts';
import { makeMemoryFolder } from './setup/memory-folder.ts';

const inMemory = process.env.TMPDIR ? null : makeMemoryFolder();
if (inMemory !== null) process.env.TMPDIR = inMemory;

// Three projects, so that a run of some tests alone prepares only what they need: no database server, and no web app.
const everything = ['**/*.test.ts'];
const withoutDatabase = [
  'architecture.test.ts',
  'bin/**/*.test.ts',
  'docs/**/*.test.ts',
  'editor/**/*.test.ts',
  'emulator/**/*.test.ts',
  'faults/checker.test.ts',
  'flows/**/*.test.ts',
  'runtime/whatsapp/**/*.test.ts',
  'transcripts/**/*.test.ts',
];

const inBrowser = globSync('editor/*.test.ts', { cwd: import.meta.dirname }).filter((file) =>
  /open(WebApp|Inspector|SampleCafe)\(/.test(readFileSync(path.join(import.meta.dirname, file), 'utf8')),
);

export default defineConfig({
  root: import.meta.dirname,
  // The packages run from source, so there is nothing for the bundler to remember between runs.
  cacheDir: '../node_modules/.cache/vite',
  test: {
    // On two cores: what waits for a clock or a process leaves room for one more, and more than that only wait for each other.
    maxWorkers: 3,
    // Files share a process, and what it has read and translated: a test takes back what it changes for the whole process.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    // Only to end what hangs: on a busy machine the slowest tests take many times as long as usual.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'without database',
          include: withoutDatabase,
          exclude: [...inBrowser, '**/node_modules/**'],
        },
      },
      {
        extends: true,
        test: { name: 'in a browser', include: inBrowser, globalSetup: './setup/prepare-web-app.ts' },
      },
      {
        extends: true,
        test: {
          name: 'with database',
          include: everything,
          exclude: [...withoutDatabase, '**/node_modules/**'],
          globalSetup: './setup/prepare-databases.ts',
        },
      },
    ],
  },
});
