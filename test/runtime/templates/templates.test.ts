import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TemplateContent } from '@parley/flows/templates/definition.ts';
import { type Config, readConfig } from '@parley/runtime/config.ts';
import { createLog } from '@parley/runtime/log.ts';
import { type Started, startParley } from '@parley/runtime/start.ts';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startEmulator } from '../../emulator/emulator.ts';
import type { Emulator } from '../../emulator/emulator-types.ts';
import type { TemplateOptions } from '../../emulator/templates/templates.ts';
import { forEachDatabase } from '../../setup/database.ts';
import { flow } from '../shop.ts';

const at: [number, number] = [0, 0];
const body = (text: string, samples: string[] = []): TemplateOptions['components'] => [
  { type: 'BODY', text, ...(samples.length > 0 && { example: { body_text: [samples] } }) },
];
const TEMPLATES: TemplateOptions[] = [
  { name: 'greeting', language: 'en', components: body('Hello {{1}}, good to see you.', ['Guest']) },
  { name: 'paused_one', language: 'en', components: body('Hello {{1}}, good to see you.', ['Guest']) },
  { name: 'refused_one', language: 'en', components: body('Hello {{1}}, good to see you.', ['Guest']) },
  { name: 'covered', language: 'en', components: body('Hello {{1}}, good to see you.', ['Guest']) },
  {
    name: 'wrong',
    language: 'en',
    components: body('Hello {{1}}, your number is {{2}} today.', ['Guest', '7']),
  },
  { name: 'paced', language: 'en', components: body('Good evening to everybody.'), pacing: true },
];
/** Asks something, and sends the template to whoever answers. */
const sends = (name: string) =>
  flow(
    `sends-${name.replaceAll('_', '-')}`,
    {
      ask: { type: 'question', at, body: 'Well?', answer: { kind: 'text' }, saveAs: 'said', retries: 0 },
      tell: {
        ...{ type: 'template', at, name, language: 'en', goOn: true },
        body: name === 'paced' ? [] : [{ text: 'Guest' }],
      },
      help: { type: 'escalation', at, text: 'Somebody comes.', contact: { method: 'agent' } },
      end: { type: 'end', at },
    },
    { ask: { answered: 'tell', other: 'help' }, tell: { next: 'end' }, help: { resolved: 'end' } },
    {
      globals: { escalation: 'help' },
      settings: {
        name,
        locales: ['en'],
        defaultLocale: 'en',
        variables: [{ name: 'said', type: 'text', maxLength: 200 }],
        escalation: { keywords: { en: ['human'] }, maxTurns: 2 },
      },
    },
  );

const CONTENT: TemplateContent = {
  category: 'utility',
  places: 'positional',
  body: { text: 'Your table for {{1}} is booked.', samples: { 1: 'two' } },
  buttons: [],
};

type Answer = { status: number; json: Record<string, unknown> };

