import { toMachine } from '@parley/flows/machine.ts';
import { StoredFile } from '@parley/flows/message.ts';
import type { NodeConfig } from '@parley/flows/nodes/registry.ts';
import type { OpenDatabase } from '@parley/runtime/db/connect.ts';
import { removeUnusedFiles } from '@parley/runtime/files/flow-files.ts';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { at, flowWithPerson } from '../../flows/proofs/small-flow.ts';
import { forEachDatabase } from '../../setup/database.ts';
import { API_KEY, apiUnderTest } from '../api-under-test.ts';

const MB = 1024 * 1024;
const png = (more = '') => Buffer.from(`\x89PNG\r\n\x1a\n${more}`, 'latin1');
const webp = (bytes: number, flags: number) => {
  const file = Buffer.alloc(bytes);
  file.write('RIFF....WEBPVP8X', 'latin1');
  file[20] = flags;
  return file;
};

forEachDatabase((_name, open) => {
  let opened: OpenDatabase;
  let api: ReturnType<typeof apiUnderTest>;
  beforeAll(async () => {
    opened = await open();
    api = apiUnderTest(opened);
  });
  const ask = (path: string, more: { method?: string; body?: Uint8Array; range?: string } = {}) =>
    api.app.request(path, {
      method: more.method ?? 'GET',
      headers: { authorization: `Bearer ${API_KEY}`, ...(more.range && { range: more.range }) },
      body: more.body ? new Uint8Array(more.body) : undefined,
    });
  const upload = async (name: string, body: Uint8Array) => {
    const answered = await ask(`/api/files?${new URLSearchParams({ filename: name })}`, {
      method: 'POST',
      body,
    });
    return { status: answered.status, json: (await answered.json()) as Record<string, unknown> };
  };

  test('a file of several megabytes comes back byte for byte, in whole and in part', async () => {
    const body = Buffer.concat([png(), Buffer.alloc(2 * MB + 17, 'cake'), Buffer.from('end')]);
    const { status, json } = await upload('../Торт.exe', body);
    expect(status).toBe(201);
    expect(json).toMatchObject({ name: '_Торт.png', mimeType: 'image/png', bytes: body.length });
    const whole = await ask(`/api/files/${json.id}`);
    expect(Buffer.from(await whole.arrayBuffer()).equals(body)).toBe(true);
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, max-age=31536000, immutable',
    });
    const part = await ask(`/api/files/${json.id}`, { range: 'bytes=-3' });
    expect([part.status, await part.text()]).toEqual([206, 'end']);
  });

  test('the same content is one file, whatever it is called', async () => {
    const one = await upload('a.png', png('same'));
    const other = await upload('b.png', png('same'));
    expect(other.json).toEqual({ ...one.json, name: 'b.png' });
    const { rows } = await sql<{ count: number }>`
      select count(*)::integer as count from flow_files where id = ${one.json.id}`.execute(opened.db);
    expect(rows).toEqual([{ count: 1 }]);
    const found = await ask(`/api/files?ids=${one.json.id},${'0'.repeat(64)},nonsense`);
    expect(await found.json()).toEqual({ files: [one.json] });
  });

  test.each([
    [
      'a page in the clothes of a picture',
      'a.png',
      Buffer.from('<!doctype html><script>'),
      415,
      'file-not-accepted',
    ],
    ['a drawing that can run', 'a.svg', Buffer.from('<svg onload="x()"/>'), 415, 'file-not-accepted'],
    ['nothing', 'a.png', new Uint8Array(), 400, 'body-empty'],
    ['a picture above 5 MB', 'a.png', Buffer.concat([png(), Buffer.alloc(5 * MB)]), 413, 'body-too-large'],
    ['a still sticker above 100 kB', 'a.webp', webp(101 * 1024, 0), 413, 'body-too-large'],
    ['a moving sticker above 500 kB', 'a.webp', webp(501 * 1024, 2), 413, 'body-too-large'],
    ['a document above 32 MB', 'a.pdf', Buffer.alloc(32 * MB + 1, '%PDF-1.7'), 413, 'body-too-large'],
  ])('%s is not kept', async (_what, name, body, status, code) => {
    expect(await upload(name, body)).toMatchObject({ status, json: { code } });
  });

  test('a moving sticker may be larger', async () => {
    expect(await upload('a.webp', webp(101 * 1024, 2))).toMatchObject({ status: 201 });
  });

  test('there is nothing under another id', async () => {
    for (const id of ['0'.repeat(64), '..%2f..%2fetc%2fpasswd', 'A'.repeat(64)])
      expect((await ask(`/api/files/${id}`)).status).toBe(404);
  });

  test('what is uploaded is written down', async () => {
    const { json } = await upload('menu.png', png('written down'));
    const { rows } = await sql`
      select action, subject_id, subject_name from audit_log where subject_id = ${json.id}`.execute(
      opened.db,
    );
    expect(rows).toEqual([{ action: 'file-added', subject_id: json.id, subject_name: 'menu.png' }]);
  });

  test('a flow is published only with its files, and keeps them for ever; unused ones go after thirty days', async () => {
    const { json: file } = await upload('cake.png', png('of a flow'));
    const { json: unused } = await upload('draft.png', png('of nobody'));
    const { json: fresh } = await upload('fresh.png', png('of today'));
    const elsewhere = { ...file, id: 'f'.repeat(64), name: 'elsewhere.png' };
    expect(await publish('here', StoredFile.parse(file))).toMatchObject({
      status: 200,
      json: { version: 1 },
    });
    expect(await publish('not-here', StoredFile.parse(elsewhere))).toMatchObject({
      status: 422,
      json: {
        code: 'flow-has-errors',
        problems: [{ code: 'file-missing', node: 'say', field: 'bubbles.a.message.media' }],
      },
    });

    await sql`update flow_files set used_at = now() - interval '31 days' where id <> ${fresh.id}`.execute(
      opened.db,
    );
    await sql`update flows set draft = '{}'`.execute(opened.db);
    await removeUnusedFiles(opened.db);
    const left = await ask(`/api/files?ids=${file.id},${unused.id},${fresh.id}`);
    const { files } = (await left.json()) as { files: { id: string }[] };
    expect(files.map(({ id }) => id).sort()).toEqual([file.id, fresh.id].sort());
    const parts = await sql`select from flow_file_parts where file_id = ${unused.id}`.execute(opened.db);
    expect(parts.rows).toEqual([]);
  });

  const publish = async (id: string, file: StoredFile) => {
    const say: NodeConfig = {
      ...{ type: 'message', at },
      bubbles: [{ id: 'a', message: { type: 'image', media: { file } } }],
    };
    const flow = flowWithPerson({ say }, { say: { next: 'bye' } });
    const machine = { ...toMachine({ ...flow, id }), id };
    expect((await api.call('POST', '/api/flows', { machine })).status).toBe(201);
    return api.call('POST', `/api/flows/${id}/publish`, {});
  };
});
