#!/usr/bin/env node
// Runs Parley on the Node that npm installed beside it. Plain JavaScript that Node 18 understands, because the Node that
// starts this file may be too old for the rest.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const [command, ...rest] = process.argv.slice(2);
const isEmulator = command === 'emulator';
const main = join(root, isEmulator ? 'test/emulator/main.ts' : 'runtime/main.ts');
const args = isEmulator ? rest : process.argv.slice(2);

// Memory is returned early rather than kept for later: measured, half as much at full load for a few per cent of speed.
const flags = command === 'start' ? require('./node-flags.json') : [];
// Code that has been read once need not be translated again.
const env = { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/parley'), ...process.env };

if (command === 'start') buildEditor();
if (runsTypeScript()) runHere();
else runOnPinnedNode();

/** Node runs TypeScript as it is, and without a warning, since 24.3. */
function runsTypeScript() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > 24 || (major === 24 && minor >= 3);
}

/** As `node main.ts args` would: the program is this process's main one (`import.meta.main`). */
function runHere() {
  if (flags.length > 0 && process.execve && process.platform !== 'win32') {
    // Flags for memory count only from the beginning: this process begins anew, as itself.
    process.removeAllListeners('warning').on('warning', () => {});
    process.execve(process.execPath, [process.execPath, ...flags, main, ...args], env);
  }
  Module.enableCompileCache(env.NODE_COMPILE_CACHE);
  process.argv = [process.execPath, main, ...args];
  Module.runMain();
}

function runOnPinnedNode() {
  const node = findPinnedNode();
  if (!node) {
    console.error(
      `Parley needs Node 24.3 or newer, and this is ${process.version}. On Linux, "npm ci" in ${root} installs one.`,
    );
    process.exit(1);
  }
  const child = spawn(node, [...flags, main, ...args], { stdio: 'inherit', env });
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT']) {
    process.on(signal, () => {
      // A terminal has already sent its Ctrl-C to the child; a second one could mean "at once".
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('error', (error) => {
    console.error(`Parley could not start ${node}: ${error.message}`);
    process.exit(1);
  });
  // A shell's convention for a child that a signal has ended.
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

/** The Node that npm installed for this machine, as an optional dependency; undefined when there is none. */
function findPinnedNode() {
  try {
    return join(
      dirname(require.resolve(`node-${process.platform}-${process.arch}/package.json`)),
      'bin/node',
    );
  } catch {
    return undefined;
  }
}

/** Builds the web app when its sources have changed since the last time. An installation without build tools has it. */
function buildEditor() {
  const turbo = join(root, 'node_modules/.bin/turbo');
  if (!existsSync(turbo)) return;
  const { status, stdout, stderr } = spawnSync(turbo, ['run', 'build'], {
    cwd: root,
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: join(root, 'node_modules/.bin') + delimiter + process.env.PATH,
      TURBO_TELEMETRY_DISABLED: '1',
    },
  });
  if (status === 0) return;
  console.error(`${stdout}${stderr}\nParley could not build its web app.`);
  process.exit(1);
}
