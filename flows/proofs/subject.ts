import type { FlowChannel } from '../channel-capabilities.ts';
import type { Scope } from '../expression.ts';
import type { Flow } from '../flow.ts';
import type { FlowMachine } from '../machine-schema.ts';
import type { Problem } from '../problem.ts';
import type { FlowSettings } from '../settings.ts';
import type { Fallback } from '../templates/choose-template.ts';
import type { KnownTemplate } from '../templates/definition.ts';
import { type Graph, graphOf, shortestWays, type Ways } from './graph.ts';
import { type Site, sitesOf } from './sites.ts';

/** What a proof is about: one flow in both of its forms, and what several proofs need to know of it. */
export type Subject = {
  machine: FlowMachine;
  flow: Flow;
  settings: FlowSettings;
  /** One object for all proofs: compiled expressions are kept with it. */
  scope: Scope;
  /** The same, where the answer of a request may be read. */
  scopeOfResponse: Scope;
  /** Every place where the machine does or asks something. */
  sites: readonly Site[];
  /** Null while the flow has no first node: then nothing can be said about ways. */
  graph: Graph | null;
  /** Shortest ways from the start. */
  ways: Ways;
  /** Null where nothing is known of the templates at WhatsApp. */
  templates: KnownTemplates | null;
  /** The numbers that the flow answers on; none where nothing is known of them. */
  channels: readonly FlowChannel[];
  /** Ids of the files that are kept where the flow is to run, those of the flow at least. Null where that is not known. */
  files: readonly string[] | null;
};

/** The templates of the accounts that a flow may send from, and what stands in for one that cannot be sent, by name. */
export type KnownTemplates = {
  list: readonly KnownTemplate[];
  fallbacks: { readonly [name: string]: Fallback };
};

/** `rulesOn`: the day whose rules of WhatsApp count, `YYYY-MM-DD`. */
export type Known = {
  rulesOn?: string | undefined;
  templates?: KnownTemplates | null | undefined;
  channels?: readonly FlowChannel[] | undefined;
  files?: readonly string[] | null | undefined;
};

/** One rule. It returns what breaks it, in any order; `validate` sorts. */
export type Proof = (subject: Subject) => Problem[];

export function subjectOf(machine: FlowMachine, flow: Flow, known: Known = {}): Subject {
  const { rulesOn, templates, channels = [], files } = known;
  const graph = graphOf(machine, flow);
  const { variables } = flow.settings;
  return {
    machine,
    flow,
    settings: flow.settings,
    scope: { variables, rulesOn },
    scopeOfResponse: { variables, response: true, rulesOn },
    sites: sitesOf(machine),
    graph,
    ways: graph ? shortestWays(graph) : new Map(),
    templates: templates ?? null,
    channels,
    files: files ?? null,
  };
}
