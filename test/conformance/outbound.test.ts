import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { OutboundMessage } from '@parley/flows/message.ts';
import { toGraphMessage } from '@parley/runtime/whatsapp/outbound-message.ts';
import { afterAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadDefinitionJudge } from './definition-judge.ts';
import { examples } from './outbound-examples.ts';
import { brokenRules } from './outbound-rules.ts';
import { loadSpec } from './outbound-spec.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'parley-spec-'));
afterAll(() => rmSync(folder, { recursive: true }));

const bodyOf = (message: OutboundMessage) => {
  const made = toGraphMessage(message, { to: '4915550001', catalogId: '9' });
  if (!made.ok) throw new Error(made.reason);
  return made.body;
};

describe('the examples', () => {
  test.each(examples.map((example) => [example.message.type, example.name, example] as const))(
    '%s, %s, is a message that flows may hold and breaks no rule',
    (_type, _name, { message, envelope }) => {
      expect(OutboundMessage.safeParse(message).error).toBeUndefined();
      const made = toGraphMessage(message, envelope);
      expect(made.ok && brokenRules(made.body)).toEqual([]);
    },
  );

  test('there is one of every type', () => {
    const types = OutboundMessage.options.map(({ shape }) => shape.type.value);
    expect(new Set(examples.map(({ message }) => message.type))).toEqual(new Set(types));
  });
});

describe('the rules', () => {
  const rows = (n: number, from = 0) =>
    Array.from({ length: n }, (_, i) => ({ id: `r${from + i}`, title: `Row ${from + i}` }));
  const buttons = [{ id: 'a', title: 'A' }];
  const long = (n: number) => 'x'.repeat(n);

  test.each<[string, OutboundMessage]>([
    ['a text over 4,096 characters', { type: 'text', body: long(4097) }],
    ['an empty text', { type: 'text', body: '' }],
    ['a caption over 1,024 characters', { type: 'image', media: { id: '1' }, caption: long(1025) }],
    ['a link that is none', { type: 'image', media: { link: 'ftp://x.example/a' } }],
    ['a place beyond the pole', { type: 'location', latitude: 91, longitude: 0 }],
    ['four buttons', { type: 'buttons', body: 'x', buttons: rows(4) }],
    [
      'two buttons of one title',
      { type: 'buttons', body: 'x', buttons: [...buttons, { id: 'b', title: 'A' }] },
    ],
    [
      'a button title over 20 characters',
      { type: 'buttons', body: 'x', buttons: [{ id: 'a', title: long(21) }] },
    ],
    ['a body with buttons over 1,024 characters', { type: 'buttons', body: long(1025), buttons }],
    ['a footer over 60 characters', { type: 'buttons', body: 'x', footer: long(61), buttons }],
    [
      'eleven rows over two sections',
      {
        type: 'list',
        body: 'x',
        button: 'y',
        sections: [
          { title: 'A', rows: rows(6) },
          { title: 'B', rows: rows(5, 6) },
        ],
      },
    ],
    [
      'two rows of one id',
      { type: 'list', body: 'x', button: 'y', sections: [{ rows: [...rows(1), ...rows(1)] }] },
    ],
    [
      'two sections without titles',
      { type: 'list', body: 'x', button: 'y', sections: [{ rows: rows(1) }, { rows: rows(1, 1) }] },
    ],
    [
      'a list button over 20 characters',
      { type: 'list', body: 'x', button: long(21), sections: [{ rows: rows(1) }] },
    ],
    [
      '31 products',
      {
        type: 'products',
        header: { type: 'text', text: 'T' },
        body: 'x',
        sections: [{ title: 'A', products: rows(31).map(({ id }) => id) }],
      },
    ],
    [
      'a link label over 20 characters',
      { type: 'link', body: 'x', title: long(21), url: 'https://a.example' },
    ],
    ['a form label over 20 characters', { type: 'form', body: 'x', title: long(21), formId: '1' }],
    ['a template name in capitals', { type: 'template', name: 'Hello', language: 'en' }],
    ['a language with a hyphen', { type: 'template', name: 'hello', language: 'en-US' }],
    [
      'parameters by name and by place at once',
      { type: 'template', name: 'hello', language: 'en', body: [{ text: 'a' }, { name: 'b', text: 'c' }] },
    ],
    [
      'an eleventh button',
      { type: 'template', name: 'a', language: 'en', buttons: [{ type: 'url', index: 10, text: 'x' }] },
    ],
    [
      'eleven cards',
      {
        ...{ type: 'template', name: 'a', language: 'en' },
        cards: rows(11).map(() => ({ header: { type: 'image' as const, media: { id: '1' } } })),
      },
    ],
    [
      '258 contacts',
      { type: 'contacts', contacts: rows(258).map(({ title }) => ({ name: title, phones: [] })) },
    ],
  ])('refuse %s', (_, message) => {
    expect(brokenRules(bodyOf(message))).not.toEqual([]);
  });

  const text = bodyOf({ type: 'text', body: 'x' });
  test.each([
    ['a number without its plus', { ...text, to: '4915550001' }],
    ['a number and a user id', { ...text, recipient: 'DE.1' }],
    ['nobody', { ...text, to: undefined }],
    ['a field that nobody knows', { ...text, preview: true }],
    ['a type without its content', { ...text, type: 'image' }],
    ['callback data over 512 characters', { ...text, biz_opaque_callback_data: long(513) }],
  ])('refuse %s', (_, body) => {
    expect(brokenRules(body)).not.toEqual([]);
  });

  test('say where the fault is', () => {
    expect(
      brokenRules(bodyOf({ type: 'buttons', body: 'x', buttons: [{ id: 'a', title: long(21) }] })),
    ).toEqual(['interactive.action.buttons.0.reply.title: at most 20 characters']);
  });
});

