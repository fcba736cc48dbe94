import { edit } from '@parley/flows/edit.ts';
import type { Flow } from '@parley/flows/flow.ts';
import { fromMachine, toMachine } from '@parley/flows/machine.ts';
import { subjectOf } from '@parley/flows/proofs/subject.ts';
import { windowSettings } from '@parley/flows/proofs/window-settings.ts';
import type { FlowSettings } from '@parley/flows/settings.ts';
import { type Move, makeMove, quiet, shelfOf } from '@parley/flows/simulation.ts';
import { translationTable } from '@parley/flows/translations.ts';
import { validate } from '@parley/flows/validate.ts';
import { describe, expect, test } from 'vitest';
import { ask, bye, person, smallFlow } from './proofs/small-flow.ts';

const HOUR = 3600_000;
type Window = NonNullable<FlowSettings['window']>;

const flowWith = (window: Window, more: Partial<Pick<Flow, 'globals'>> = {}, texts = {}) =>
  smallFlow(
    { menu: ask('Hi', 'Yes'), last: ask('One last thing?', 'No'), person, end: bye },
    { menu: { yes: 'end' }, last: { no: 'end' }, person: { resolved: 'end' } },
    {
      settings: {
        window,
        locales: ['en', 'ru'],
        texts: { ru: texts },
        escalation: { keywords: { en: ['agent'] }, maxTurns: 2 },
      },
      globals: { escalation: 'person', ...more.globals },
    },
  );

/** What is said in the day after somebody has written at `wrote`, each with the clock of their own zone. */
function dayAfter(flow: Flow, wrote: string, timezone = 'Europe/Berlin', locale = 'en'): string[] {
  const shelf = shelfOf([toMachine(flow)]);
  let conversation = quiet({ name: 'Ann', phone: '4915112345678', locale, timezone }, Date.parse(wrote));
  const move = (made: Move) => {
    const moved = makeMove(shelf, conversation, made);
    conversation = moved.conversation;
    return moved.moments.flatMap(({ at: when, happened }) =>
      happened.flatMap((one) => {
        if (one.type !== 'message') return [];
        const clock = new Date(when).toLocaleTimeString('en-GB', { timeZone: timezone }).slice(0, 5);
        const text = 'body' in one.message ? String(one.message.body) : one.message.type;
        return [`${clock} ${text}${one.refused ? ' (refused)' : ''}`];
      }),
    );
  };
  move({ do: 'begin', flow: flow.id, locale: '', unprompted: false });
  return move({ do: 'pass', ms: 30 * HOUR });
}

const say: Window = { atClosing: { say: 'Anything else, {{contact.name}}?' } };

describe('a flow that wires nothing and has something to say before the window closes', () => {
  test('says it once, two hours before, in the contact’s language, and stands where it stood', () => {
    const flow = flowWith(say, {}, { '*.closing.body': 'Что-нибудь ещё?' });
    expect(dayAfter(flow, '2026-10-05T12:00:00+02:00')).toEqual(['09:59 Anything else, Ann?']);
    expect(dayAfter(flow, '2026-10-05T12:00:00+02:00', 'Europe/Berlin', 'ru')).toEqual([
      '09:59 Что-нибудь ещё?',
    ]);
    expect(translationTable(flow).map(({ path }) => path)).toContain('*.closing.body');
  });

  test('says it as long before as the flow wants', () => {
    const flow = flowWith({ ...say, closingBefore: 'PT5H' });
    expect(dayAfter(flow, '2026-10-05T20:00:00+02:00')).toEqual(['14:59 Anything else, Ann?']);
  });

  test('goes on at a node, or hands over to a person', () => {
    expect(dayAfter(flowWith({ atClosing: { node: 'last' } }), '2026-10-05T15:00:00+02:00')).toEqual([
      '12:59 One last thing?',
    ]);
    const handed = flowWith({ atClosing: { handOver: 'person' } });
    expect(dayAfter(handed, '2026-10-05T15:00:00+02:00')).toEqual([expect.stringMatching(/^12:59 /)]);
  });
});

