import { parseDelay } from '../delay.ts';
import type { Flow } from '../flow.ts';
import { PERSON_EVENTS } from '../input.ts';
import { ESCALATION_KEYWORD } from '../keywords.ts';
import { many, targetOf, toMachine } from '../machine.ts';
import type { EventName, FlowMachine, InnerState, StateConfig, Transition } from '../machine-schema.ts';
import { definitionOf } from '../nodes/registry.ts';
import type { Problem } from '../problem.ts';
import { exampleTo, lengthTo, type Position } from './graph.ts';
import { labelsOf, wordsByLocale, wordsForDecision, wordsForEvent, wordsForTimer } from './step-words.ts';
import type { Subject } from './subject.ts';

/**
 * Every state that a session can come to goes on or is an end: each way out of each node leads somewhere, so that whatever happens (any
 * input, any kind of message, silence where it is waited for, both outcomes of a request, no condition holding, the agent handing back)
 * has a consequence. The same for the flow's own keywords: a word that leads nowhere would be swallowed.
 *
 * One exception: a pause, which asks nothing and ends by itself, may pass over what the contact writes. When it is longer than an hour,
 * that is a warning (`message-passed-over`).
 */
export function deadEnd(subject: Subject): Problem[] {
  const { graph, flow } = subject;
  if (!graph) return [];
  const setOff = triggersOf(flow);
  const first = new Map<string, Position>();
  for (const position of graph.positions) {
    const { node } = position.place;
    const known = first.get(node);
    const isNearer = known && lengthTo(position, subject.ways) < lengthTo(known, subject.ways);
    if (node !== '' && (!known || isNearer)) first.set(node, position);
  }
  const nodes = [...first].flatMap(([node, position]) =>
    unwiredPorts(node, flow).flatMap((port) =>
      problemOf(subject, { node, port, triggers: setOff.get(node)?.get(port) ?? [], position }),
    ),
  );
  return [...nodes, ...swallowedKeywords(subject)];
}

const HOUR_MS = 3_600_000;

function unwiredPorts(nodeId: string, flow: Flow): string[] {
  const node = flow.nodes[nodeId];
  const ports = (node && definitionOf(node.type)?.ports(node)) ?? [];
  const ids = ports.map(({ id }) => id).filter((id) => targetOf(flow, nodeId, id) === undefined);
  return [...new Set(ids)];
}

type Loose = { node: string; port: string; triggers: readonly Trigger[]; position: Position };

function problemOf(subject: Subject, loose: Loose): Problem[] {
  const { machine, flow, ways } = subject;
  const { node, port, triggers, position } = loose;
  const label = labelsOf(flow)(node, port);
  const at = { node, field: `ports.${port}` };
  const pause = pauseOf(machine.states[node]);
  const isHeardOnly = triggers.length > 0 && triggers.every(({ event }) => event && isOfPerson(event));
  if (pause && isHeardOnly) {
    if (pause.ms !== null && pause.ms <= HOUR_MS) return [];
    return [
      {
        ...at,
        code: 'message-passed-over',
        level: 'warning',
        message: `What the contact writes while “${node}” waits is passed over, and the wait may be longer than an hour. Connect “${label}”.`,
      },
    ];
  }
  const { example, path } = exampleTo(position, ways, { port });
  const cause = triggers[0] && wordsOf(triggers[0], subject, node);
  return [
    {
      ...at,
      code: 'dead-end',
      level: 'error',
      message: `“${label}” of “${node}” leads nowhere, so the conversation would stop there. Connect it.`,
      example: [...example, ...(cause ? [cause] : [])],
      path,
    },
  ];
}

const isOfPerson = (event: EventName) => (PERSON_EVENTS as readonly EventName[]).includes(event);

/** A state that asks nothing and goes on by itself after some time; `ms` is null when that depends on the clock. */
function pauseOf(config: StateConfig | undefined): { ms: number | null } | null {
  if (!config || config.tags || config.on?.again) return null;
  const delays = Object.entries(config.after ?? {}).filter(([, list]) =>
    many(list).some(({ guard }) => guard === undefined),
  );
  const [delay] = delays.map(([key]) => parseDelay(key));
  return delay ? { ms: delay.kind === 'ms' ? delay.ms : null } : null;
}

type Trigger = { transition: Transition; event?: EventName; delay?: string; isOnlyOne?: boolean };

/** What would set off each port if it were wired: seen by wiring all of them. */
function triggersOf(flow: Flow): Map<string, Map<string, Trigger[]>> {
  const edges: Flow['edges'] = {};
  for (const [nodeId, node] of Object.entries(flow.nodes)) {
    const ports = definitionOf(node.type)?.ports(node) ?? [];
    edges[nodeId] = Object.fromEntries(ports.map(({ id }) => [id, nodeId]));
  }
  const { states }: FlowMachine = toMachine({ ...flow, edges });
  const triggers = new Map<string, Map<string, Trigger[]>>();
  for (const [nodeId, config] of Object.entries(states)) {
    const byPort = new Map<string, Trigger[]>();
    for (const trigger of [config, ...Object.values(config.states ?? {})].flatMap(triggersIn)) {
      const port = trigger.transition.meta?.port;
      if (port !== undefined) byPort.set(port, [...(byPort.get(port) ?? []), trigger]);
    }
    triggers.set(nodeId, byPort);
  }
  return triggers;
}

function triggersIn({ on, after, always }: InnerState): Trigger[] {
  const events = (Object.keys(on ?? {}) as EventName[]).flatMap((event) =>
    many(on?.[event]).map((transition): Trigger => ({ transition, event })),
  );
  const timers = Object.entries(after ?? {}).flatMap(([delay, list]) =>
    many(list).map((transition): Trigger => ({ transition, delay })),
  );
  const decisions = many(always).map(
    (transition, _, all): Trigger => ({ transition, isOnlyOne: all.length === 1 }),
  );
  return [...events, ...timers, ...decisions];
}

function wordsOf(
  { transition, event, delay, isOnlyOne = false }: Trigger,
  subject: Subject,
  node: string,
): string | null {
  const labels = labelsOf(subject.flow);
  if (event) return wordsForEvent(event, transition, { node, labels, settings: subject.settings });
  if (delay !== undefined) return wordsForTimer(delay);
  return wordsForDecision(transition, { isOnlyOne, node, labels });
}

function swallowedKeywords({ settings, flow }: Subject): Problem[] {
  const sets = [
    { port: ESCALATION_KEYWORD, field: 'escalation.keywords', words: settings.escalation.keywords },
    ...Object.entries(settings.keywords ?? {}).map(([name, words]) => ({
      port: `keyword:${name}`,
      field: `keywords.${name}`,
      words,
    })),
  ];
  return sets.flatMap(({ port, field, words }): Problem[] => {
    const [word] = wordsByLocale(words, settings.defaultLocale);
    if (word === undefined || flow.globals[port] !== undefined) return [];
    return [
      {
        code: 'dead-end',
        level: 'error',
        field,
        message: `The word “${word}” is a keyword that leads nowhere, so whoever writes it gets no answer. Connect the keyword, or take its words away.`,
        example: [`the word “${word}”`],
      },
    ];
  });
}
