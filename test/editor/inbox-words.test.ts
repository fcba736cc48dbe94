import { cannedQuery, fittingReplies } from '@parley/editor/inbox/canned-query.ts';
import { collectedLines } from '@parley/editor/inbox/collected-words.ts';
import { faultOf } from '@parley/editor/inbox/file-check.ts';
import { formatSelection } from '@parley/editor/inbox/format-selection.ts';
import { mentionsIn } from '@parley/editor/inbox/mentions.ts';
import { snoozeTimes } from '@parley/editor/inbox/snooze-times.ts';
import { fieldsOf, filledTemplate, type Usable } from '@parley/editor/inbox/template-fields.ts';
import { hourOf } from '@parley/editor/inbox/time-words.ts';
import { OutboundMessage } from '@parley/flows/message.ts';
import { blankContent } from '@parley/flows/templates/definition.ts';
import { expect, test, vi } from 'vitest';

test('formatting goes around the words, not the spaces beside them, and comes off again', () => {
  const bold = formatSelection({ text: 'say hello now', from: 3, to: 10 }, 'bold');
  expect(bold).toEqual({ text: 'say *hello* now', from: 5, to: 10 });
  expect(formatSelection(bold, 'bold')).toEqual({ text: 'say hello now', from: 4, to: 9 });
  expect(formatSelection({ text: '', from: 0, to: 0 }, 'mono')).toEqual({ text: '``````', from: 3, to: 3 });
});

test('a slash brings up canned replies where a word begins, and nowhere else', () => {
  expect(cannedQuery('/he', 3)).toEqual({ from: 0, query: 'he' });
  expect(cannedQuery('well, /по', 9)).toEqual({ from: 6, query: 'по' });
  expect(cannedQuery('https://x', 8)).toBeNull();
  expect(cannedQuery('and/or', 6)).toBeNull();
});

test('a reply whose shortcut begins so comes before one that only says it', () => {
  const reply = (shortcut: string, text: string) => ({
    ...{ id: shortcut, shortcut, title: shortcut, text, scope: 'all' as const, team: null },
  });
  const replies = [reply('bye', 'hello and goodbye'), reply('hello', 'Hi'), reply('price', 'Ten')];
  expect(fittingReplies(replies, 'Hel').map(({ id }) => id)).toEqual(['hello', 'bye']);
});

test('a file is refused for its type or size before it is uploaded', () => {
  const file = (type: string, size: number) => faultOf({ type, size });
  expect(file('image/png', 5 * 1024 * 1024)).toBeNull();
  expect(file('image/png', 5 * 1024 * 1024 + 1)).toEqual({ why: 'size', mostMb: 5 });
  expect(file('audio/ogg; codecs=opus', 10)).toBeNull();
  expect(file('image/svg+xml', 10)).toEqual({ why: 'type' });
  expect(file('', 10)).toEqual({ why: 'type' });
  expect(file('text/plain', 0)).toEqual({ why: 'empty' });
});

test('a note tells whom it names', () => {
  const people = [
    { id: '1', name: 'Grace Hopper' },
    { id: '2', name: 'Ada' },
    { id: '3', name: '' },
  ];
  expect(mentionsIn('@grace hopper, please look', people)).toEqual(['1']);
  expect(mentionsIn('Ada knows', people)).toEqual([]);
});

test('what is put off is put off to a moment that lies ahead, and to no day twice', () => {
  const ids = (at: Date) => snoozeTimes(at).map(({ id }) => id);
  const wednesday = new Date(2026, 10, 18, 10);
  expect(ids(wednesday)).toEqual(['reply', 'hour', 'evening', 'tomorrow', 'monday']);
  expect(ids(new Date(2026, 10, 18, 17, 30))).not.toContain('evening');
  expect(ids(new Date(2026, 10, 22, 10))).not.toContain('monday');
  const monday = snoozeTimes(wednesday).find(({ id }) => id === 'monday');
  expect(new Date(monday?.until ?? '')).toEqual(new Date(2026, 10, 23, 9));
});

test('a template asks for its values and becomes a message with them', () => {
  const usable: Usable = {
    id: 'a',
    name: 'order_ready',
    language: 'en',
    category: 'UTILITY',
    quality: null,
    content: blankContent(),
    needs: {
      header: 'image',
      headerName: null,
      body: ['name'],
      named: true,
      buttons: [
        { index: 0, type: 'quick-reply', title: 'Thanks', must: false },
        { index: 1, type: 'url', title: 'Track', must: true },
      ],
    },
  };
  expect(fieldsOf(usable)?.map(({ key }) => key)).toEqual(['header', 'body name', 'button 1']);
  const message = filledTemplate(usable, {
    ...{ header: 'https://example.com/a.png', 'body name': ' Guest ', 'button 1': 'x1' },
  });
  expect(OutboundMessage.parse(message)).toEqual({
    type: 'template',
    name: 'order_ready',
    language: 'en',
    header: { type: 'image', media: { link: 'https://example.com/a.png' } },
    body: [{ name: 'name', text: 'Guest' }],
    buttons: [{ type: 'url', index: 1, text: 'x1' }],
  });
  expect(fieldsOf({ ...usable, needs: { ...usable.needs, header: 'location' } })).toBeNull();
});

test('a browser that names its language in a way of its own still tells the time', () => {
  vi.stubGlobal('navigator', { languages: ['en-US@posix', 'en-GB'] });
  const at = new Date(2026, 10, 22, 18, 30).toISOString();
  expect(hourOf(at, 'en')).toBe('18:30');
  vi.stubGlobal('navigator', { languages: ['en-US@posix'] });
  expect(hourOf(at, 'en')).toBe('06:30 PM');
  vi.unstubAllGlobals();
});

test('what a flow has collected is told in words, and what is empty is not told', () => {
  const cart = {
    items: [{ productId: 'latte', quantity: 2, price: 3.5, currency: 'EUR' }],
    total: 7,
    text: 'no sugar',
  };
  expect(collectedLines(cart, 'en')).toEqual(['2 × latte · €3.50', 'no sugar']);
  expect(collectedLines({ text: '', items: [], total: 0 }, 'en')).toEqual([]);
  expect(collectedLines({ street: 'Mill Street', flat: '' }, 'en')).toEqual(['street: Mill Street']);
  expect(collectedLines(['a', 'b'], 'en')).toEqual(['a', 'b']);
  expect(collectedLines(1234.5, 'ru')).toEqual(['1234,5']);
  expect(collectedLines('', 'en')).toEqual([]);
});
