import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readConfig } from '@parley/runtime/config.ts';
import { createLog } from '@parley/runtime/log.ts';
import { type Started, startParley } from '@parley/runtime/start.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deskFlow, lonelyFlow } from './desk-flow.ts';
import { type Env, runParley } from './run-parley.ts';

let folder: string;
/** Settings under which nothing is running. */
let env: Env;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parley-commands-'));
  env = { DATA_DIR: path.join(folder, 'data'), PORT: '0' };
  await mkdir(path.join(folder, 'flows'));
  await writeFile(path.join(folder, 'flows/desk.json'), JSON.stringify(deskFlow()));
  await writeFile(path.join(folder, 'flows/notes.txt'), 'not a flow');
  await writeFile(path.join(folder, 'lonely.json'), JSON.stringify(lonelyFlow()));
  await writeFile(path.join(folder, 'broken.json'), '{"id": "desk",');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const file = (name: string) => path.join(folder, name);
const parley = (args: string[], more: Parameters<typeof runParley>[1] = {}) =>
  runParley(args, { env, ...more });

describe('parley', () => {
  test('without a command, or asked for help, lists its commands and exit codes', async () => {
    for (const args of [[], ['help'], ['--help']]) {
      const { code, stdout } = await parley(args);
      expect(code).toBe(0);
      for (const name of ['start', 'check', 'publish', 'simulate', 'migrate', 'doctor', 'emulator']) {
        expect(stdout).toContain(`parley ${name}`);
      }
      expect(stdout).toContain('Exit codes');
    }
  });

  test('tells how one command is used', async () => {
    const { code, stdout } = await parley(['publish', '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: parley publish FILE\n/);
    expect(stdout).toContain('--number ID');
  });

  test('tells its version', async () => {
    expect(await parley(['--version'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });

  test.each([
    ['a command that there is not', ['destroy'], /no command “destroy”/],
    ['an option that there is not', ['check', '--force', 'x.json'], /--force/],
    ['no file', ['check'], /Name a flow file[\s\S]*Usage: parley check/],
    ['two files where one is wanted', ['publish', 'flows/desk.json', 'lonely.json'], /Name one flow file/],
    ['a file that there is not', ['check', 'gone.json'], /no file .*gone\.json/],
    ['an argument where none is wanted', ['start', 'now'], /takes no arguments/],
  ])('given %s ends with 2 and says so', async (_, args, said) => {
    const { code, stdout, stderr } = await parley(
      args.map((arg) => (arg.endsWith('.json') ? file(arg) : arg)),
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(said);
  });
});

describe('parley check', () => {
  test('ends with 0 when nothing blocks publishing', async () => {
    const { code, stdout } = await parley(['check', file('flows')]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${file('flows/desk.json')}: no problems\n` });
  });

  test('ends with 1 for errors, and shows each with its code, its node and the way to it', async () => {
    const { code, stdout } = await parley(['check', file('flows/desk.json'), file('lonely.json')]);
    expect(code).toBe(1);
    expect(stdout).toContain('desk.json: no problems');
    expect(stdout).toMatch(/lonely\.json: \d+ errors?/);
    expect(stdout).toMatch(/ {2}error {4}escalation-missing: .+/);
  });

  test('writes a file anew that was edited by hand, when told so, and only then', async () => {
    const edited = structuredClone(deskFlow({ id: 'edited', body: 'Hello!' }));
    Object.assign(edited, { id: 'renamed' });
    const [node] = Object.values(edited.states);
    Object.assign(node?.meta.node ?? {}, { body: 'Good day!' });
    await writeFile(file('edited.json'), JSON.stringify(edited));
    const refused = await parley(['check', file('edited.json')]);
    expect(refused).toMatchObject({ code: 1, stdout: expect.stringContaining('edited-wiring') });
    expect(await parley(['check', '--fix', file('edited.json')])).toMatchObject({ code: 0 });
    expect(await parley(['check', file('edited.json')])).toMatchObject({ code: 0 });
    const { stdout } = await parley(['simulate', file('edited.json')], { input: '/quit\n' });
    expect(stdout).toContain('Good day!');
  });

  test('ends with 1 for a file that is not JSON', async () => {
    const { code, stdout } = await parley(['check', file('broken.json')]);
    expect({ code, stdout }).toMatchObject({ code: 1, stdout: expect.stringContaining('not-json') });
  });

  test('prints JSON for programs', async () => {
    const { code, stdout } = await parley(['check', '--json', file('flows/desk.json'), file('lonely.json')]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      files: [
        {
          ...{ file: file('flows/desk.json'), publishable: true, problems: [] },
          windows: { welcome: 'open', hours: 'open', person: 'open', bye: 'maybe' },
        },
        {
          file: file('lonely.json'),
          publishable: false,
          problems: expect.arrayContaining([expect.objectContaining({ code: 'escalation-missing' })]),
          windows: { welcome: 'open', bye: 'open' },
        },
      ],
    });
  });
});

describe('parley simulate', () => {
  test('is a chat: options by number, words, and a person who hands back', async () => {
    const input = ['2', 'still there?', '/agent done', 'hello', '1', '/quit'].join('\n');
    const { code, stdout } = await parley(['simulate', file('flows/desk.json')], { input });
    expect(code).toBe(0);
    expect(stdout.split('\n')).toEqual([
      'Front desk. /help says what can be typed, /quit ends.',
      '< Hello!',
      '    1) Opening hours',
      '    2) Talk to us',
      '> 2',
      '< One moment.',
      '! escalate by agent to desk',
      '> still there?',
      '~ nothing happens: a person holds the conversation',
      '> /agent done',
      '= ends: finished',
      '= session ended: finished',
      '> hello',
      '< Hello!',
      '    1) Opening hours',
      '    2) Talk to us',
      '> 1',
      '< Nine to five.',
      '= ends: finished',
      '= session ended: finished',
      '> /quit',
      '',
    ]);
  });

  test('skips time, answers requests by hand, and shows where the session stands', async () => {
    const parcels = path.join(import.meta.dirname, '../../flows/examples/parcel-support.machine.json');
    const input = ['/state', '/wait', '/call {}', '/nonsense', '/location 1', '/order', '/quit'].join('\n');
    const { code, stdout } = await parley(['simulate', parcels], { input });
    expect(code).toBe(0);
    expect(stdout).toContain('"flow": "parcel-support"');
    expect(stdout).toContain('~ nothing happens: The flow waits for no answer of a request.');
    expect(stdout).toContain('There is no /nonsense');
    expect(stdout).toContain('A place is two numbers');
    expect(stdout).toContain('An order names products');
  });

  test('says that nothing but a template goes out while the window is closed', async () => {
    const { stdout } = await parley(['simulate', '--unprompted', file('flows/desk.json')], { input: 'hi\n' });
    expect(stdout).toContain('! not delivered: the 24-hour window is closed');
    expect(stdout.split('> hi')[1]).not.toContain('not delivered');
  });

  test('prints one object a line for programs, and nothing else', async () => {
    const { stdout } = await parley(['simulate', '--json', file('flows/desk.json')], { input: '1\n' });
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ type }) => type)).toEqual(['message', 'message', 'effect', 'ended']);
    expect(lines[1]).toMatchObject({
      node: 'hours',
      message: { type: 'text', body: 'Nine to five.' },
      refused: null,
    });
  });

  test('tries out a flow that could not be published, after saying so', async () => {
    const { code, stdout, stderr } = await parley(['simulate', file('lonely.json')], { input: '1\n' });
    expect(code).toBe(0);
    expect(stderr).toContain('could not be published');
    expect(stdout).toContain('< Hello!');
  });

  test('ends with 1 for a file that is no flow', async () => {
    const { code, stderr } = await parley(['simulate', file('broken.json')]);
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('not-json') });
  });
});

describe('parley publish', { timeout: 120_000 }, () => {
  let started: Started;
  let server: Env;
  let key: string;
  beforeAll(async () => {
    const config = readConfig({ DATA_DIR: path.join(folder, 'server'), PORT: '0', LOG_LEVEL: 'silent' });
    if ('problem' in config) throw new Error(config.problem);
    started = await startParley(config, { log: createLog('silent') });
    server = { DATA_DIR: config.dataDir };
    key = config.apiKey;
  });
  afterAll(() => started.stop());

  const publish = (args: string[], more: Env = {}) =>
    runParley(['publish', ...args, '--url', started.url], { env: { ...server, ...more } });
  const flowFile = async (id: string, body = 'Hello!') => {
    await writeFile(file(`${id}.json`), JSON.stringify(deskFlow({ id, body })));
    return file(`${id}.json`);
  };

  test('saves, publishes, and says which version; the same again changes nothing', async () => {
    const desk = await flowFile('published');
    expect(await publish([desk])).toMatchObject({
      code: 0,
      stdout: 'Published Front desk (published) as version 1.\n',
    });
    expect(await publish([desk])).toMatchObject({
      code: 0,
      stdout: 'Front desk (published) is published already, as version 1.\n',
    });
    const { stdout } = await publish(['--json', await flowFile('published', 'Good day!')]);
    expect(JSON.parse(stdout)).toMatchObject({ published: true, flow: 'published', version: 2, isNew: true });
  });

  test('lets the flow answer on a number, beside the flows that do', async () => {
    const { code, stdout } = await publish([await flowFile('bound'), '--number', '100000000000001']);
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('It answers on number'),
    });
    const { stdout: again } = await publish([
      '--json',
      await flowFile('bound'),
      '--number',
      '100000000000001',
    ]);
    expect(JSON.parse(again)).toMatchObject({ isNew: false, number: '100000000000001' });
  });

  test('makes the flow the one that answers first messages when told so, and only then', async () => {
    const onNumber = ['--number', '100000000000001'];
    const answersFirst = async () => {
      const answer = await fetch(`${started.url}/api/numbers`, {
        headers: { authorization: `Bearer ${key}` },
      });
      const { numbers } = (await answer.json()) as {
        numbers: { phoneNumberId: string; flows: { flow: string; isDefault: boolean }[] }[];
      };
      const number = numbers.find(({ phoneNumberId }) => phoneNumberId === onNumber[1]);
      return number?.flows.filter(({ isDefault }) => isDefault).map(({ flow }) => flow);
    };
    const before = await answersFirst();
    expect(before).toHaveLength(1);
    await publish([await flowFile('first'), ...onNumber]);
    expect(await answersFirst()).toEqual(before);
    await publish([await flowFile('first'), ...onNumber, '--default']);
    expect(await answersFirst()).toEqual(['first']);
    expect(await publish([await flowFile('first'), '--default'])).toMatchObject({ code: 2 });
  });

  test('ends with 1 for a flow with errors, without asking the server', async () => {
    const { code, stderr } = await parley(['publish', file('lonely.json'), '--url', 'http://127.0.0.1:9']);
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('escalation-missing'),
    });
  });

  test('ends with 3 when the server says no, or there is none', async () => {
    const desk = await flowFile('refused');
    for (const [ran, said] of [
      [await publish([desk], { PARLEY_API_KEY: 'a-wrong-key-of-twenty-letters' }), /API key is not valid/],
      [await publish([desk, '--number', '99999']), /Parley has no number 99999/],
      [
        await parley(['publish', desk, '--url', 'http://127.0.0.1:9', '--key', 'x'.repeat(24)]),
        /does not answer/,
      ],
    ] as const) {
      expect(ran.code).toBe(3);
      expect(ran.stderr).toMatch(said);
    }
  });

  test('ends with 2 when there is no key to be found', async () => {
    const { code, stderr } = await parley(['publish', await flowFile('keyless'), '--url', started.url], {
      env: { DATA_DIR: file('nowhere') },
    });
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('There is no API key'),
    });
  });
});

describe('parley migrate', { timeout: 120_000 }, () => {
  test('brings the database up to date once', async () => {
    const own = { DATA_DIR: file('migrated') };
    const first = await parley(['migrate', '--json'], { env: own });
    expect(first.code).toBe(0);
    expect(JSON.parse(first.stdout)).toMatchObject({
      engine: 'pglite',
      applied: expect.arrayContaining(['0001-start']),
    });
    expect(await parley(['migrate'], { env: own })).toMatchObject({
      code: 0,
      stdout: 'The database is up to date.\n',
    });
  });

  test('ends with 3 when the database does not answer, without its password', async () => {
    const { code, stderr } = await parley(['migrate'], {
      env: { ...env, DATABASE_URL: 'postgresql://parley:hunter22@127.0.0.1:9/parley' },
    });
    expect(code).toBe(3);
    expect(stderr).toContain('Cannot open the database at postgresql://127.0.0.1:9/parley');
    expect(stderr).not.toContain('hunter22');
  });

  test('ends with 2 for a setting that is wrong, and names it', async () => {
    const { code, stderr } = await parley(['migrate'], { env: { ...env, PORT: 'eighty' } });
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^PORT is "eighty".*\n$/),
    });
  });
});

describe('parley doctor', { timeout: 120_000 }, () => {
  const examine = async (more: Env) => {
    const { code, stdout, stderr } = await parley(['doctor', '--json'], { env: { ...env, ...more } });
    const { healthy, findings } = JSON.parse(stdout);
    return { code, healthy, findings, printed: stdout + stderr };
  };

  test('finds a fresh machine in order', async () => {
    const { code, stdout } = await parley(['doctor'], { env: { ...env, DATA_DIR: file('fresh') } });
    expect(code).toBe(0);
    for (const subject of ['Node', 'Settings', 'Data folder', 'Port', 'Database', 'Schema', 'Numbers']) {
      expect(stdout).toMatch(new RegExp(`^(ok|note) +${subject}: `, 'm'));
    }
  });

  test('stops at a setting that is wrong', async () => {
    const { code, findings } = await examine({ HOST: 'not a host' });
    expect(code).toBe(1);
    expect(findings.at(-1)).toMatchObject({
      subject: 'Settings',
      level: 'wrong',
      advice: expect.stringContaining('HOST'),
    });
  });

  test('says who has the port', async () => {
    const other = createServer((_, answer) => answer.end('somebody else'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { code, findings } = await examine({ PORT: String(port) });
    expect(code).toBe(1);
    expect(findings).toContainEqual(expect.objectContaining({ subject: 'Port', level: 'wrong' }));
    await new Promise((resolve) => other.close(resolve));
  });

  test('looks at flow files, the database and the numbers, and shows no secret', async () => {
    const graph = createServer((request, answer) => {
      const isKnown = request.headers.authorization === 'Bearer a-good-token';
      const error = { message: 'Error validating access token', type: 'OAuthException', code: 190 };
      answer.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' });
      answer.end(
        JSON.stringify(isKnown ? { verified_name: 'Desk', display_phone_number: '+49 30 1' } : { error }),
      );
    });
    await new Promise<void>((resolve) => graph.listen(0, '127.0.0.1', resolve));
    const { port } = graph.address() as AddressInfo;
    const number = {
      WHATSAPP_GRAPH_URL: `http://127.0.0.1:${port}`,
      WHATSAPP_PHONE_NUMBER_ID: '1234567',
      WHATSAPP_APP_SECRET: 'a-secret-of-the-app',
      WHATSAPP_VERIFY_TOKEN: 'a-verify-token',
      PARLEY_FLOW: file('lonely.json'),
      DATABASE_URL: 'postgresql://parley:hunter22@127.0.0.1:9/parley',
    };
    const wrong = await examine({ ...number, WHATSAPP_ACCESS_TOKEN: 'a-stale-token' });
    expect(wrong).toMatchObject({ code: 1, healthy: false });
    for (const subject of ['Flow files', 'Database']) {
      expect(wrong.findings).toContainEqual(expect.objectContaining({ subject, level: 'wrong' }));
    }
    const { DATABASE_URL: _, PARLEY_FLOW: __, ...healthy } = number;
    const stale = await examine({ ...healthy, WHATSAPP_ACCESS_TOKEN: 'a-stale-token' });
    expect(stale.findings.at(-1)).toMatchObject({
      subject: 'Number 1234567',
      level: 'wrong',
      advice: expect.stringContaining('WHATSAPP_ACCESS_TOKEN'),
    });
    const right = await examine({ ...healthy, WHATSAPP_ACCESS_TOKEN: 'a-good-token' });
    expect(right.findings.at(-1)).toMatchObject({ level: 'ok', detail: 'Desk, +49 30 1' });
    expect(wrong.printed + stale.printed + right.printed).not.toMatch(
      /stale-token|good-token|secret-of|hunter22/,
    );
    await new Promise((resolve) => graph.close(resolve));
  });
});
