import type { NodeConfig } from './nodes/registry.ts';
import type { FlowSettings } from './settings.ts';

/** A flow in the form that is comfortable to edit: what the canvas shows, and what `toMachine` turns into a machine. */
export type Flow = {
  id: string;
  settings: FlowSettings;
  /** The node that a session begins with; null in a draft that has none yet. */
  start: string | null;
  nodes: { [nodeId: string]: NodeConfig };
  /** Where each wired port leads: node → port → node. */
  edges: { [nodeId: string]: { [port: string]: string } };
  /** Ports of the flow itself, reachable from everywhere: `escalation`, `opt-out`, `keyword:<name>`, `send-failed`, `window-closing`, `window-closed`. */
  globals: { [port: string]: string };
};
