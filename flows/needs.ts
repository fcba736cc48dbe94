import type { Flow } from './flow.ts';
import { toMachine, transitionsOf } from './machine.ts';
import type { Action } from './machine-schema.ts';

/** What a flow counts on that is not in its file: to be told before a file is taken in. Each thing once, in the order of the nodes. */
export type Needs = {
  /** Approved message templates, as `name (language)`. */
  templates: string[];
  /** Other flows that it starts, by id. */
  flows: string[];
  /** Hosts that it sends requests to. */
  hosts: string[];
  /** Teams that it hands over to. */
  teams: string[];
  /** WhatsApp Flows (forms), by id: they belong to one business account. */
  forms: string[];
  /** Files that were uploaded to one number, by id. */
  uploads: string[];
};

export function needsOf(flow: Flow): Needs {
  const sets = {
    templates: new Set<string>(),
    flows: new Set<string>(),
    hosts: new Set<string>(),
    teams: new Set<string>(),
    forms: new Set<string>(),
    uploads: new Set<string>(),
  };
  const take = (action: Action) => {
    if (action.type === 'start') sets.flows.add(action.params.flow);
    if (action.type === 'call') sets.hosts.add(hostOf(action.params.url));
    if (action.type === 'escalate' && action.params.team) sets.teams.add(action.params.team);
    if (action.type !== 'send') return;
    const { message } = action.params;
    if (message.type === 'template') sets.templates.add(`${message.name} (${message.language})`);
    if (message.type === 'form') sets.forms.add(message.formId);
    for (const id of uploadsIn(message)) sets.uploads.add(id);
  };
  for (const state of Object.values(toMachine(flow).states)) {
    for (const inner of [state, ...Object.values(state.states ?? {})]) inner.entry?.forEach(take);
    for (const { actions } of transitionsOf(state)) actions?.forEach(take);
  }
  const list = (set: ReadonlySet<string>) => [...set].filter((name) => name !== '');
  return {
    templates: list(sets.templates),
    flows: list(sets.flows).filter((id) => id !== flow.id),
    hosts: list(sets.hosts),
    teams: list(sets.teams),
    forms: list(sets.forms),
    uploads: list(sets.uploads),
  };
}

/** The host stands before any placeholder: no variable may change it. */
function hostOf(url: string): string {
  return /^https?:\/\/([^/?#\s{]+)/i.exec(url)?.[1] ?? url.trim();
}

/** Ids of files anywhere in a message: as its own file, or as its header's. */
function uploadsIn(message: unknown): string[] {
  if (typeof message !== 'object' || message === null) return [];
  const own = 'media' in message ? idOf(message.media) : [];
  return [...own, ...('header' in message ? uploadsIn(message.header) : [])];
}

function idOf(media: unknown): string[] {
  const isNamed =
    typeof media === 'object' && media !== null && 'id' in media && typeof media.id === 'string';
  return isNamed && typeof media.id === 'string' ? [media.id] : [];
}
