import type { Flow } from './flow.ts';
import { toMachine, transitionsOf } from './machine.ts';
import type { Action, FlowMachine } from './machine-schema.ts';
import { mediaIn, type StoredFile } from './message.ts';

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
  /** Files that are kept with the flows, whose content is not in the file of a flow. */
  files: StoredFile[];
};

/** Everything that the nodes of a flow may do, in the order of the nodes. */
export function actionsOf({ states }: FlowMachine): Action[] {
  return Object.values(states).flatMap((state) => [
    ...[state, ...Object.values(state.states ?? {})].flatMap(({ entry = [] }) => entry),
    ...transitionsOf(state).flatMap(({ actions = [] }) => actions),
  ]);
}

export function needsOf(flow: Flow): Needs {
  const sets = {
    templates: new Set<string>(),
    flows: new Set<string>(),
    hosts: new Set<string>(),
    teams: new Set<string>(),
    forms: new Set<string>(),
    uploads: new Set<string>(),
  };
  const files = new Map<string, StoredFile>();
  const take = (action: Action) => {
    if (action.type === 'start') sets.flows.add(action.params.flow);
    if (action.type === 'call') sets.hosts.add(hostOf(action.params.url));
    if (action.type === 'escalate' && action.params.team) sets.teams.add(action.params.team);
    if (action.type !== 'send') return;
    const { message } = action.params;
    if (message.type === 'template') sets.templates.add(`${message.name} (${message.language})`);
    if (message.type === 'form') sets.forms.add(message.formId);
    for (const { media } of mediaIn(message)) {
      const { id, file } = media;
      if (id !== undefined) sets.uploads.add(id);
      if (file !== undefined && !files.has(file.id)) files.set(file.id, file);
    }
  };
  actionsOf(toMachine(flow)).forEach(take);
  const list = (set: ReadonlySet<string>) => [...set].filter((name) => name !== '');
  return {
    templates: list(sets.templates),
    flows: list(sets.flows).filter((id) => id !== flow.id),
    hosts: list(sets.hosts),
    teams: list(sets.teams),
    forms: list(sets.forms),
    uploads: list(sets.uploads),
    files: [...files.values()],
  };
}

/** The host stands before any placeholder: no variable may change it. */
function hostOf(url: string): string {
  return /^https?:\/\/([^/?#\s{]+)/i.exec(url)?.[1] ?? url.trim();
}