/** A description of our own in the shape of Meta's, its faults included. */
function spec(change: (schemas: Record<string, object>) => void = () => {}): string {
  const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
  const schemas = {
    Anything: {
      discriminator: {
        propertyName: 'type',
        mapping: { text: '#/components/schemas/Text', interactive: '#/components/schemas/Tap' },
      },
      oneOf: [ref('Text'), ref('Tap')],
    },
    BaseMessageProperties: {
      type: 'object',
      required: ['to', 'type'],
      properties: {
        messaging_product: { type: 'string' },
        recipient_type: { type: 'string' },
        to: { type: 'string' },
        type: { type: 'string' },
        context: { type: 'object' },
      },
    },
    Text: {
      allOf: [
        ref('BaseMessageProperties'),
        {
          type: 'object',
          additionalProperties: false,
          required: ['text'],
          properties: {
            type: { enum: ['text'] },
            text: { type: 'object', properties: { body: { type: 'string', maxLength: 4096 } } },
          },
        },
      ],
    },
    Tap: { type: 'object', properties: { interactive: ref('InteractiveObject') } },
    InteractiveObject: { type: 'object', properties: { type: { type: 'string', enum: ['button', 'list'] } } },
    BodyObject: { type: 'object', properties: { text: { type: 'string', maxLength: 1024 } } },
  };
  change(schemas);
  const file = path.join(folder, `${Math.random()}.yaml`);
  const post = { requestBody: { content: { 'application/json': { schema: ref('Anything') } } } };
  writeFileSync(
    file,
    stringify({ openapi: '3.1.0', paths: { '/{V}/{Id}/messages': { post } }, components: { schemas } }),
  );
  return file;
}

