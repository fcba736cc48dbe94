import { describeEffect, describeMessage } from '@parley/flows/describe.ts';
import type { Facts, Input } from '@parley/flows/input.ts';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import { type OutboundMessage, optionsOf } from '@parley/flows/message.ts';
import { type LoadedMachine, loadMachine, start, transition } from '@parley/flows/transition.ts';
import type { Effect, SessionState, Turn } from '@parley/flows/turn.ts';

/**
 * Replays the `>` lines of a transcript against a flow and writes the whole conversation again. The session goes through JSON after
 * each turn, as it does in the database. Lines:
 *
 *     > words                      the contact writes; the first line only starts the session, as does the first after its end
 *     > [Title]                    taps an option of the newest message that has it
 *     > [Title] of node            taps an option of an older message
 *     > (silence)                  the next timer fires
 *     > (location 52.5, 13.4: Address)   (order id ×2 at 3.50 EUR, …)   (form day=2026-12-01, note=hi)
 *     > (image)  (voice)  (sticker)  (contact)  (reaction)  (unsupported)
 *     > (answer 200 {json})        (no answer)          to a request
 *     > (agent done)               the agent hands back
 *     > (not sent: reason)         a message could not be sent
 *     @ locale ru                  what the world is, before the first turn: locale, name, phone, timezone, now, language
 */
export function play(
  machines: { [flowId: string]: FlowMachine },
  flowId: string,
  transcript: string,
): Played {
  const lines = transcript.split('\n').filter((line) => /^[>@]/.test(line));
  const world = worldOf(lines.filter((line) => line.startsWith('@')));
  const loaded = new Map<string, LoadedMachine>();
  const load = (id: string): LoadedMachine => {
    const known = loaded.get(id);
    if (known) return known;
    const config = machines[id];
    if (!config) throw new Error(`no flow ${id} in this transcript`);
    const machine = loadMachine(config);
    loaded.set(id, machine);
    return machine;
  };
  const play: Play = {
    machine: load(flowId),
    load,
    facts: world.facts,
    language: world.language,
    state: null,
    timers: new Map(),
    said: [],
    out: lines.filter((line) => line.startsWith('@')),
    turns: [],
    effects: [],
    edges: new Set(),
    types: new Set(),
    events: new Set(),
  };
  for (const line of lines.filter((line) => line.startsWith('>'))) step(play, line);
  return {
    text: `${play.out.join('\n')}\n`,
    edges: play.edges,
    types: play.types,
    events: play.events,
    turns: play.turns,
  };
}

export type Played = {
  text: string;
  /** Edges walked, as `flow node.port`. */
  edges: Set<string>;
  /** Node types entered. */
  types: Set<string>;
  /** Kinds of input played. */
  events: Set<string>;
  /** What each `>` line did and led to. */
  turns: PlayedTurn[];
};

export type PlayedTurn = {
  line: string;
  /** Null where the line only starts a session. */
  input: Input | null;
  effects: Effect[];
  /** The session's flow, and how the turn left the session. */
  flowId: string;
  state: SessionState;
};

type Play = {
  machine: LoadedMachine;
  load: (id: string) => LoadedMachine;
  facts: Facts;
  language: string;
  state: SessionState | null;
  timers: Map<string, number>;
  /** Messages sent, with the node that sent each. */
  said: { node: string; message: OutboundMessage }[];
  out: string[];
  turns: PlayedTurn[];
  /** Of the line that is being played. */
  effects: Effect[];
  edges: Set<string>;
  types: Set<string>;
  events: Set<string>;
};

function begin(play: Play): void {
  apply(play, start(play.machine, play.facts, play.language));
}

function step(play: Play, line: string): void {
  play.out.push(line);
  if (!play.state || play.state.done) {
    turnsOf(play, line, null, () => begin(play));
    return;
  }
  const input = inputFrom(play, line.slice(1).trim());
  const { state } = play;
  play.events.add(input.type);
  turnsOf(play, line, input, () => apply(play, transition(play.machine, state, input, play.facts)));
}

/** A line may be several turns: a flow may start another one. */
function turnsOf(play: Play, line: string, input: Input | null, take: () => void): void {
  play.effects = [];
  take();
  if (!play.state) throw new Error('a turn without a session');
  play.turns.push({ line, input, effects: play.effects, flowId: play.machine.id, state: play.state });
}

function apply(play: Play, turn: Turn): void {
  play.effects.push(...turn.effects);
  for (const { node, port } of turn.path) play.edges.add(`${play.machine.id} ${node}.${port}`);
  const waits = turn.effects.filter(({ type }) => type === 'schedule' || type === 'cancel');
  const shown = turn.effects.filter((effect) => !waits.includes(effect));
  for (const effect of [...shown, ...waits]) show(play, effect);
  play.state = JSON.parse(JSON.stringify(turn.state)) as SessionState;
  noteTypes(play);
  if (turn.ended === null) return;
  play.timers.clear();
  const next = turn.effects.find((effect) => effect.type === 'start');
  if (turn.ended === 'opted-out') play.out.push('= ends: opted-out');
  if (!next) return;
  play.machine = play.load(next.flow);
  begin(play);
}

