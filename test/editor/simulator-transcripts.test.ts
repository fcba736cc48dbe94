import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PersonInput } from '@parley/flows/input.ts';
import { fromMachine } from '@parley/flows/machine.ts';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import {
  type Conversation,
  type Moment,
  type Move,
  makeMove,
  quiet,
  shelfOf,
} from '@parley/flows/simulation.ts';
import { transcriptOf } from '@parley/flows/transcript.ts';
import type { Effect } from '@parley/flows/turn.ts';
import { describe, expect, test } from 'vitest';
import { type Played, type PlayedTurn, play } from '../transcripts/play.ts';

const transcripts = join(import.meta.dirname, '../transcripts');
const folders = [join(transcripts, 'flows'), join(import.meta.dirname, '../../flows/examples')];
const machines: { [flowId: string]: FlowMachine } = {};
for (const folder of folders) {
  for (const file of readdirSync(folder)) {
    const read = fromMachine(JSON.parse(readFileSync(join(folder, file), 'utf8')));
    if (!read.ok) throw new Error(`${file} is no flow`);
    machines[read.machine.id] = read.machine;
  }
}

describe.each(Object.keys(machines))('the simulator tells every transcript of %s again', (flowId) => {
  for (const file of readdirSync(join(transcripts, flowId))) {
    test(file.replace('.txt', ''), () => {
      const text = readFileSync(join(transcripts, flowId, file), 'utf8');
      const played = play(machines, flowId, text);
      const { moments, world } = simulate(flowId, text, played);
      expect(messagesOf(moments)).toEqual(played.turns.map(({ effects }) => sent(effects)));

      const exported = transcriptOf(world, moments, 'hello');
      expect(answersIn(exported, flowId)).toEqual(answersIn(played.text, flowId));
      const again = play(machines, flowId, exported);
      expect(again.turns.map(({ effects }) => sent(effects))).toEqual(
        played.turns.map(({ effects }) => sent(effects)),
      );
      expect(again.edges).toEqual(played.edges);
    });
  }
});

function simulate(flowId: string, text: string, played: Played) {
  const given = Object.fromEntries(
    [...text.matchAll(/^@ (\w+) (.*)$/gm)].map(([, key, value]) => [key, value]),
  );
  const contact = {
    name: given.name ?? 'neighbour',
    phone: given.phone ?? '15550001111',
    locale: given.locale ?? '',
    timezone: given.timezone ?? 'Europe/Berlin',
  };
  const language = given.language ?? '';
  const now = Date.parse(given.now ?? '2026-03-02T09:00:00Z');
  const own = machines[flowId];
  if (!own) throw new Error(`no flow ${flowId}`);
  const shelf = shelfOf([own, ...Object.values(machines).filter(({ id }) => id !== flowId)]);
  const moments: Moment[] = [];
  let conversation: Conversation = quiet(contact, now);
  for (const turn of played.turns) {
    const moved = makeMove(shelf, conversation, moveOf(turn, flowId, language));
    conversation = moved.conversation;
    moments.push(...moved.moments);
  }
  return { moments, world: { contact, now, language } };
}

function moveOf({ input }: PlayedTurn, flow: string, locale: string): Move {
  if (input === null) return { do: 'begin', flow, locale, unprompted: false };
  switch (input.type) {
    case 'timer':
      return { do: 'wait' };
    case 'call.done':
    case 'call.failed':
    case 'agent.resolved':
    case 'agent.absent':
    case 'agent.returned':
    case 'send.failed':
    case 'window.closing':
    case 'window.closed':
      return { do: 'tell', input };
    default:
      return { do: 'say', input: input satisfies PersonInput };
  }
}

/** What the flow did, line by line. In the tour, waits until the window closes are a minute shorter here, as on the server. */
const answersIn = (transcript: string, flowId: string) =>
  transcript
    .split('\n')
    .filter((line) => !/^[>@]/.test(line))
    .map((line) => (flowId === 'tour' && line.startsWith('~ waits') ? '~ waits' : line));

test('a tap on an older message is told from one on the newest with the same title', () => {
  const offer = (node: string): Moment => ({
    input: null,
    at: 0,
    happened: [
      {
        type: 'message',
        node,
        message: { type: 'buttons', body: node, buttons: [{ id: `${node}-yes`, title: 'Yes' }] },
        refused: null,
      },
    ],
    path: [],
  });
  const tap = (node: string): Moment => ({
    input: { type: 'choice', id: `${node}-yes`, title: 'Yes', offeredBy: { node, earlierSession: false } },
    at: 0,
    happened: [],
    path: [],
  });
  const world = { contact: { name: '', phone: '', locale: '', timezone: 'UTC' }, now: 0, language: '' };
  const text = transcriptOf(world, [offer('first'), offer('second'), tap('first'), tap('second')], 'hi');
  expect(text.split('\n').filter((line) => line.startsWith('> ['))).toEqual([
    '> [first-yes] of first',
    '> [Yes]',
  ]);
});

const sent = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.type === 'send' ? [effect.message] : []));

const messagesOf = (moments: readonly Moment[]) =>
  moments.map(({ happened }) => happened.flatMap((one) => (one.type === 'message' ? [one.message] : [])));
