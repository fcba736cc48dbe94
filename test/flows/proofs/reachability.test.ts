import { describe, expect, test } from 'vitest';
import { ask, bye, codesOf, flowWithPerson, problemOf, say } from './small-flow.ts';

describe('a flow begins somewhere', () => {
  test('or nothing can be said about its ways', () => {
    const flow = flowWithPerson({ hello: say('Hello.') }, {}, { start: null });
    expect(codesOf(flow)).toEqual(['no-start']);
    expect(problemOf(flow, 'no-start')).toMatchObject({ level: 'error' });
    expect(codesOf({ ...flow, start: 'hello', edges: { ...flow.edges, hello: { next: 'bye' } } })).toEqual(
      [],
    );
  });
});

describe('a node that nothing leads to', () => {
  test('is a warning', () => {
    const flow = flowWithPerson(
      { hello: ask('Hello', 'Hi'), lost: bye },
      { hello: { hi: 'bye', other: 'bye' } },
    );
    expect(problemOf(flow, 'unreachable')).toMatchObject({ level: 'warning', node: 'lost' });
    flow.edges.hello = { hi: 'lost', other: 'bye' };
    expect(codesOf(flow)).toEqual([]);
  });

  test('is reached by a keyword, a failed message or the window all the same', () => {
    for (const port of ['opt-out', 'send-failed', 'window-closing', 'window-closed']) {
      const flow = flowWithPerson(
        { menu: ask('What now?', 'Bye'), lost: bye },
        { menu: { bye: 'bye', other: 'menu' } },
      );
      expect(codesOf(flow)).toEqual(['unreachable']);
      flow.globals[port] = 'lost';
      expect(codesOf(flow)).toEqual([]);
    }
  });

  test('is not reached by late taps on a message that is never sent', () => {
    const menu = (late?: 'follow') => ({ ...ask('What now?', 'Bye'), ...(late && { late }) });
    const flow = flowWithPerson(
      { hello: say('Hello.'), menu: menu('follow'), lost: bye },
      { hello: { next: 'bye' }, menu: { bye: 'lost', other: 'menu' } },
    );
    expect(codesOf(flow)).toEqual(['unreachable']);
    flow.edges.hello = { next: 'menu' };
    expect(codesOf(flow)).toEqual([]);
  });
});
