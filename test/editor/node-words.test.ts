import { definitions } from '@parley/flows/nodes/registry.ts';
import { expect, test } from 'vitest';
import { nodeWords, RU_NODES, RU_PORTS } from '../../editor/node-words.ts';

/** Nodes of which more ways out are shown than of a blank one. */
const FULLER = {
  buttons: { silentAfter: 'PT1H' },
  list: { rowsFrom: { variable: 'rows', id: 'id', title: 'title', more: 'More' } },
  template: { goOn: true },
  escalation: {
    contact: {
      method: 'agent',
      unansweredAfter: 'PT1H',
      hours: { timezone: 'UTC', open: [{ days: [1], from: '09:00', to: '17:00' }] },
    },
  },
};

test('every node type has a Russian title and summary, and every way out of its own a Russian label', () => {
  expect(Object.keys(RU_NODES).sort()).toEqual(Object.keys(definitions).sort());
  for (const [type, { blank, schema, ports, preview }] of Object.entries(definitions)) {
    const more: unknown = Object.hasOwn(FULLER, type) ? FULLER[type as keyof typeof FULLER] : {};
    for (const node of [blank, schema.parse({ ...blank, ...(more as object) })]) {
      const options = JSON.stringify(preview(node as never).messages);
      for (const { id, label } of ports(node as never)) {
        /* What stands in the message, and the conditions of a branch, are the author's words. */
        if (options.includes(JSON.stringify(id)) || (type === 'branch' && id !== 'other')) continue;
        expect(nodeWords.ru.port(id, label), `${type}: ${label}`).toMatch(/^[а-яё]/i);
      }
    }
  }
});

test('a word of an author’s stays as it was written', () => {
  expect(nodeWords.ru.port('next', 'Next please')).toBe('Next please');
  expect(nodeWords.ru.port('constructor', 'Next')).toBe('Next');
  expect(Object.keys(RU_PORTS)).not.toContain('constructor');
});
