import { AT_CLOSING, closingNode } from './at-closing.ts';
import { emptyValue } from './coerce.ts';
import { transitions, type Wire } from './definition.ts';
import type { Flow } from './flow.ts';
import { ESCALATION_KEYWORD, OPT_OUT_KEYWORD } from './keywords.ts';
import {
  type EventName,
  FlowMachine,
  type Guard,
  type StateConfig,
  type Transition,
} from './machine-schema.ts';
import { definitionOf, type NodeConfig } from './nodes/registry.ts';
import type { Problem } from './problem.ts';
import type { FlowSettings } from './settings.ts';
import type { TakenPort } from './turn.ts';

/**
 * The flow as the machine that the runtime executes, and that files hold. Wiring (`entry`, `on`, `after`, `always`) is a pure
 * function of each node's config and ports, so `fromMachine` can check it.
 */
export function toMachine(flow: Flow): FlowMachine {
  const states: FlowMachine['states'] = {};
  for (const [nodeId, node] of Object.entries(flow.nodes)) {
    states[nodeId] = {
      ...compileNode(nodeId, node, flow),
      meta: { node },
    };
  }
  const on = rootTransitions(flow);
  return {
    id: flow.id,
    version: '1',
    meta: { flow: flow.settings },
    context: initialContext(flow.settings),
    ...(flow.start !== null && { initial: flow.start }),
    ...(on && { on }),
    states,
  };
}

export type Read = { ok: true; machine: FlowMachine; flow: Flow } | { ok: false; problems: Problem[] };

/**
 * Reads a saved machine: its shape first, then that the wiring is what its nodes compile to. One edited by hand so that it no
 * longer matches is refused with the state and the first place that differs; it is never silently rewritten.
 */
export function fromMachine(json: unknown): Read {
  const read = readFlow(json);
  const differing = read.ok ? difference(toMachine(read.flow), read.machine) : null;
  return differing ? { ok: false, problems: [differing] } : read;
}

/**
 * The machine that a file's nodes and edges compile to, whatever the rest of its wiring says: for a file that somebody has edited by hand,
 * and wants written anew.
 */
export function rewire(json: unknown): Read {
  const read = readFlow(json);
  return read.ok ? { ...read, machine: toMachine(read.flow) } : read;
}

function readFlow(json: unknown): Read {
  const parsed = FlowMachine.safeParse(json);
  if (!parsed.success) {
    return {
      ok: false,
      problems: parsed.error.issues.map((issue) => {
        const [area, node] = issue.path.map(String);
        return refused(
          'not-a-flow',
          `${issue.path.map(String).join('.') || 'the file'}: ${issue.message}`,
          area === 'states' ? node : undefined,
        );
      }),
    };
  }
  const machine = parsed.data;
  /* What reading leaves out (`__proto__`) must not vanish from the file unseen. */
  const dropped = firstDifference(json, machine, []);
  if (dropped)
    return { ok: false, problems: [refused('not-a-flow', `${dropped.join('.')} cannot be a name here.`)] };
  const problems: Problem[] = [];
  const nodes: Flow['nodes'] = {};
  for (const [nodeId, { meta }] of Object.entries(machine.states)) {
    const node = readNode(meta.node);
    if (typeof node === 'string') problems.push(refused('bad-node', node, nodeId));
    else nodes[nodeId] = node;
  }
  for (const target of Object.values(edgesOf(machine)).flatMap((ports) => Object.values(ports))) {
    if (!Object.hasOwn(machine.states, target)) {
      problems.push(refused('no-such-node', `An edge leads to “${target}”, which is not a node.`));
    }
  }
  if (machine.initial !== undefined && !Object.hasOwn(machine.states, machine.initial)) {
    problems.push(refused('no-such-node', `The flow begins with “${machine.initial}”, which is not a node.`));
  }
  if (problems.length > 0) return { ok: false, problems };

  const flow: Flow = {
    id: machine.id,
    settings: machine.meta.flow,
    start: machine.initial ?? null,
    nodes,
    edges: edgesOf(machine),
    globals: globalsOf(machine),
  };
  return { ok: true, machine, flow };
}

function readNode(config: { type: string }): NodeConfig | string {
  const definition = definitionOf(config.type);
  if (!definition) return `“${config.type}” is not a type of node.`;
  const parsed = definition.schema.safeParse(config);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  return `${issue?.path.map(String).join('.') || 'node'}: ${issue?.message ?? 'not valid'}`;
}