describe('the OpenAPI description', () => {
  test('accepts a message that it describes, though the parts of its allOf forbid each other', () => {
    const { check, adjusted } = loadSpec(spec());
    expect(check(bodyOf({ type: 'text', body: 'x' }))).toEqual({ kind: 'valid' });
    expect(adjusted).toHaveLength(1);
  });

  test('refuses what it forbids, field by field', () => {
    const { check } = loadSpec(spec());
    expect(check({ ...bodyOf({ type: 'text', body: 'x' }), surprise: 1 })).toMatchObject({ kind: 'invalid' });
    expect(check({ to: '+1', type: 'text', text: { body: 5 } })).toEqual({
      kind: 'invalid',
      faults: ['/text/body must be string'],
    });
  });

  test('says what it does not cover, and covers it as soon as a newer one does', () => {
    const link = bodyOf({ type: 'link', body: 'x', title: 'y', url: 'https://a.example' });
    expect(loadSpec(spec()).check(link)).toEqual({
      kind: 'not-covered',
      reason: 'interactive type cta_url is not in the schema',
    });
    const newer = spec((schemas) => {
      schemas.InteractiveObject = { properties: { type: { enum: ['cta_url'] } } };
    });
    expect(loadSpec(newer).check(link)).toEqual({ kind: 'valid' });
  });

  test('does not cover a type without a schema, a user id or a long list body', () => {
    const { check } = loadSpec(spec());
    const kinds = [
      bodyOf({ type: 'sticker', media: { id: '1' } }),
      { type: 'text', recipient: 'DE.1', text: { body: 'x' } },
      bodyOf({
        type: 'list',
        body: 'x'.repeat(1025),
        button: 'y',
        sections: [{ rows: [{ id: 'a', title: 'A' }] }],
      }),
    ].map((body) => check(body).kind);
    expect(kinds).toEqual(['not-covered', 'not-covered', 'not-covered']);
  });
});

describe('npm run conformance:outbound', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [path.join(import.meta.dirname, 'outbound.ts'), ...args], {
      encoding: 'utf8',
    });

  test('prints a table and exits 0 when every example holds', () => {
    const { status, stdout } = run(spec());
    expect(stdout).toMatch(/^type +example +OpenAPI +documentation$/m);
    expect(stdout).toMatch(/^sticker +by id +not covered +ok$/m);
    expect(stdout).toMatch(/ 0 failed\n$/);
    expect(status).toBe(0);
  });

  test('exits 1 and names the fault when one does not', () => {
    const strict = spec((schemas) => {
      schemas.Text = { properties: { text: { properties: { body: { maxLength: 100 } } } } };
    });
    const { status, stdout } = run(strict);
    expect(stdout).toContain(
      'text (4,096 characters): OpenAPI: /text/body must NOT have more than 100 characters',
    );
    expect(status).toBe(1);
  });

  test('exits 2 without a file, and for a file that is none', () => {
    expect(run().status).toBe(2);
    const { status, stderr } = run(path.join(folder, 'missing.yaml'));
    expect(stderr).toContain('cannot be used');
    expect(status).toBe(2);
  });
});

describe('the judge of templates that are submitted', () => {
  const file = path.join(folder, 'definitions.yaml');
  const template = (components: unknown[], more: Record<string, unknown> = {}) => ({
    ...{ name: 'a', language: 'en', category: 'UTILITY', components },
    ...more,
  });
  const body = { type: 'BODY', text: 'Hi {{1}}!', example: { body_text: [['Guest']] } };
  const url = { type: 'URL', text: 'Go', url: 'https://a.example' };
  const shown = { one: { value: template([body, { type: 'BUTTONS', buttons: [url] }]) } };
  writeFileSync(
    file,
    stringify({
      paths: {
        '/{WABA}/message_templates': {
          post: { requestBody: { content: { 'application/json': { examples: shown } } } },
        },
      },
    }),
  );
  const judged = (components: unknown[], more?: Record<string, unknown>) =>
    loadDefinitionJudge(file)(template(components, more));

  test('takes what is as in the examples, and samples only where there are places', () => {
    expect(judged([body, { type: 'BUTTONS', buttons: [url] }])).toEqual({ kind: 'valid' });
    expect(judged([{ type: 'BODY', text: 'Hi!' }])).toEqual({ kind: 'valid' });
  });

  test('names what is missing or of another type', () => {
    const { url: _, ...without } = url;
    expect(
      judged(
        [
          { type: 'BODY', text: 'Hi {{1}}!' },
          { type: 'BUTTONS', buttons: [without] },
        ],
        { name: 7 },
      ),
    ).toEqual({
      kind: 'invalid',
      faults: [
        "TEMPLATE: name is number, in Meta's examples string",
        'BODY: example is missing',
        'BUTTON URL: url is missing',
      ],
    });
  });

  test('does not judge what no example shows', () => {
    expect(
      judged([
        { ...body, new: true },
        { type: 'CAROUSEL', cards: [] },
      ]),
    ).toEqual({
      kind: 'not-covered',
      reason: 'no example of new in BODY, CAROUSEL',
    });
  });
});
