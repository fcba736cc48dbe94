import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { emulatorCommand } from './main.ts';
import { startReceiver } from './webhook-receiver.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** The command with its input and output in our hands. */
function run(...args: string[]) {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const said = { text: '' };
  for (const stream of [stdout, stderr]) stream.on('data', (chunk) => (said.text += chunk));
  const code = emulatorCommand(args, { stdin, stdout, stderr });
  return {
    code,
    stdin,
    said,
    says: (text: string) => expect.poll(() => said.text, { timeout: 5000 }).toContain(text),
  };
}

async function product() {
  const receiver = await startReceiver('emulator-verify');
  closing.push(receiver.close);
  return receiver;
}

function send(url: string, message: Record<string, unknown>) {
  return fetch(`${url}/v25.0/100000000000001/messages`, {
    method: 'POST',
    headers: { authorization: 'Bearer emulator-token', 'content-type': 'application/json' },
    body: JSON.stringify({ messaging_product: 'whatsapp', to: '15550002222', ...message }),
  });
}

test('it says where it is and how to start Parley with it, and chats', async () => {
  const receiver = await product();
  const { code, stdin, said, says } = run('--port', '0', '--chat', '--webhook', receiver.url);
  await says('WHATSAPP_VERIFY_TOKEN=emulator-verify');
  for (const line of [
    'WHATSAPP_PHONE_NUMBER_ID=100000000000001',
    'WHATSAPP_ACCESS_TOKEN=emulator-token',
    receiver.url,
  ]) {
    expect(said.text).toContain(line);
  }
  const url = /WHATSAPP_GRAPH_URL=(\S+)/.exec(said.text)?.[1] ?? '';

  stdin.write('hello\n');
  await expect
    .poll(() => receiver.messages())
    .toMatchObject([{ from: '15550002222', text: { body: 'hello' } }]);
  const reply = (id: string, title: string) => ({ type: 'reply', reply: { id, title } });
  await send(url, {
    type: 'interactive',
    interactive: {
      type: 'button',
      body: { text: 'Tea?' },
      action: { buttons: [reply('y', 'Yes'), reply('n', 'No')] },
    },
  });
  await says('< Tea?\n< [Yes] [No]\n    1) Yes\n    2) No');
  stdin.write('2\n');
  await expect
    .poll(() => receiver.messages()[1])
    .toMatchObject({ interactive: { button_reply: { id: 'n' } } });
  stdin.write('/advance 25h\n/nonsense\n/say 2\n');
  await says('! unknown command /nonsense');
  await expect.poll(() => receiver.messages()[2]).toMatchObject({ text: { body: '2' } });
  stdin.end();
  expect(await code).toBe(0);
});

test('a product that does not answer is pointed out', async () => {
  const { code, stdin, says } = run('--port', '0', '--chat', '--webhook', 'http://127.0.0.1:9/hook');
  stdin.write('hello\n');
  await says('! http://127.0.0.1:9/hook is unreachable; will be repeated');
  stdin.write('/quit\n');
  expect(await code).toBe(0);
});

test('with --json every line is JSON', async () => {
  const receiver = await product();
  const templates = join(tmpdir(), `emulator-templates-${process.pid}.json`);
  await writeFile(
    templates,
    JSON.stringify([{ name: 't', language: 'en', components: [{ type: 'BODY', text: 'Hi {{1}}' }] }]),
  );
  const { code, stdin, said, says } = run(
    '--port',
    '0',
    '--json',
    '--chat',
    '--webhook',
    receiver.url,
    '--templates',
    templates,
  );
  await says('"ready"');
  const ready = JSON.parse(said.text) as { url: string; environment: Record<string, string> };
  expect(ready.environment.WHATSAPP_GRAPH_URL).toBe(ready.url);
  const body = { type: 'body', parameters: [{ type: 'text', text: 'Guest' }] };
  await send(ready.url, {
    type: 'template',
    template: { name: 't', language: { code: 'en' }, components: [body] },
  });
  await says('"message"');
  expect(
    said.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toMatchObject([
    { event: 'ready' },
    { event: 'message', to: '15550002222', type: 'template', text: 'Hi Guest' },
  ]);
  stdin.end();
  expect(await code).toBe(0);
});

test('wrong options are exit code 2, a taken port is 1', async () => {
  expect(await run('--prot', '4000').code).toBe(2);
  expect(await run('--port', 'four').code).toBe(2);
  expect(await run('--webhook', 'nowhere').code).toBe(2);
  const receiver = await product();
  const taken = run('--port', new URL(receiver.url).port);
  expect(await taken.code).toBe(1);
  expect(taken.said.text).toContain('is taken');
});
