import { parameterFaults } from '@parley/flows/templates/check-parameters.ts';
import { chooseTemplate, type TemplateBook } from '@parley/flows/templates/choose-template.ts';
import type { KnownTemplate, TemplateContent } from '@parley/flows/templates/definition.ts';
import type { TemplateMessage } from '@parley/flows/templates/needs.ts';
import { valuesFor } from '@parley/flows/templates/node-values.ts';
import { expect, test } from 'vitest';

const content: TemplateContent = {
  category: 'utility',
  places: 'positional',
  header: { type: 'image', sample: '4::x' },
  body: { text: 'Hello {{1}}, see you at {{2}} then.', samples: {} },
  buttons: [
    { type: 'quick-reply', title: 'Yes' },
    { type: 'url', title: 'Map', url: 'https://map.example/{{1}}' },
    { type: 'copy-code', sample: 'A' },
  ],
};
const message: TemplateMessage = {
  type: 'template',
  name: 'visit',
  language: 'en',
  header: { type: 'image', media: { id: '1' } },
  body: [{ text: 'Guest' }, { text: '9:00' }],
  buttons: [
    { type: 'url', index: 1, text: 'berlin' },
    { type: 'copy-code', index: 2, code: 'A1' },
  ],
};
const known = (more: Partial<KnownTemplate> = {}): KnownTemplate => ({
  ...{ name: 'visit', language: 'en', status: 'APPROVED', quality: null, content, isWhole: true },
  ...more,
});

test('values that fit have no faults, and a choice of a template makes values fit', () => {
  expect(parameterFaults(content, message)).toEqual([]);
  const made = valuesFor({ content }, { body: [{ text: 'Guest' }, { text: 'b' }, { text: 'c' }] });
  expect(made.body).toEqual([{ text: 'Guest' }, { text: 'b' }]);
  expect(parameterFaults(content, { ...message, ...made })).toEqual([]);
});

test.each<[string, Partial<TemplateMessage>, string]>([
  ['a value too few', { body: [{ text: 'Guest' }] }, 'body'],
  ['a named value', { body: [{ name: 'who', text: 'Guest' }, { text: 'b' }] }, 'body'],
  ['another header', { header: { type: 'video', media: { id: '1' } } }, 'header'],
  ['no header', { header: undefined }, 'header'],
  ['no value for the address', { buttons: [{ type: 'copy-code', index: 2, code: 'A1' }] }, 'buttons'],
  [
    'a button of another kind',
    { buttons: [...(message.buttons ?? []), { type: 'url', index: 0, text: 'x' }] },
    'buttons.0',
  ],
  [
    'a button beyond the last',
    { buttons: [...(message.buttons ?? []), { type: 'url', index: 9, text: 'x' }] },
    'buttons.9',
  ],
])('%s is a fault', (_what, change, field) => {
  const { header: _, ...rest } = message;
  const changed = change.header === undefined && 'header' in change ? rest : { ...message, ...change };
  expect(parameterFaults(content, changed).map((fault) => fault.field)).toEqual([field]);
});

test('before it is sent a message goes as it is, as its fallback, later, or never', () => {
  const bookOf = (...list: KnownTemplate[]): TemplateBook => ({
    find: (name, language) => list.find((one) => one.name === name && one.language === language),
    fallbackOf: (name) => (name === 'visit' ? { name: 'plain_visit', language: null } : undefined),
  });
  const other = known({ name: 'plain_visit' });
  expect(chooseTemplate(message, bookOf(known()))).toEqual({ act: 'send', message, instead: false });
  expect(chooseTemplate(message, bookOf())).toMatchObject({ act: 'send', instead: false });
  expect(chooseTemplate(message, bookOf(known({ status: 'PAUSED' }), other))).toMatchObject({
    act: 'send',
    instead: true,
    message: { name: 'plain_visit' },
  });
  expect(
    chooseTemplate(
      message,
      bookOf(known({ status: 'PAUSED' }), known({ name: 'plain_visit', status: 'PAUSED' })),
    ),
  ).toMatchObject({ act: 'hold' });
  // A fallback with other places would be refused: the message waits.
  const shorter = known({
    name: 'plain_visit',
    content: { ...content, body: { text: 'Hello.', samples: {} } },
  });
  expect(chooseTemplate(message, bookOf(known({ status: 'DISABLED' }), shorter))).toMatchObject({
    act: 'hold',
  });
  expect(chooseTemplate(message, bookOf(known({ status: 'REJECTED' })))).toMatchObject({
    act: 'refuse',
    reason: 'template-not-approved',
  });
  expect(chooseTemplate({ ...message, body: [] }, bookOf(known()))).toMatchObject({
    act: 'refuse',
    reason: 'template-parameters',
  });
  expect(chooseTemplate(message, bookOf(known({ status: 'NEVER_HEARD_OF' })))).toMatchObject({ act: 'hold' });
});