describe('in the quiet hours of the contact’s own clock', () => {
  test('nothing is said: it comes when they are over if the window is still open, else before they begin', () => {
    const flow = flowWith(say);
    /* Two hours before would be 06:59, then 00:59, then 21:29. */
    expect(dayAfter(flow, '2026-10-05T09:00:00+02:00')).toEqual(['08:00 Anything else, Ann?']);
    expect(dayAfter(flow, '2026-10-05T03:00:00+02:00')).toEqual(['20:59 Anything else, Ann?']);
    expect(dayAfter(flow, '2026-10-05T23:30:00+02:00')).toEqual(['20:59 Anything else, Ann?']);
  });

  test('another zone has another night', () => {
    const flow = flowWith(say);
    expect(dayAfter(flow, '2026-10-05T03:00:00+02:00', 'America/New_York')).toEqual([
      '18:59 Anything else, Ann?',
    ]);
  });

  test('a flow has quiet hours of its own, or none', () => {
    const late = flowWith({ atClosing: { say: 'Well?', quiet: { from: '23:00', to: '06:00' } } });
    expect(dayAfter(late, '2026-10-05T23:30:00+02:00')).toEqual(['21:29 Well?']);
    const never = flowWith({ atClosing: { say: 'Well?', quiet: false } });
    expect(dayAfter(never, '2026-10-05T03:00:00+02:00')).toEqual(['00:59 Well?']);
  });

  test('a timer that fires late in them is as good as over', () => {
    const flow = flowWith(say);
    const shelf = shelfOf([toMachine(flow)]);
    const contact = { name: 'Ann', phone: '4915112345678', locale: 'en', timezone: 'Europe/Berlin' };
    const begun = makeMove(shelf, quiet(contact, Date.parse('2026-10-05T23:30:00+02:00')), {
      ...{ do: 'begin', flow: flow.id, locale: '', unprompted: false },
    } as Move).conversation;
    const late = { ...begun, now: Date.parse('2026-10-06T22:15:00+02:00') };
    const { moments, conversation } = makeMove(shelf, late, { do: 'wait' });
    expect(moments.flatMap(({ happened }) => happened).filter(({ type }) => type === 'message')).toEqual([]);
    expect(conversation.timers).toEqual({});
  });
});

describe('what the settings say', () => {
  test('is nothing where the flow has the event wired, and checking says so', () => {
    const flow = flowWith(say, { globals: { 'window-closing': 'last' } });
    expect(dayAfter(flow, '2026-10-05T03:00:00+02:00')).toEqual(['00:59 One last thing?']);
    expect(validate(toMachine(flow)).map(({ code, level }) => [code, level])).toContainEqual([
      'closing-wired',
      'warning',
    ]);
  });

  test('comes back from a file as it was written, and is no way of the flow’s own', () => {
    const flow = flowWith({ atClosing: { node: 'last' } });
    const read = fromMachine(JSON.parse(JSON.stringify(toMachine(flow))));
    expect(read.ok && read.flow).toEqual(flow);
  });

  test('follows its node when that is renamed', () => {
    const renamed = edit(flowWith({ atClosing: { node: 'last' } }), {
      ...{ kind: 'rename', node: 'last', to: 'question' },
    } as Parameters<typeof edit>[1]);
    expect(renamed.ok && renamed.flow.settings.window).toEqual({ atClosing: { node: 'question' } });
  });

  test('has to lead somewhere, at a time that can be read', () => {
    const places = (window: Window) => {
      const flow = flowWith(window);
      return windowSettings(subjectOf(toMachine(flow), flow)).map(({ code, field }) => [code, field]);
    };
    expect(places({ atClosing: { node: 'nowhere' } })).toEqual([['closing-node', 'window.atClosing.node']]);
    expect(places({ atClosing: { handOver: 'menu' } })).toEqual([
      ['closing-node', 'window.atClosing.handOver'],
    ]);
    expect(places({ atClosing: { handOver: 'person' } })).toEqual([]);
    expect(places({ atClosing: { say: 'Well?', quiet: { from: '9pm', to: '08:00' } } })).toEqual([
      ['bad-time', 'window.atClosing.quiet.from'],
    ]);
  });

  test('is checked like every text', () => {
    const codes = (text: string) =>
      validate(toMachine(flowWith({ atClosing: { say: text } }))).map(({ code }) => code);
    expect(codes('Hello {{nobody}}')).toContain('expression-type');
    expect(codes('')).toContain('whatsapp-limit');
    const found = validate(toMachine(flowWith({ atClosing: { say: 'Well?' } })));
    expect(found.filter(({ field }) => field === '*.closing.body').map(({ code }) => code)).toEqual([
      'texts-missing',
    ]);
  });
});
