import type { Flow } from '@parley/flows/flow.ts';
import { toMachine } from '@parley/flows/machine.ts';
import type { NodeConfig } from '@parley/flows/nodes/registry.ts';
import { subjectOf } from '@parley/flows/proofs/subject.ts';
import { windowMayBeClosed, windowStates } from '@parley/flows/proofs/window-may-be-closed.ts';
import { windowSettings } from '@parley/flows/proofs/window-settings.ts';
import { expect, test } from 'vitest';
import { ask, at, bye, person, say, smallFlow as withTemplate } from './small-flow.ts';

/** A flow that names no template for all of its nodes. */
const smallFlow: typeof withTemplate = (nodes, edges, { settings, ...parts } = {}) =>
  withTemplate(nodes, edges, { ...parts, settings: { window: {}, ...settings } });

const CODE = 'window-may-be-closed';
const reopen = { name: 'shall_we_go_on', language: 'en' };

const wait = (duration: string, more: object = {}): NodeConfig => ({
  type: 'wait',
  at,
  until: { kind: 'duration', duration },
  ...more,
});
const found = (flow: Flow) => windowMayBeClosed(subjectOf(toMachine(flow), flow));
const nodesIn = (flow: Flow) => found(flow).map(({ node }) => node);
const statesOf = (flow: Flow) => Object.fromEntries(windowStates(subjectOf(toMachine(flow), flow)));

test('what is said a day after the contact wrote is an error, with the shortest way to it', () => {
  const flow = smallFlow(
    { menu: ask('Hi', 'Yes'), later: wait('PT20H'), more: wait('PT5H'), end: say('Still there?') },
    { menu: { yes: 'later' }, later: { elapsed: 'more' }, more: { elapsed: 'end' } },
  );
  expect(found(flow)).toEqual([
    {
      code: CODE,
      level: 'error',
      node: 'end',
      message: expect.stringContaining('Name a template at “more”'),
      example: ['Yes', '20 h go by', '5 h go by'],
    },
  ]);
  expect(statesOf(flow)).toEqual({ menu: 'open', later: 'open', more: 'open', end: 'maybe' });
});

test('what is said within the day, or after the contact has written, is none', () => {
  const nodes = { menu: ask('Hi', 'Yes'), later: wait('PT23H'), end: say('Still there?') };
  expect(found(smallFlow(nodes, { menu: { yes: 'later' }, later: { elapsed: 'end' } }))).toEqual([]);
  const long = { ...nodes, later: wait('P3D') };
  expect(found(smallFlow(long, { menu: { yes: 'later' }, later: { message: 'end' } }))).toEqual([]);
});

test('the last minute of the window counts as closed, as it does for the sender', () => {
  const after = (duration: string) =>
    nodesIn(
      smallFlow(
        { menu: ask('Hi', 'Yes'), later: wait(duration), end: say('Hi') },
        { menu: { yes: 'later' }, later: { elapsed: 'end' } },
      ),
    );
  expect(after('PT23H58M59S')).toEqual([]);
  expect(after('PT23H59M')).toEqual(['end']);
});

test('a template is said at any time, and a template that re-opens the window is enough, at the node or for the flow', () => {
  const edges = { menu: { yes: 'later' }, later: { elapsed: 'end' } };
  const flow = (later: NodeConfig, end: NodeConfig, window?: object) =>
    smallFlow({ menu: ask('Hi', 'Yes'), later, end }, edges, { settings: window ? { window } : {} });
  expect(nodesIn(flow(wait('P2D'), say('Hi')))).toEqual(['end']);
  expect(nodesIn(flow(wait('P2D'), { type: 'template', at, name: 'news', language: 'en' }))).toEqual([]);
  expect(nodesIn(flow(wait('P2D', { reopen }), say('Hi')))).toEqual([]);
  expect(nodesIn(flow(wait('P2D'), say('Hi'), { reopen }))).toEqual([]);
});

test('the silence after a question counts from the last answer, and asking again starts anew', () => {
  const menu = { ...ask('Hi', 'Yes'), silentAfter: 'PT20H' };
  const flow = smallFlow(
    { menu, nudge: { ...ask('?', 'Ok'), silentAfter: 'PT20H' }, end: say('Bye') },
    {
      menu: { silent: 'nudge', other: 'menu' },
      nudge: { silent: 'end', other: 'menu' },
    },
  );
  expect(found(flow)).toEqual([
    expect.objectContaining({ node: 'end', example: ['20 h go by', '20 h go by'] }),
  ]);
});

test('shortly before the window closes it is open, unless time went by before', () => {
  const before: NodeConfig = { type: 'wait', at, until: { kind: 'before-window-closes', duration: 'PT1H' } };
  const flow = (first: string) =>
    smallFlow(
      { menu: ask('Hi', 'Yes'), first: wait(first), before, end: say('Hi') },
      { menu: { yes: 'first' }, first: { elapsed: 'before' }, before: { elapsed: 'end' } },
    );
  expect(nodesIn(flow('PT20H'))).toEqual([]);
  expect(nodesIn(flow('PT25H'))).toEqual(['end']);
});

