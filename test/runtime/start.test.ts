import { createHmac } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Config, readConfig } from '@parley/runtime/config.ts';
import { createLog } from '@parley/runtime/log.ts';
import { FlowsRefused } from '@parley/runtime/publishing/flows-refused.ts';
import { type Started, startParley } from '@parley/runtime/start.ts';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { forEachDatabase } from '../setup/database.ts';
import { deskFlow, lonelyFlow } from './desk-flow.ts';
import { type Env, type Running, runParley, spawnParley } from './run-parley.ts';

let folder: string;
let folders = 0;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parley-start-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const newFolder = async () => {
  const made = path.join(folder, String(++folders));
  await mkdir(made);
  return made;
};
/** A data folder with the newest schema: making that takes the embedded database some seconds. */
const preparedFolder = async () => {
  const made = await newFolder();
  await cp(inject('templates').dataDir, made, { recursive: true });
  return made;
};
const REAL_NUMBER = {
  WHATSAPP_PHONE_NUMBER_ID: '5550001',
  WHATSAPP_ACCESS_TOKEN: 'a-real-access-token',
  WHATSAPP_APP_SECRET: 'a-real-app-secret',
  WHATSAPP_VERIFY_TOKEN: 'a-real-verify-token',
};

forEachDatabase((name, _open, place) => {
  let env: Env;
  let started: Started | null = null;
  beforeAll(async () => {
    const where = await place();
    env =
      'url' in where ? { DATABASE_URL: where.url, DATA_DIR: await newFolder() } : { DATA_DIR: where.dataDir };
  });
  afterEach(async () => {
    await started?.stop();
    started = null;
  });

  let config: Config;
  const start = async (more: Env = {}) => {
    const read = readConfig({ PORT: '0', ...env, ...more });
    if ('problem' in read) throw new Error(read.problem);
    config = read;
    started = await startParley(read, { log: createLog('silent') });
    return started;
  };
  const get = async <Body>(route: string): Promise<Body> => {
    const headers = { authorization: `Bearer ${config.apiKey}` };
    return (await (await fetch(`${started?.url}${route}`, { headers })).json()) as Body;
  };

  // One after the other on one database: each starts where the last one stopped.
  test('without any number brings a demo number, on which the sample flow answers', async () => {
    const { url, engine, sample } = await start();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(engine).toBe(name === 'PGlite' ? 'pglite' : 'postgresql');
    expect(sample).toBe('Café orders');
    expect(await get('/api/status')).toMatchObject({
      numbers: [{ phoneNumberId: '100000000000001', flows: [{ flow: 'cafe-orders', isDefault: true }] }],
      flows: [{ id: 'cafe-orders', publishedVersion: 1 }],
    });
  });

  test('started again leaves what the operator has done to the sample', async () => {
    await start();
    const { numbers } = await get<{ numbers: { id: string }[] }>('/api/numbers');
    await fetch(`${started?.url}/api/numbers/${numbers[0]?.id}/flows`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${config.apiKey}`, 'content-type': 'application/json' },
      body: '{"flows":[]}',
    });
    await started?.stop();
    await start();
    expect(await get('/api/status')).toMatchObject({
      numbers: [{ flows: [] }],
      flows: [{ publishedVersion: 1 }],
    });
  });

  test('refuses another PARLEY_SECRET than the numbers were sealed with, and says what to bring back', async () => {
    await expect(
      start({ PARLEY_SECRET: 'another secret'.padEnd(32, '!').replace(' ', '-') }),
    ).rejects.toThrow(/was sealed with another PARLEY_SECRET.*DATA_DIR\/secrets/s);
  });

  test('publishes the flow files of PARLEY_FLOW, binds them, and does so again only when they change', async () => {
    const flows = await newFolder();
    const write = (body: string) =>
      writeFile(path.join(flows, 'desk.json'), JSON.stringify(deskFlow({ body })));
    const versions = async () => {
      const { versions: listed } = await get<{ versions: { version: number }[] }>('/api/flows/desk/versions');
      return listed.map(({ version }) => version);
    };
    await write('Hello!');
    expect((await start({ PARLEY_FLOW: flows })).sample).toBeNull();
    expect(await get('/api/numbers')).toMatchObject({
      numbers: [{ flows: [{ flow: 'desk', isDefault: true }] }],
    });
    await started?.stop();
    await start({ PARLEY_FLOW: flows });
    expect(await versions()).toEqual([1]);
    await started?.stop();
    await write('Good day!');
    await start({ PARLEY_FLOW: flows });
    expect(await versions()).toEqual([2, 1]);
  });

  test('does not start with a flow file that has errors, and publishes none of them', async () => {
    const flows = await newFolder();
    await writeFile(path.join(flows, 'a-good.json'), JSON.stringify(deskFlow({ id: 'good' })));
    await writeFile(path.join(flows, 'b-bad.json'), JSON.stringify(lonelyFlow('bad')));
    await expect(start({ PARLEY_FLOW: flows })).rejects.toThrow(FlowsRefused);
    await start();
    const { flows: listed } = await get<{ flows: { id: string }[] }>('/api/flows');
    expect(listed.map(({ id }) => id)).not.toContain('good');
  });

  test('with a real number ends the demo number, whose secret everybody knows', async () => {
    await start(REAL_NUMBER);
    const { numbers } = await get<{ numbers: object[] }>('/api/numbers');
    expect(numbers).toMatchObject([
      { phoneNumberId: '100000000000001', status: 'stopped' },
      { phoneNumberId: '5550001', status: 'active', flows: [] },
    ]);
    const body = '{"object":"whatsapp_business_account","entry":[]}';
    const post = async (secret: string) => {
      const signature = createHmac('sha256', secret).update(body).digest('hex');
      const headers = { 'x-hub-signature-256': `sha256=${signature}`, 'content-type': 'application/json' };
      return (await fetch(`${started?.url}/webhooks/whatsapp`, { method: 'POST', headers, body })).status;
    };
    expect(await post('emulator-secret')).toBe(401);
    expect(await post(REAL_NUMBER.WHATSAPP_APP_SECRET)).toBe(200);
  });
});

// Every one starts a process with a database of its own, which takes its time on a busy machine.
describe('parley start', { timeout: 120_000 }, () => {
  let running: Running | null = null;
  afterEach(async () => {
    running?.child.kill('SIGKILL');
    await running?.ended;
    running = null;
  });
  const start = async (env: Env) => {
    running = spawnParley(['start'], { PORT: '0', ...env });
    await running.until(/For production: .*\n/);
    return running;
  };

  test('prints where its first administrator is created, the data folder and what production needs, and nothing else', async () => {
    const dataDir = await newFolder();
    const { child, ended } = await start({ DATA_DIR: dataDir });
    child.kill('SIGTERM');
    const { code, stdout } = await ended;
    expect(code).toBe(0);
    const [where, data, production, ...rest] = stdout.split('\n');
    expect(where).toMatch(
      /^Parley is at http:\/\/127\.0\.0\.1:\d+\/#setup=\S{32} \(“Café orders” answers there: .*emulator\)$/,
    );
    expect(data).toBe(
      `Data folder: ${dataDir} (embedded database: survives a killed process, not a power cut)`,
    );
    expect(production).toMatch(/^For production: set DATABASE_URL, WHATSAPP_PHONE_NUMBER_ID/);
    expect(rest).toEqual(['']);
  });

  test('writes no key into logs', async () => {
    const dataDir = await preparedFolder();
    const printed: string[] = [];
    const settings: Env[] = [{}, {}, { PARLEY_API_KEY: 'the-operators-own-key-1' }];
    for (const env of settings) {
      const { child, ended } = await start({ DATA_DIR: dataDir, ...env });
      child.kill('SIGTERM');
      const { stdout, stderr } = await ended;
      printed.push(stdout + stderr);
    }
    const key = await readFile(path.join(dataDir, 'secrets/PARLEY_API_KEY'), 'utf8');
    expect(printed.join('')).not.toContain(key);
    expect(printed.join('')).not.toContain('the-operators-own-key');
  });

  test('prints one object and a log of objects for programs', async () => {
    running = spawnParley(['start', '--json'], { PORT: '0', DATA_DIR: await preparedFolder() });
    await running.until(/"event":"started"/);
    running.child.kill('SIGTERM');
    const { code, stdout, stderr } = await running.ended;
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(code).toBe(0);
    expect(lines).toContainEqual(
      expect.objectContaining({ event: 'started', engine: 'pglite', sample: 'Café orders' }),
    );
    expect(lines).toContainEqual(expect.objectContaining({ level: 'info', msg: 'stopping' }));
    expect(stderr).toBe('');
  });

  test('stops on SIGINT with 0, and leaves its data folder to the next', async () => {
    const dataDir = await preparedFolder();
    for (let n = 0; n < 2; n++) {
      const { child, ended } = await start({ DATA_DIR: dataDir });
      child.kill('SIGINT');
      expect((await ended).code).toBe(0);
    }
  });

  test('stops at once on a second signal', async () => {
    const { child, ended, until } = await start({ DATA_DIR: await preparedFolder() });
    const [, port] = await until(/:(\d+)\//);
    // A request that never ends keeps the first stop waiting.
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => {});
    const isAsking = new Promise((resolve) => {
      socket.on('connect', () => {
        socket.write(
          'POST /webhooks/whatsapp HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\nexpect: 100-continue\r\n\r\n',
        );
      });
      socket.once('data', resolve);
    });
    await isAsking;
    child.kill('SIGTERM');
    await until(/"stopping"/);
    child.kill('SIGTERM');
    expect((await ended).code).toBe(143);
    socket.destroy();
  });

  test.each([
    ['a setting that is wrong', { PORT: '99999' }, 2, /^PORT is "99999": .*PORT=3000\n$/],
    ['a setting that is misspelt', { PARLEY_APIKEY: 'x' }, 2, /PARLEY_API_KEY\?\n$/],
    [
      'a database that does not answer',
      { DATABASE_URL: 'postgresql://u:hunter22@127.0.0.1:9/x' },
      3,
      /^Cannot open/,
    ],
  ])('does not start with %s, and says so in one line', async (_, env, code, said) => {
    const ran = await runParley(['start'], { env: { PORT: '0', DATA_DIR: await preparedFolder(), ...env } });
    expect(ran).toMatchObject({ code, stdout: '' });
    expect(ran.stderr).toMatch(said);
    expect(ran.stderr.trim().split('\n')).toHaveLength(1);
    expect(ran.stderr).not.toContain('hunter22');
  });

  test('does not start where another one is: on its port, or in its data folder', async () => {
    const dataDir = await preparedFolder();
    const { until } = await start({ DATA_DIR: dataDir });
    const [, port = ''] = await until(/:(\d+)\//);
    const onPort = await runParley(['start'], { env: { PORT: port, DATA_DIR: await preparedFolder() } });
    expect(onPort).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/^Port \d+ on 127\.0\.0\.1 is taken/),
    });
    const inFolder = await runParley(['start'], { env: { PORT: '0', DATA_DIR: dataDir } });
    expect(inFolder).toMatchObject({ code: 3, stderr: expect.stringContaining('in use by another Parley') });
  });

  test('does not start with a flow file that has errors: it lists them and ends with 1', async () => {
    const file = path.join(await preparedFolder(), 'lonely.json');
    await writeFile(file, JSON.stringify(lonelyFlow()));
    const env = { PORT: '0', DATA_DIR: await preparedFolder(), PARLEY_FLOW: file };
    const { code, stdout, stderr } = await runParley(['start'], { env });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/lonely\.json was not published: \d+ errors?[\s\S]*escalation-missing/);
  });
});