forEachDatabase((_name, _open, place) => {
  let emulator: Emulator;
  let parley: Started;
  let config: Config;
  let folder: string;

  const call = async (method: string, route: string, given?: unknown): Promise<Answer> => {
    const response = await fetch(parley.url + route, {
      method,
      headers: {
        authorization: `Bearer ${config.apiKey}`,
        ...(given !== undefined && { 'content-type': 'application/json' }),
      },
      ...(given !== undefined && { body: JSON.stringify(given) }),
    });
    return { status: response.status, json: (await response.json()) as Answer['json'] };
  };
  const listed = async () =>
    (await call('GET', '/api/templates')).json.templates as Record<string, unknown>[];
  const named = async (name: string) => (await listed()).find((template) => template.name === name);
  const draft = async (name: string, content: TemplateContent = CONTENT) =>
    (
      await call('POST', '/api/templates', {
        businessAccountId: emulator.wabaId,
        name,
        language: 'en',
        content,
      })
    ).json;
  const messagesOf = (name: string) =>
    emulator.accepted.filter(({ body: sent }) => JSON.stringify(sent).includes(`"name":"${name}"`));

  beforeAll(async () => {
    emulator = await startEmulator({ templates: TEMPLATES, pairRate: false });
    folder = await mkdtemp(path.join(tmpdir(), 'parley-templates-'));
    const where = await place();
    const read = readConfig({
      PORT: '0',
      ...('url' in where ? { DATABASE_URL: where.url, DATA_DIR: folder } : { DATA_DIR: where.dataDir }),
      WHATSAPP_GRAPH_URL: emulator.url,
      WHATSAPP_PHONE_NUMBER_ID: emulator.phoneNumberId,
      WHATSAPP_BUSINESS_ACCOUNT_ID: emulator.wabaId,
      WHATSAPP_ACCESS_TOKEN: emulator.accessToken,
      WHATSAPP_APP_SECRET: emulator.appSecret,
      WHATSAPP_VERIFY_TOKEN: emulator.verifyToken,
    });
    if ('problem' in read) throw new Error(read.problem);
    config = read;
    parley = await startParley(read, { log: createLog('silent') });
    emulator.webhookUrl = `${parley.url}/webhooks/whatsapp`;
    await vi.waitFor(async () => expect(await listed()).toHaveLength(TEMPLATES.length), { timeout: 20_000 });
  });
  afterAll(async () => {
    await parley.stop();
    await emulator.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Publishes a flow that sends this template, makes it the number's only one, and lets somebody write to it. */
  const visit = async (name: string, person: string) => {
    const machine = sends(name);
    const made = await call('POST', '/api/flows', { machine });
    expect(made.status).toBeLessThan(300);
    const published = await call('POST', `/api/flows/${machine.id}/publish`, {
      revision: made.json.revision,
    });
    if (published.status === 200) {
      const [number] = (await call('GET', '/api/numbers')).json.numbers as { id: string }[];
      await call('PUT', `/api/numbers/${number?.id}/flows`, {
        flows: [{ flow: machine.id, isDefault: true }],
      });
      const phone = emulator.phone(person);
      await phone.text('hi');
      await phone.next();
      await phone.text('yes');
    }
    return published;
  };
  const statusOf = async (person: string) => {
    const { json } = await call('GET', '/api/conversations');
    const all = json.conversations as { id: string; contact: { phone: string } }[];
    const found = all.find(({ contact }) => contact.phone === person);
    if (!found) return undefined;
    const transcript = await call('GET', `/api/conversations/${found.id}/transcript`);
    const entries = transcript.json.entries as { status: string; content: { type?: string } | null }[];
    return entries.find(({ content }) => content?.type === 'template');
  };

  test('the account’s templates are read at the start, and by hand', async () => {
    expect(await named('greeting')).toMatchObject({
      status: 'APPROVED',
      sendable: 'yes',
      category: 'UTILITY',
      isWhole: true,
      content: { body: { text: 'Hello {{1}}, good to see you.', samples: { 1: 'Guest' } } },
    });
    emulator.templates.add({ name: 'late_one', language: 'de', components: body('Guten Tag.') });
    await call('POST', '/api/templates/sync');
    expect(await named('late_one')).toMatchObject({ language: 'de' });
    emulator.templates.remove(emulator.wabaId, 'late_one');
    await call('POST', '/api/templates/sync');
    expect(await named('late_one')).toBeUndefined();
  });

  test('a template is written, corrected, submitted, rejected, corrected again and approved', async () => {
    const added = await draft('table_booked', { ...CONTENT, body: { text: '{{1}} is booked', samples: {} } });
    expect(added).toMatchObject({ status: 'DRAFT', sendable: 'no', templateId: null });
    const refused = await call('POST', `/api/templates/${added.id}/submit`);
    expect(refused).toMatchObject({ status: 422, json: { code: 'template-has-errors' } });
    expect(refused.json.findings).toContainEqual({ code: 'place-edge', level: 'error', field: 'body.text' });
    expect(emulator.templates.find(emulator.wabaId, 'table_booked', 'en')).toBeUndefined();

    const saved = await call('PUT', `/api/templates/${added.id}/draft`, { content: CONTENT });
    expect(saved.json.findings).toEqual([]);
    expect((await call('POST', `/api/templates/${added.id}/submit`)).json).toMatchObject({
      status: 'PENDING',
    });
    await emulator.setTemplateStatus('table_booked', 'en', 'REJECTED');
    expect(await named('table_booked')).toMatchObject({ status: 'REJECTED', draft: null });

    const text = 'Your table for {{1}} is booked, see you soon.';
    await call('PUT', `/api/templates/${added.id}/draft`, {
      content: { ...CONTENT, body: { text, samples: { 1: 'two' } } },
    });
    await call('POST', `/api/templates/${added.id}/submit`);
    await emulator.setTemplateStatus('table_booked', 'en', 'APPROVED');
    expect(await named('table_booked')).toMatchObject({ status: 'APPROVED', content: { body: { text } } });

    const gone = await call('DELETE', `/api/templates/${added.id}`, {});
    expect(gone.json).toEqual({ removed: ['en'] });
    expect(emulator.templates.find(emulator.wabaId, 'table_booked', 'en')).toBeUndefined();
  });

  test('a sample of a file goes up in two steps and its handle comes back', async () => {
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    const response = await fetch(
      `${parley.url}/api/templates/sample?account=${emulator.wabaId}&filename=a.png`,
      {
        method: 'POST',
        headers: { authorization: `Bearer ${config.apiKey}`, 'content-type': 'image/png' },
        body: png,
      },
    );
    expect([response.status, await response.json()]).toEqual([
      201,
      { handle: expect.stringMatching(/^4::/), mimeType: 'image/png' },
    ]);
  });

  describe('a webhook', () => {
    const event = (field: string, value: object) =>
      emulator.report(field, {
        message_template_id: Number(emulator.templates.find(emulator.wabaId, 'greeting', 'en')?.id),
        message_template_name: 'greeting',
        // As Meta's own examples write it.
        message_template_language: 'en',
        ...value,
      });
    const details = async () => {
      const id = (await named('greeting'))?.id;
      return (await call('GET', `/api/templates/${id}`)).json as { notices: Record<string, unknown>[] };
    };

    test('of quality or category moves the store at once; told twice it makes one notice', async () => {
      // Should the list be read meanwhile, it says the same.
      const atMeta = emulator.templates.find(emulator.wabaId, 'greeting', 'en');
      if (atMeta) Object.assign(atMeta, { quality_score: { score: 'YELLOW' }, category: 'MARKETING' });
      await event('message_template_quality_update', {
        previous_quality_score: 'GREEN',
        new_quality_score: 'YELLOW',
      });
      expect(await named('greeting')).toMatchObject({ quality: 'YELLOW' });
      await event('template_category_update', {
        new_category: 'UTILITY',
        correct_category: 'MARKETING',
        category_update_timestamp: Math.floor(Date.now() / 1000) + 86_400,
      });
      expect(await named('greeting')).toMatchObject({ category: 'UTILITY', comingCategory: 'MARKETING' });
      await event('template_category_update', { previous_category: 'UTILITY', new_category: 'MARKETING' });
      expect(await named('greeting')).toMatchObject({
        ...{ category: 'MARKETING', comingCategory: null, askedCategory: 'UTILITY' },
      });
      const told = await details();
      expect(told.notices.map(({ kind }) => kind)).toEqual([
        'template-category',
        'template-category',
        'template-quality',
      ]);
      for (const { body: sent } of emulator.webhooks.all) await emulator.webhooks.post(sent);
      expect((await details()).notices).toHaveLength(3);
      expect(await named('greeting')).toMatchObject({ category: 'MARKETING', quality: 'YELLOW' });

      const checked = await call('POST', '/api/flows/check', { machine: sends('greeting') });
      expect(checked.json.problems).toEqual(
        expect.arrayContaining(
          ['template-quality', 'template-category'].map((code) =>
            expect.objectContaining({ code, level: 'warning', node: 'tell', field: 'name' }),
          ),
        ),
      );
    });

    test('with a status that nobody knows shows it, and sends nothing', async () => {
      await emulator.report('message_template_status_update', {
        event: 'SOMETHING_NEW',
        message_template_name: 'never_seen',
        message_template_language: 'en-US',
      });
      expect(await named('never_seen')).toMatchObject({
        status: 'SOMETHING_NEW',
        language: 'en_US',
        sendable: 'later',
      });
    });
  });

  describe('sending', () => {
    test('a paused template is not tried; its message waits, and goes when the pause ends', async () => {
      await emulator.setTemplateStatus('paused_one', 'en', 'PAUSED');
      await visit('paused_one', '4915550000101');
      await expect
        .poll(async () => (await statusOf('4915550000101'))?.status, { timeout: 15_000 })
        .toBe('held');
      expect(emulator.refused).toEqual([]);
      const id = (await named('paused_one'))?.id;
      const { json } = await call('GET', `/api/templates/${id}`);
      expect(json.hits).toMatchObject({ flows: [{ flowId: 'sends-paused-one', versions: [1] }], planned: 1 });
      await emulator.setTemplateStatus('paused_one', 'en', 'APPROVED');
      await expect.poll(() => messagesOf('paused_one').length, { timeout: 15_000 }).toBe(1);
    });

    test('a refusal that says so pauses it in one notice, which its webhook makes no second one of', async () => {
      const atMeta = emulator.templates.find(emulator.wabaId, 'refused_one', 'en');
      if (!atMeta) throw new Error('no template');
      atMeta.status = 'PAUSED';
      await visit('refused_one', '4915550000105');
      await expect
        .poll(async () => (await statusOf('4915550000105'))?.status, { timeout: 15_000 })
        .toBe('held');
      expect(await named('refused_one')).toMatchObject({ status: 'PAUSED', sendable: 'later' });
      expect(emulator.refused).toHaveLength(1);
      const notices = async () => {
        const { json } = await call('GET', `/api/templates/${(await named('refused_one'))?.id}`);
        return json.notices as { kind: string; details: object }[];
      };
      expect(await notices()).toMatchObject([{ kind: 'template-status', details: { status: 'PAUSED' } }]);
      await emulator.report('message_template_status_update', {
        ...{ event: 'PAUSED', reason: 'NONE', other_info: { title: 'FIRST_PAUSE' } },
        ...{ message_template_name: 'refused_one', message_template_language: 'en' },
      });
      const said = expect.stringContaining('FIRST_PAUSE');
      expect(await notices()).toMatchObject([{ details: { status: 'PAUSED', said } }]);
      expect(await named('refused_one')).toMatchObject({ reasonDetails: said });
      await emulator.setTemplateStatus('refused_one', 'en', 'APPROVED');
      await expect.poll(() => messagesOf('refused_one').length, { timeout: 15_000 }).toBe(1);
    });

    test('a declared fallback goes in its place', async () => {
      await emulator.setTemplateStatus('covered', 'en', 'DISABLED');
      const businessAccountId = emulator.wabaId;
      await call('PUT', '/api/templates/fallback', {
        ...{ businessAccountId, for: 'covered', name: 'greeting', language: null },
      });
      await visit('covered', '4915550000102');
      await expect.poll(() => messagesOf('greeting').length, { timeout: 15_000 }).toBe(1);
      expect(messagesOf('covered')).toEqual([]);
      expect((await call('GET', '/api/templates')).json.uses).toContainEqual({
        name: 'covered',
        flows: [{ flowId: 'sends-covered', name: 'covered' }],
      });
    });

    test('values that do not fit are found when the flow is published', async () => {
      const published = await visit('wrong', '4915550000103');
      expect(published).toMatchObject({ status: 422, json: { code: 'flow-has-errors' } });
      expect(published.json.problems).toContainEqual(
        expect.objectContaining({ code: 'template-parameters', node: 'tell', field: 'body' }),
      );
    });

    test('what WhatsApp keeps back to look at is held, and not failed', async () => {
      await visit('paced', '4915550000104');
      await expect.poll(() => messagesOf('paced').length, { timeout: 15_000 }).toBe(1);
      await expect
        .poll(async () => (await statusOf('4915550000104'))?.status, { timeout: 15_000 })
        .toBe('held');
      await emulator.status(messagesOf('paced')[0]?.wamid ?? '', 'sent');
      await expect
        .poll(async () => (await statusOf('4915550000104'))?.status, { timeout: 15_000 })
        .toBe('sent');
    });
  });
});
