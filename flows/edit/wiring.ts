import type { Flow } from '../flow.ts';
import { globalPorts, targetOf } from '../machine.ts';
import { type Applied, done, type Edge, noSuchNode, refused } from './applied.ts';
import type { ChangeOf, Exit } from './change.ts';
import { nodeOf, portsOf, titleOf } from './node.ts';
import { put, without } from './record.ts';

export function connect(flow: Flow, { from, to }: ChangeOf<'connect'>): Applied {
  const fault = faultOfExit(flow, from) ?? faultOfTarget(flow, to);
  if (fault) return fault;
  const before = targetOf(flow, from.node, from.port);
  return done(before === undefined ? 'Connect' : 'Reconnect', wired(flow, from, to));
}

export function disconnect(flow: Flow, { edges }: ChangeOf<'disconnect'>): Applied {
  let next = flow;
  for (const edge of edges) {
    if (targetOf(next, edge.node, edge.port) === undefined) return noSuchEdge(edge);
    next = wired(next, edge, null);
  }
  return done(edges.length === 1 ? 'Disconnect' : `Disconnect ${edges.length} edges`, next);
}

export function reconnect(flow: Flow, { edge, from, to }: ChangeOf<'reconnect'>): Applied {
  if (targetOf(flow, edge.node, edge.port) === undefined) return noSuchEdge(edge);
  const fault = faultOfExit(flow, from) ?? faultOfTarget(flow, to);
  return fault ?? done('Reconnect', wired(wired(flow, edge, null), from, to));
}

/** The edge leads to the node, and the node's first way out that is free leads on. */
export function splice(flow: Flow, { node, edge }: ChangeOf<'splice'>): Applied {
  const config = nodeOf(flow, node);
  if (!config) return noSuchNode(node);
  const target = targetOf(flow, edge.node, edge.port);
  if (target === undefined) return noSuchEdge(edge);
  if (node === edge.node || node === target) return refused('The node is at an end of this edge already.');
  const ports = portsOf(config);
  const free = ports.find((port) => targetOf(flow, node, port) === undefined);
  if (free === undefined) {
    return refused(
      ports.length === 0
        ? `“${titleOf(config)}” has no way out, so nothing can come behind it.`
        : 'Every way out of this node leads somewhere already.',
    );
  }
  return done('Insert on the edge', wired(wired(flow, edge, node), { node, port: free }, target));
}

export function setStart(flow: Flow, { node }: ChangeOf<'start'>): Applied {
  if (node !== null && !nodeOf(flow, node)) return noSuchNode(node);
  return done(node === null ? 'Take the start away' : 'Set the start', { ...flow, start: node });
}

export function setGlobal(flow: Flow, { port, to }: ChangeOf<'global'>): Applied {
  if (!globalPorts(flow.settings).includes(port)) return refused(`The flow has no way “${port}”.`);
  const fault = to === null ? null : faultOfTarget(flow, to);
  return fault ?? done(`${to === null ? 'Disconnect' : 'Connect'} “${port}”`, withGlobal(flow, port, to));
}

/** The flow with one way out leading to a node, or nowhere. */
export function wired(flow: Flow, { node, port }: Exit, to: string | null): Flow {
  return rewired(flow, [{ node, port, to }]);
}

/** The same for many ways out. A node of which nothing leads anywhere has no entry in `edges`. */
export function rewired(flow: Flow, wires: readonly (Exit & { to: string | null })[]): Flow {
  const edges = new Map(Object.entries(flow.edges));
  for (const [node, list] of Map.groupBy(wires, (wire) => wire.node)) {
    const ports = new Map(Object.entries(edges.get(node) ?? {}));
    for (const { port, to } of list) {
      if (to === null) ports.delete(port);
      else ports.set(port, to);
    }
    if (ports.size === 0) edges.delete(node);
    else edges.set(node, Object.fromEntries(ports));
  }
  return { ...flow, edges: Object.fromEntries(edges) };
}

export function withGlobal(flow: Flow, port: string, to: string | null): Flow {
  const { globals } = flow;
  return {
    ...flow,
    globals: to === null ? without(globals, (key) => key === port) : put(globals, port, to),
  };
}

/** The edges of the nodes, the flow's own among them, as a list. */
export function edgesOf({ edges, globals }: Flow): Edge[] {
  const ofNodes = Object.entries(edges).flatMap(([node, ports]) =>
    Object.entries(ports).map(([port, to]) => ({ node, port, to })),
  );
  return [...ofNodes, ...Object.entries(globals).map(([port, to]) => ({ node: null, port, to }))];
}

/** The flow with the edges that `isKept` keeps. */
export function withEdges(flow: Flow, isKept: (edge: Edge) => boolean): Flow {
  const edges: Flow['edges'] = Object.fromEntries(
    Object.entries(flow.edges).flatMap(([node, ports]) => {
      const kept = without(ports, (port, to) => !isKept({ node, port, to }));
      return Object.keys(kept).length > 0 ? [[node, kept] as const] : [];
    }),
  );
  return {
    ...flow,
    edges,
    globals: without(flow.globals, (port, to) => !isKept({ node: null, port, to })),
  };
}

/** Whether a flow has both ends of an edge. */
export function hasEnds(flow: Flow): (edge: Edge) => boolean {
  const globals = new Set(globalPorts(flow.settings));
  const ports = new Map(Object.entries(flow.nodes).map(([id, node]) => [id, new Set(portsOf(node))]));
  return ({ node, port, to }) =>
    ports.has(to) && (node === null ? globals.has(port) : (ports.get(node)?.has(port) ?? false));
}

export function faultOfExit(flow: Flow, { node, port }: Exit) {
  const config = nodeOf(flow, node);
  if (!config) return noSuchNode(node);
  return portsOf(config).includes(port) ? null : refused(`“${node}” has no way out “${port}”.`);
}

const faultOfTarget = (flow: Flow, to: string) => (nodeOf(flow, to) ? null : noSuchNode(to));
const noSuchEdge = ({ node, port }: Exit) => refused(`Nothing leads out of “${node}” by “${port}”.`);