function noteTypes(play: Play): void {
  const states = play.machine.config.states;
  const entered = [...play.edges].flatMap((edge) => {
    const [flow, from] = edge.split(' ');
    return flow === play.machine.id ? [from?.split('.')[0] ?? ''] : [];
  });
  const now = play.state
    ? [typeof play.state.value === 'string' ? play.state.value : (Object.keys(play.state.value)[0] ?? '')]
    : [];
  for (const node of [...entered, ...now]) {
    const type = states[node]?.meta.node.type;
    if (type) play.types.add(type);
  }
}

function show(play: Play, effect: Effect): void {
  if (effect.type === 'send') {
    play.said.push(effect);
    play.out.push(
      ...describeMessage(effect.message).map((line, index) => `${index === 0 ? '<' : ' '} ${line}`),
    );
    return;
  }
  if (effect.type === 'schedule') play.timers.set(effect.timer, effect.delayMs);
  if (effect.type === 'cancel') play.timers.delete(effect.timer);
  const line = describeEffect(effect);
  if (line !== null) play.out.push(line);
}

function inputFrom(play: Play, said: string): Input {
  const tap = /^\[(.+?)\](?: of (\S+))?$/.exec(said);
  if (tap?.[1]) return tapped(play, tap[1], tap[2]);
  const note = /^\((.+)\)$/.exec(said);
  if (!note?.[1]) return { type: 'text', text: said };
  const [, word = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(note[1]) ?? [];
  switch (word) {
    case 'silence':
      return nextTimer(play);
    case 'image':
    case 'sticker':
    case 'document':
    case 'video':
      return { type: 'media', kind: word, mediaId: 'media-1', ...(rest && { caption: rest }) };
    case 'voice':
      return { type: 'media', kind: 'audio', mediaId: 'media-1', voice: true };
    case 'location': {
      const [, latitude, longitude, address] = /^(-?[\d.]+), (-?[\d.]+)(?:: (.+))?$/.exec(rest) ?? [];
      return {
        type: 'location',
        latitude: Number(latitude),
        longitude: Number(longitude),
        ...(address && { address }),
      };
    }
    case 'contact':
      return { type: 'contact-card', contacts: [{ name: rest || 'A friend', phones: ['+15550002222'] }] };
    case 'order':
      return { type: 'order', catalogId: 'catalogue-1', items: rest.split(', ').map(orderItem) };
    case 'form':
      return { type: 'form', values: Object.fromEntries(rest.split(', ').map((pair) => pair.split('='))) };
    case 'reaction':
      return { type: 'reaction', emoji: rest || '👍', messageId: 'wamid.1' };
    case 'unsupported':
      return { type: 'unsupported', kind: rest || 'poll' };
    case 'answer': {
      const [, status, body] = /^(\d{3})\s*(.*)$/.exec(rest) ?? [];
      return {
        type: 'call.done',
        call: play.state?.call ?? '',
        status: Number(status),
        body: JSON.parse(body || 'null'),
      };
    }
    case 'no':
      return { type: 'call.failed', call: play.state?.call ?? '', reason: 'timeout' };
    case 'agent':
      return { type: 'agent.resolved' };
    case 'not': {
      const node = play.said.at(-1)?.node;
      return { type: 'send.failed', reason: rest.replace(/^sent: /, ''), ...(node && { node }) };
    }
    default:
      throw new Error(`a transcript cannot say “${said}”`);
  }
}

function tapped(play: Play, title: string, of: string | undefined): Input {
  const message = play.said.findLast(
    ({ node, message }) =>
      (of === undefined || node === of) &&
      optionsOf(message).some((option) => option.title === title || option.id === title),
  );
  const option =
    message && optionsOf(message.message).find((option) => option.title === title || option.id === title);
  if (!message || !option) throw new Error(`nobody offered [${title}]`);
  return {
    type: 'choice',
    id: option.id,
    title: option.title,
    offeredBy: { node: message.node, earlierSession: false },
  };
}

function nextTimer(play: Play): Input {
  const [timer] = [...play.timers].sort(([, one], [, other]) => one - other);
  if (!timer) throw new Error('no timer runs');
  play.timers.delete(timer[0]);
  play.facts = { ...play.facts, now: play.facts.now + timer[1] };
  return { type: 'timer', timer: timer[0] };
}

function orderItem(text: string) {
  const [, productId = '', quantity, price, currency = ''] =
    /^(\S+) ×(\d+) at ([\d.]+) (\w+)$/.exec(text) ?? [];
  return { productId, quantity: Number(quantity), price: Number(price), currency };
}

function worldOf(lines: string[]): { facts: Facts; language: string } {
  const given: { [key: string]: string } = Object.fromEntries(
    lines.map((line) => /^@ (\w+) (.*)$/.exec(line)?.slice(1, 3) ?? []),
  );
  const now = Date.parse(given.now ?? '2026-03-02T09:00:00Z');
  return {
    language: given.language ?? '',
    facts: {
      now,
      contact: {
        name: given.name ?? 'neighbour',
        phone: given.phone ?? '15550001111',
        locale: given.locale ?? '',
        timezone: given.timezone ?? 'Europe/Berlin',
      },
      windowClosesAt: now + 86_400_000,
    },
  };
}