test('an agent takes as long as they like, and a request a minute', () => {
  const agent = smallFlow({ person, back: say('Hello again') }, { person: { resolved: 'back' } });
  expect(found(agent)).toEqual([
    expect.objectContaining({ node: 'back', example: ['more than 24 h go by', 'the agent hands back'] }),
  ]);
  const request: NodeConfig = { type: 'request', at, method: 'GET', url: 'https://example.com', save: [] };
  const asked = (duration: string) =>
    smallFlow(
      { menu: ask('Hi', 'Yes'), later: wait(duration), look: request, end: say('Found') },
      { menu: { yes: 'later' }, later: { elapsed: 'look' }, look: { answered: 'end' } },
    );
  expect(nodesIn(asked('PT23H'))).toEqual([]);
  expect(nodesIn(asked('PT23H58M30S'))).toEqual(['end']);
});

test('a flow that may start without a word of the contact begins with the window closed; so does one that begins with a template', () => {
  const hello = smallFlow({ hello: say('Hi'), end: bye }, { hello: { next: 'end' } });
  expect(nodesIn(hello)).toEqual([]);
  const unprompted = { ...hello, settings: { ...hello.settings, window: { startsUnprompted: true } } };
  expect(found(unprompted)).toEqual([
    expect.objectContaining({
      node: 'hello',
      example: ['the flow is started without a word of the contact'],
    }),
  ]);
  const template: NodeConfig = { type: 'template', at, name: 'news', language: 'en', silentAfter: 'PT1H' };
  const news = smallFlow(
    { news: template, more: say('More'), end: say('Oh') },
    {
      news: { other: 'more', silent: 'end' },
    },
  );
  expect(nodesIn(news)).toEqual(['end']);
  expect(statesOf(news)).toEqual({ news: 'maybe', more: 'open', end: 'maybe' });
});

test('going over to another flow needs the window, since what that one says is not known', () => {
  const other: NodeConfig = { type: 'start', at, flow: 'other' };
  const flow = smallFlow(
    { menu: ask('Hi', 'Yes'), later: wait('P2D'), other },
    {
      menu: { yes: 'later' },
      later: { elapsed: 'other' },
    },
  );
  expect(found(flow)).toEqual([
    expect.objectContaining({ node: 'other', message: expect.stringContaining('starts here') }),
  ]);
});

test('waits that go round for ever are as long as it takes', () => {
  const flow = smallFlow(
    { menu: ask('Hi', 'Yes'), one: wait('PT1H'), two: wait('PT1H'), end: say('Hi') },
    {
      menu: { yes: 'one' },
      one: { elapsed: 'two', message: 'menu' },
      two: { elapsed: 'one', message: 'end' },
    },
  );
  expect(nodesIn(flow)).toEqual([]);
  const talking = { ...flow, nodes: { ...flow.nodes, two: { ...ask('Hm?', 'Ok'), silentAfter: 'PT1H' } } };
  const edges = { ...flow.edges, two: { silent: 'one', ok: 'end' } };
  expect(nodesIn({ ...talking, edges })).toEqual(['two']);
});

test('where every word of the contact moves the session, a long wait ends with the window closed for sure', () => {
  const edges = { menu: { yes: 'later' }, later: { elapsed: 'end', message: 'menu' } };
  const flow = smallFlow({ menu: ask('Hi', 'Yes'), later: wait('P2D'), end: bye }, edges);
  expect(statesOf(flow)).toEqual({ menu: 'open', later: 'open', end: 'closed' });
  const deaf = { ...flow, edges: { ...edges, later: { elapsed: 'end' } } };
  expect(statesOf(deaf)).toEqual({ menu: 'open', later: 'open', end: 'maybe' });
});

test('a template that re-opens the window is named as WhatsApp names templates, and times can be read', () => {
  const odd = { name: 'Shall we?', language: 'English' };
  const flow = smallFlow(
    { later: wait('PT1H', { reopen: odd }), end: bye },
    { later: { elapsed: 'end' } },
    { settings: { window: { reopen: { ...reopen, name: '' }, closingBefore: 'soon' } } },
  );
  const places = windowSettings(subjectOf(toMachine(flow), flow)).map(({ code, node, field }) => [
    code,
    node,
    field,
  ]);
  expect(places).toEqual([
    ['template-name', 'later', 'reopen.name'],
    ['template-language', 'later', 'reopen.language'],
    ['template-name', undefined, 'window.reopen.name'],
    ['bad-duration', undefined, 'window.closingBefore'],
  ]);
});
