import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkInbound } from './inbound-check.ts';
import { readPayloads } from './inbound-files.ts';
import { ownPayloads } from './inbound-payloads.ts';
import { isWrong, reportInbound } from './inbound-report.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parley-payloads-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(payloads: { [file: string]: unknown }): Promise<void> {
  for (const [file, json] of Object.entries(payloads)) {
    await mkdir(path.join(folder, path.dirname(file)), { recursive: true });
    await writeFile(path.join(folder, file), JSON.stringify(json));
  }
}

test('every payload of our own is answered, kept, and has its effect', async () => {
  await write(ownPayloads(new Date()));
  const index = Object.keys(ownPayloads(new Date())).map((file) => `${path.dirname(file)}\t${file}`);
  await writeFile(path.join(folder, 'INDEX.tsv'), ['kind\tfile', ...index].join('\n'));
  const { stdout } = await run(folder);
  expect(lineOf(stdout, 'messages')).toEqual('messages 0 22 22 22 16 0 0 0 4 1 1 0 0 0');
  expect(lineOf(stdout, 'statuses')).toEqual('statuses 0 4 4 0 0 7 6 0 1 0 0 0 0 0');
  expect(lineOf(stdout, 'events')).toEqual('events 0 6 6 0 0 0 0 6 6 0 0 0 0 0');
  expect(stdout).toContain('1 of 3 files make one, and none when they come again');
  expect(stdout).toContain('account-event/not-one.json: none, as it tells of no event');
  expect(lineOf(stdout, 'parts')).toEqual('parts 0 4 4 0 0 1 1 5 5 0 0 0 0 0');
  expect(lineOf(stdout, 'none')).toEqual('none 2 0 0 0 0 0 0 0 0 0 0 0 0 0');
  expect(stdout).toContain(
    'none/an-answer.json: no entry, change or metadata, but messaging_product, messages',
  );
  expect(stdout).not.toContain('Wrong');
});

test('without an index a payload is of the kind that it looks like', async () => {
  const {
    'messages/text.json': text,
    'statuses/sent.json': sent,
    'events/account.json': account,
  } = ownPayloads(new Date());
  await write({ 'a.json': text, 'b.json': sent, 'c.json': account });
  expect(readPayloads(folder).map(({ kind }) => kind)).toEqual(['messages', 'statuses', 'account_update']);
});

test('what is not found again as it was told is wrong, and so is an answer other than 200', async () => {
  const own = ownPayloads(new Date());
  // WhatsApp never says two things under one id. Here it does, and the second one is not there afterwards.
  const [first, second] = [own['messages/text.json'], own['messages/stop.json']];
  const twice = JSON.parse(JSON.stringify([first, second]).replaceAll('wamid.stop', 'wamid.text'));
  await write({
    'twice.json': { entry: twice.flatMap(({ entry }: { entry: unknown[] }) => entry) },
    'large.json': { entry: [], padding: 'x'.repeat(4 * 1024 * 1024) },
  });
  const checked = await checkInbound(readPayloads(folder).filter((file) => file.ok));
  expect(checked.map(({ file, answered }) => [file, answered])).toEqual([
    ['large.json', 413],
    ['twice.json', 200],
  ]);
  expect(checked.map(isWrong)).toEqual([true, true]);
  expect(reportInbound(checked, [])).toContain('twice.json: message text: not stored as it was told');
});

test('a folder without payloads is a wrong call', async () => {
  await expect(run(folder)).rejects.toMatchObject({ code: 2 });
  await expect(run()).rejects.toMatchObject({ code: 2 });
});

function run(...parameters: string[]) {
  return promisify(execFile)(process.execPath, [path.join(import.meta.dirname, 'inbound.ts'), ...parameters]);
}

function lineOf(report: string, kind: string): string | undefined {
  return report
    .split('\n')
    .find((line) => line.startsWith(`${kind} `))
    ?.replaceAll(/ +/g, ' ');
}
