import path from 'node:path';
import type { TestModule } from 'vitest/node';
import { parseCLI, startVitest } from 'vitest/node';
import { installBrowser } from './setup/chromium.ts';

/**
 * Runs the tests (`npm test`), all of them or those in files whose path contains one of the arguments, and ends with one
 * line, `N passed, N failed`. The exit code is 1 when anything failed or nothing ran. Vitest's options work too:
 * `npm test -- -u transcripts`.
 */
// Code that one process has read the next need not translate again.
process.env.NODE_COMPILE_CACHE ??= path.join(import.meta.dirname, '../node_modules/.cache/parley');
// Before the tests, which have a time limit. Without a browser the tests that need one say so themselves.
await installBrowser().catch(() => {});

const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)]);
const vitest = await startVitest('test', filter, { ...options, root: import.meta.dirname, watch: false });
const count = { passed: 0, failed: 0, skipped: 0 };
for (const module of vitest.state.getTestModules()) countModule(module);
count.failed += vitest.state.getUnhandledErrors().length;
// Nothing ran: no file has such a name, or what the tests need could not be prepared.
if (count.passed + count.failed === 0) count.failed = 1;
await vitest.close();

const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
console.log(`${count.passed} passed, ${count.failed} failed${skipped}`);
process.exitCode = count.failed === 0 ? 0 : 1;

/** A file or a group that broke outside its tests (at import, in a hook) counts as one failure of its own. */
function countModule(module: TestModule): void {
  for (const group of [module, ...module.children.allSuites()])
    count.failed += group.errors().length > 0 ? 1 : 0;
  for (const test of module.children.allTests()) {
    const { state } = test.result();
    // A test that never finished (its process died, say) did not pass.
    count[state === 'pending' ? 'failed' : state] += 1;
  }
}