function compileNode(nodeId: string, node: NodeConfig, flow: Flow): StateConfig {
  const definition = definitionOf(node.type);
  if (!definition) throw new Error(`no definition for node type ${node.type}`);
  const make = (port: string, prefix: string, extra: object = {}): Transition | null => {
    const target = targetOf(flow, nodeId, port);
    return target === undefined ? null : { ...extra, target: prefix + target, reenter: true, meta: { port } };
  };
  const wire: Wire = {
    nodeId,
    to: (port, extra) => make(port, '', extra),
    toFromInside: (port, extra) => make(port, `#${flow.id}.`, extra),
    again: (extra) => ({ ...extra, target: nodeId, reenter: true }),
    inner: (inner, extra) => ({ ...extra, target: `#${flow.id}.${nodeId}.${inner}`, reenter: true }),
  };
  return definition.compile(node, wire);
}

/** Where a port leads; undefined while it leads nowhere. Node and port may have names that every object of JavaScript has. */
export function targetOf({ edges }: Flow, nodeId: string, port: string): string | undefined {
  const ports = Object.hasOwn(edges, nodeId) ? edges[nodeId] : undefined;
  return ports && Object.hasOwn(ports, port) ? ports[port] : undefined;
}

/** Ports of the flow itself, with the event and the guard that each stands for. */
function globalTransition(port: string, target: string): [EventName, Transition] | null {
  const keyword =
    port === ESCALATION_KEYWORD || port === OPT_OUT_KEYWORD
      ? port
      : port.startsWith('keyword:')
        ? port.slice('keyword:'.length)
        : null;
  const transition: Transition = { target: `.${target}`, meta: { port } };
  if (keyword !== null) return ['keyword', { guard: { type: 'is', params: { keyword } }, ...transition }];
  const event = GLOBAL_EVENTS[port];
  return event ? [event, transition] : null;
}

const GLOBAL_EVENTS: { [port: string]: EventName } = {
  'send-failed': 'send.failed',
  'window-closing': 'window.closing',
  'window-closed': 'window.closed',
};

/** Every port that a flow itself may have, given its keywords. */
export function globalPorts(settings: FlowSettings): string[] {
  const own = Object.keys(settings.keywords ?? {}).map((name) => `keyword:${name}`);
  own.sort();
  return [ESCALATION_KEYWORD, OPT_OUT_KEYWORD, ...own, ...Object.keys(GLOBAL_EVENTS)];
}

