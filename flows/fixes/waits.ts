import { freshNodeIds } from '../edit/node.ts';
import { targetOf } from '../machine.ts';
import type { Suggest } from './fix.ts';

/** A circle without a wait gets one, where its last edge leads back. */
export const endlessLoop: Suggest = (flow, { path = [] }) => {
  const [back] = path.filter(({ port }) => port !== undefined).slice(-1);
  if (back?.port === undefined) return [];
  const edge = { node: back.node, port: back.port };
  const to = targetOf(flow, edge.node, edge.port);
  const [from, target] = [flow.nodes[edge.node], to === undefined ? undefined : flow.nodes[to]];
  if (!from || !target) return [];
  const id = freshNodeIds(flow)('wait');
  const at: [number, number] = [(from.at[0] + target.at[0]) / 2, Math.max(from.at[1], target.at[1]) + 160];
  return [
    {
      kind: 'add-wait',
      about: back.node,
      change: {
        kind: 'batch',
        name: 'Insert on the edge',
        changes: [
          {
            kind: 'add',
            type: 'wait',
            id,
            at,
            config: { type: 'wait', until: { kind: 'duration', duration: 'PT1M' } },
          },
          { kind: 'splice', node: id, edge },
        ],
      },
    },
  ];
};

/** What the settings say for a window that closes soon goes, as a node says it. */
export const closingWired: Suggest = ({ settings: { window } }) => {
  if (!window) return [];
  const { atClosing: _, ...rest } = window;
  const change = { kind: 'settings' as const, fields: { window: rest } };
  return [{ kind: 'drop-closing', about: 'window', change }];
};

/** A node that is not there, or hands nobody over: one that does. */
export const closingNode: Suggest = ({ settings: { window }, nodes }) => {
  const policy = window?.atClosing;
  if (!window || !policy || !('handOver' in policy)) return [];
  return Object.keys(nodes)
    .filter((id) => nodes[id]?.type === 'escalation')
    .map((id) => ({
      kind: 'lead-to-person' as const,
      about: id,
      change: {
        kind: 'settings' as const,
        fields: { window: { ...window, atClosing: { ...policy, handOver: id } } },
      },
    }));
};

/** The second of two bubbles with one id gets one of its own. */
export const duplicateId: Suggest = ({ nodes }, { node = '' }) => {
  const config = nodes[node];
  if (config?.type !== 'message') return [];
  const taken = new Set<string>();
  const bubbles = config.bubbles.map((bubble) => {
    let id = bubble.id;
    for (let number = 2; taken.has(id); number += 1) id = `${bubble.id.slice(0, 56)}-${number}`;
    taken.add(id);
    return { ...bubble, id };
  });
  return [
    { kind: 'new-ids', about: node, change: { kind: 'replace', node, config: { ...config, bubbles } } },
  ];
};
