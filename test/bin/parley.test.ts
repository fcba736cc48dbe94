import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// Stands in for the runtime, in TypeScript so that an old Node could not run it.
const program = `
const [how, ...words]: string[] = process.argv.slice(2);
if (how === 'wait') {
  const timer = setInterval(() => {}, 1000);
  process.on('SIGTERM', () => { clearInterval(timer); process.exitCode = 7; });
  process.on('SIGINT', () => { clearInterval(timer); process.exitCode = 8; });
} else if (how === 'crash') {
  process.kill(process.pid, 'SIGKILL');
} else {
  process.exitCode = Number(how);
}
console.log(JSON.stringify({ how, words, version: process.versions.node, isMain: import.meta.main }));
`;

// Makes this Node look too old for the project.
const old =
  'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"18.20.0"}})';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'parley-bin-'));
  await cp(path.join(import.meta.dirname, '../../bin'), path.join(root, 'bin'), { recursive: true });
  await writeFile(path.join(root, 'package.json'), '{ "type": "module" }');
  for (const folder of ['runtime', 'test/emulator'])
    await mkdir(path.join(root, folder), { recursive: true });
  await writeFile(path.join(root, 'runtime/main.ts'), program);
  await writeFile(path.join(root, 'test/emulator/main.ts'), `console.log('the emulator');${program}`);
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe.each([
  ['on a Node that is new enough', []],
  ['on an older Node', ['--import', old]],
])('parley %s', (_name, nodeFlags) => {
  beforeAll(async () => {
    const pinned = path.join(root, `node_modules/node-${process.platform}-${process.arch}`);
    await mkdir(path.join(pinned, 'bin'), { recursive: true });
    await writeFile(path.join(pinned, 'package.json'), '{}');
    await symlink(process.execPath, path.join(pinned, 'bin/node')).catch(() => {});
  });

  test('hands over its arguments and its exit code, and warns of nothing', async () => {
    const run = await finish(start(nodeFlags, ['3', '--json', 'a b']));
    expect(run).toMatchObject({ code: 3, stderr: '' });
    expect(JSON.parse(run.stdout)).toEqual({
      how: '3',
      words: ['--json', 'a b'],
      version: process.versions.node,
      isMain: true,
    });
  });

  test('runs the emulator', async () => {
    const run = await finish(start(nodeFlags, ['emulator', '0', '--port', '1']));
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain('the emulator\n{"how":"0","words":["--port","1"]');
  });

  test.each([
    ['SIGTERM', 7],
    ['SIGINT', 8],
  ] as const)('passes %s on and ends with the exit code that follows from it', async (signal, code) => {
    const child = start(nodeFlags, ['wait']);
    const finished = finish(child);
    if (child.stdout) await once(child.stdout, 'data');
    child.kill(signal);
    expect(await finished).toMatchObject({ code, stderr: '' });
  });
});

test('parley on an older Node shows a crash as a shell would', async () => {
  expect(await finish(start(['--import', old], ['crash']))).toMatchObject({ code: 137 });
});

test('parley on an older Node, with no other to find, says which it needs', async () => {
  await rm(path.join(root, 'node_modules'), { recursive: true });
  const run = await finish(start(['--import', old], ['0']));
  expect(run).toMatchObject({ code: 1, stdout: '' });
  expect(run.stderr).toMatch(/^Parley needs Node 24\.3 or newer/);
});

function start(nodeFlags: readonly string[], args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [...nodeFlags, 'bin/parley.js', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function finish(child: ChildProcess): Promise<{ code: number | null; stdout: string; stderr: string }> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}
