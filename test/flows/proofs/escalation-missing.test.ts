import { toMachine } from '@parley/flows/machine.ts';
import type { NodeConfig } from '@parley/flows/nodes/registry.ts';
import { validate } from '@parley/flows/validate.ts';
import { describe, expect, test } from 'vitest';
import { ask, at, bye, codesOf, problemOf, problemsOf, smallFlow } from './small-flow.ts';

type Contact = Extract<NodeConfig, { type: 'escalation' }>['contact'];

const flowWith = (contact: Contact) =>
  smallFlow(
    { menu: ask('What now?', 'Help'), help: { type: 'escalation', at, text: 'Here you are.', contact }, bye },
    { menu: { help: 'help', other: 'help' }, help: { next: 'bye', resolved: 'bye' } },
  );

const webForm = (url: string): Contact => ({
  ...{ method: 'web-form', url, title: 'Write to us', answered: true },
});

test('a flow without a way to a person is refused, and one with it is not', () => {
  const flow = smallFlow({ menu: ask('What now?', 'Bye'), bye }, { menu: { bye: 'bye', other: 'menu' } });
  expect(problemOf(flow, 'escalation-missing')).toMatchObject({ level: 'error' });
  expect(codesOf(flow)).not.toContain('escalation-unreachable');
  expect(codesOf(flowWith({ method: 'email', email: 'help@example.com' }))).toEqual([]);
});

test('a way to a person that no session comes to does not count', () => {
  const flow = flowWith({ method: 'email', email: 'help@example.com' });
  flow.edges.menu = { help: 'bye', other: 'menu' };
  expect(codesOf(flow)).toEqual(['escalation-missing', 'unreachable']);
});

describe('a way to a person counts when it is', () => {
  test.each<[string, Contact]>([
    ['an agent in the chat', { method: 'agent' }],
    ['a phone number', { method: 'phone', card: { name: 'Café', phones: [{ phone: '+15550001111' }] } }],
    ['an email address', { method: 'email', email: 'help@example.com' }],
    ['a web form', webForm('https://example.com/contact')],
    [
      'a store to visit',
      { method: 'store-visit', latitude: 52.5, longitude: 13.4, name: 'Café', address: 'Mill Lane 1' },
    ],
  ])('%s', (_, contact) => {
    expect(codesOf(flowWith(contact))).toEqual([]);
  });
});

test('a web form that leads to a social network is refused, and does not count', () => {
  const problem = problemOf(flowWith(webForm('https://instagram.com/cafe')), 'escalation-not-accepted');
  expect(problem).toMatchObject({ level: 'error', node: 'help', field: 'contact.url' });
  expect(problem.message).toContain('a social network');
  expect(codesOf(flowWith(webForm('https://instagram.com/cafe')))).toEqual([
    'escalation-missing',
    'escalation-not-accepted',
  ]);
});

test('a web form counts in every language or not at all', () => {
  const flow = flowWith(webForm('https://example.com/contact'));
  flow.settings = {
    ...flow.settings,
    locales: ['en', 'ru'],
    texts: {
      ru: {
        'menu.body': 'Что теперь?',
        'menu.buttons.help.title': 'Помощь',
        'help.body': 'Вот.',
        'help.title': 'Написать',
        'help.url': 'https://vk.com/cafe',
      },
    },
  };
  expect(problemOf(flow, 'escalation-not-accepted')).toMatchObject({ node: 'help', locale: 'ru' });
  expect(codesOf(flow)).toContain('escalation-missing');
});

test('a web form that nobody knows needs somebody’s word that a person answers there, in every language; one on the business’s own website does not', () => {
  const unattested = (contact: Contact, texts?: { [path: string]: string }) => {
    const flow = flowWith(contact);
    flow.settings = { ...flow.settings, locales: ['en', 'ru'], ...(texts && { texts: { ru: texts } }) };
    return problemsOf(flow).filter(({ code }) => code === 'web-form-unattested');
  };
  const unknown: Contact = { method: 'web-form', url: 'https://example.com/contact', title: 'Write to us' };
  expect(unattested(unknown)).toMatchObject([{ level: 'warning', node: 'help', field: 'contact.answered' }]);
  expect(unattested({ ...unknown, answered: true })).toEqual([]);
  expect(unattested({ ...unknown, answered: true }, { 'help.url': 'https://example.org/form' })).toEqual([]);
  /* What is refused is not asked about. */
  expect(unattested({ ...unknown, url: 'https://instagram.com/cafe' })).toEqual([]);
  expect(unattested({ method: 'agent', otherwise: { text: 'Here.', contact: unknown } })).toMatchObject([
    { field: 'contact.otherwise.contact.answered' },
  ]);

  const on = (websites: string[]) =>
    validate(toMachine(flowWith(unknown)), { channels: [{ name: 'Café', can: null, others: [], websites }] })
      .filter(({ level }) => level === 'warning')
      .map(({ code }) => code);
  expect(on(['https://www.example.com/'])).toEqual([]);
  expect(on(['https://example.org', 'https://myexample.com'])).toEqual(['web-form-unattested']);
});