function rootTransitions(flow: Flow): FlowMachine['on'] {
  const lists: { [event in EventName]?: Transition[] } = {};
  const add = (event: EventName, transition: Transition) => {
    lists[event] = [...(lists[event] ?? []), transition];
  };
  for (const port of globalPorts(flow.settings)) {
    const target = flow.globals[port];
    const global = target === undefined ? null : globalTransition(port, target);
    if (global) add(...global);
  }
  const closing = closingTarget(flow);
  if (closing !== null) add('window.closing', { target: `.${closing}`, meta: { port: AT_CLOSING } });
  /* Sorted: a list's order must not depend on the order of keys, which a store may change. */
  const byId = Object.entries(flow.nodes).sort(([one], [other]) => (one < other ? -1 : 1));
  for (const [nodeId, node] of byId) {
    for (const id of definitionOf(node.type)?.late?.(node) ?? []) {
      const target = targetOf(flow, nodeId, id);
      if (target === undefined) continue;
      const guard = { type: 'chose' as const, params: { id, node: nodeId } };
      add('late', { guard, target: `.${target}`, meta: { port: id, node: nodeId } });
    }
  }
  const entries = Object.entries(lists).map(([event, list]) => [event, transitions(list)]);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/** Where the flow goes on by its settings, when nothing is wired to the event. */
function closingTarget({ settings, globals, nodes }: Flow): string | null {
  const node = closingNode(settings.window?.atClosing);
  const isWired = Object.hasOwn(globals, 'window-closing');
  return node !== null && !isWired && Object.hasOwn(nodes, node) ? node : null;
}

function globalsOf(machine: FlowMachine): Flow['globals'] {
  const globals: Flow['globals'] = {};
  for (const { target, meta } of listed(machine.on)) {
    if (meta && meta.node === undefined && meta.port !== AT_CLOSING)
      globals[meta.port] = target.replace(/^\./, '');
  }
  return globals;
}

/** Edges are read the same way for every node type: transitions that name a port. */
function edgesOf(machine: FlowMachine): Flow['edges'] {
  const edges: Flow['edges'] = {};
  for (const [nodeId, config] of Object.entries(machine.states)) {
    for (const { target, meta } of transitionsOf(config)) {
      if (!meta) continue;
      edges[nodeId] = { ...edges[nodeId], [meta.port]: target.replace(/^#[a-z0-9-]+\./, '') };
    }
  }
  return edges;
}

/** Every transition of a state, those of its inner states included. */
export function transitionsOf(config: StateConfig): Transition[] {
  return [config, ...Object.values(config.states ?? {})].flatMap(({ on, after, always }) => [
    ...listed(on),
    ...listed(after),
    ...many(always),
  ]);
}

/**
 * The transitions that stand for each port, by `<node>.<port>`: those of the node itself, then those of the flow (taps on older messages).
 * The node is empty for ports of the flow.
 */
export function waysOf({ states, on }: Pick<FlowMachine, 'states' | 'on'>): Map<string, Transition[]> {
  const ways = new Map<string, Transition[]>();
  const add = (nodeId: string, transitions: readonly Transition[]) => {
    for (const transition of transitions) {
      if (!transition.meta) continue;
      const key = `${transition.meta.node ?? nodeId}.${transition.meta.port}`;
      ways.set(key, [...(ways.get(key) ?? []), transition]);
    }
  };
  for (const [nodeId, state] of Object.entries(states)) add(nodeId, transitionsOf(state));
  add('', listed(on));
  return ways;
}

/** What had to hold for a port to be taken as it was; null for a way that asks nothing, or when the machine has no such way. */
export function guardOf(machine: FlowMachine, { node, port, by = 0 }: TakenPort): Guard | null {
  return waysOf(machine).get(`${node}.${port}`)?.[by]?.guard ?? null;
}

export const many = <Item>(items: Item | Item[] | undefined): Item[] =>
  items === undefined ? [] : Array.isArray(items) ? items : [items];

const listed = (lists: { [key: string]: Transition | Transition[] | undefined } | undefined): Transition[] =>
  Object.values(lists ?? {}).flatMap(many);

function initialContext({ variables, defaultLocale }: FlowSettings): FlowMachine['context'] {
  const vars: { [name: string]: unknown } = {};
  for (const variable of variables) {
    vars[variable.name] =
      'default' in variable && variable.default !== undefined ? variable.default : emptyValue(variable);
  }
  return { vars, local: {}, locale: defaultLocale };
}

/** The first place where the file differs from what its nodes compile to; null when nowhere. */
function difference(compiled: FlowMachine, saved: FlowMachine): Problem | null {
  const path = firstDifference(compiled, saved, []);
  if (!path) return null;
  const [area, node] = path;
  return refused(
    'edited-wiring',
    `${path.join('.')} is not what the flow's nodes compile to. Change the node's config under meta.node, or wire a port; “parley check --fix” writes the rest anew.`,
    area === 'states' ? node : undefined,
  );
}

/** The path of the first place where two JSON values differ, the order of keys aside; null when nowhere. */
export function firstDifference(one: unknown, other: unknown, path: string[]): string[] | null {
  if (one === other) return null;
  if (!isContainer(one) || !isContainer(other) || Array.isArray(one) !== Array.isArray(other)) return path;
  const differsAt = (key: string) => {
    const found = firstDifference(own(one, key), own(other, key), NO_PATH);
    return found && [...path, key, ...found];
  };
  /* The way there is put together only where there is a difference: large flows have hundreds of thousands of values. */
  for (const key of Object.keys(one)) {
    const found = differsAt(key);
    if (found) return found;
  }
  for (const key of Object.keys(other)) {
    const found = Object.hasOwn(one, key) ? null : differsAt(key);
    if (found) return found;
  }
  return null;
}

const NO_PATH: string[] = [];
const own = (of: { [key: string]: unknown }, key: string) => (Object.hasOwn(of, key) ? of[key] : undefined);

const isContainer = (value: unknown): value is { [key: string]: unknown } =>
  typeof value === 'object' && value !== null;

function refused(code: string, message: string, node?: string): Problem {
  return { code, level: 'error', message, ...(node !== undefined && { node }) };
}
