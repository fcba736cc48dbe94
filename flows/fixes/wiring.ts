import type { SingleChange } from '../edit/change.ts';
import { freshNodeIds, portsOf } from '../edit/node.ts';
import type { Flow } from '../flow.ts';
import { ESCALATION_KEYWORD } from '../keywords.ts';
import { targetOf } from '../machine.ts';
import type { Fix, Suggest } from './fix.ts';
import { placeBeside } from './place.ts';
import { handOverWords, wordChanges } from './words.ts';

/** A way out that leads nowhere: to a person, to the question again, or to the end. */
export const deadEnds: Suggest = (flow, { node, field = '' }) => {
  if (node === undefined) return swallowedWords(flow, field);
  const port = field.replace(/^ports\./, '');
  const from = { node, port };
  const fixes: Fix[] = personsOf(flow)
    .filter((person) => person !== node)
    .map((person) => ({
      kind: 'lead-to-person',
      about: person,
      change: { kind: 'connect', from, to: person },
    }));
  const end: Fix = {
    kind: 'add-end',
    about: node,
    change: { kind: 'add', type: 'end', at: placeBeside(flow, node), from },
  };
  const again: Fix = { kind: 'ask-again', about: node, change: { kind: 'connect', from, to: node } };
  return port === 'other' || port === 'silent' ? [...fixes, again, end] : [end, ...fixes];
};

/** Keywords without a way: theirs leads to a person, or their words go. */
function swallowedWords(flow: Flow, field: string): Fix[] {
  const isForPerson = field === 'escalation.keywords';
  const port = isForPerson ? ESCALATION_KEYWORD : field.replace(/^keywords\./, 'keyword:');
  const leads = personsOf(flow).map(
    (person): Fix => ({
      kind: 'lead-to-person',
      about: person,
      change: { kind: 'global', port, to: person },
    }),
  );
  if (isForPerson) return [...leads, ...addHandOver(flow)];
  const { [field.replace(/^keywords\./, '')]: gone, ...keywords } = flow.settings.keywords ?? {};
  const words = Object.values(gone ?? {})
    .flat()
    .join(', ');
  return [...leads, { kind: 'drop-word', about: words, change: { kind: 'settings', fields: { keywords } } }];
}

/** What is written while a node pauses goes where the pause leads. */
export const passedOver: Suggest = (flow, { node = '', field = '' }) => {
  const port = field.replace(/^ports\./, '');
  const targets = new Set(Object.values(flow.edges[node] ?? {}));
  return [...targets].map((to) => ({
    kind: 'lead-on',
    about: to,
    change: { kind: 'connect', from: { node, port }, to },
  }));
};

/** A node that is cut off: to it from the nearest way out that leads nowhere, or away with it. */
export const unreachable: Suggest = (flow, { node = '' }) => {
  const cutOff = behind(flow, [node]);
  const here = flow.nodes[node]?.at ?? [0, 0];
  const free = Object.entries(flow.nodes)
    .filter(([id]) => !cutOff.has(id))
    .flatMap(([id, config]) =>
      portsOf(config)
        .filter((port) => targetOf(flow, id, port) === undefined)
        .map((port) => ({
          from: { node: id, port },
          far: Math.abs(config.at[0] - here[0]) + Math.abs(config.at[1] - here[1]),
        })),
    )
    .sort((one, other) => one.far - other.far);
  return [
    ...free.slice(0, 3).map(
      ({ from }): Fix => ({
        kind: 'connect-here',
        about: from.node,
        change: { kind: 'connect', from, to: node },
      }),
    ),
    deleteNode(node),
  ];
};

export const deleteNode = (node: string): Fix => ({
  kind: 'delete-node',
  about: node,
  change: { kind: 'remove', nodes: [node] },
});

/** The flow begins with the node that nothing leads to; of several, the leftmost. */
export const noStart: Suggest = (flow) => {
  const ids = Object.keys(flow.nodes);
  const led = new Set(Object.values(flow.edges).flatMap((ports) => Object.values(ports)));
  const left = (id: string) => flow.nodes[id]?.at[0] ?? 0;
  const [first] = ids.toSorted(
    (one, other) => Number(led.has(one)) - Number(led.has(other)) || left(one) - left(other),
  );
  return first === undefined
    ? []
    : [{ kind: 'start-here', about: first, change: { kind: 'start', node: first } }];
};

export const escalationMissing: Suggest = (flow) => [...leadFromEverywhere(flow), ...addHandOver(flow)];

/** To a person from everywhere by words, or from where one was missed by whatever else is written. */
export const escalationUnreachable: Suggest = (flow, { node = '' }) => {
  const isOpen = portsOf(flow.nodes[node]).includes('other') && flow.edges[node]?.other === undefined;
  const here = isOpen ? personsOf(flow).filter((person) => person !== node) : [];
  return [
    ...leadFromEverywhere(flow),
    ...here.map(
      (person): Fix => ({
        kind: 'lead-to-person',
        about: person,
        change: { kind: 'connect', from: { node, port: 'other' }, to: person },
      }),
    ),
  ];
};

/** The words for a person, with those that are missing, lead to a node that hands over. */
function leadFromEverywhere(flow: Flow): Fix[] {
  if (flow.globals[ESCALATION_KEYWORD] !== undefined) return [];
  return personsOf(flow).map((person) => ({
    kind: 'lead-to-person',
    about: person,
    change: {
      kind: 'batch',
      name: 'Lead to a person from everywhere',
      changes: [...wordChanges(flow), { kind: 'global', port: ESCALATION_KEYWORD, to: person }],
    },
  }));
}

/** A new node that hands over, with words that lead to it from everywhere, and an end behind it. */
function addHandOver(flow: Flow): Fix[] {
  if (flow.globals[ESCALATION_KEYWORD] !== undefined) return [];
  const fresh = freshNodeIds(flow);
  const [id, end] = [fresh('escalation'), fresh('end')];
  const at = placeBeside(flow, undefined);
  const config = {
    type: 'escalation',
    text: handOverWords(flow.settings.defaultLocale),
    contact: { method: 'agent' },
  };
  const from = { node: id, port: 'resolved' };
  const changes: SingleChange[] = [
    { kind: 'add', type: 'escalation', id, at, config },
    { kind: 'add', type: 'end', id: end, at: [at[0] + 380, at[1]], from },
    ...wordChanges(flow),
    { kind: 'global', port: ESCALATION_KEYWORD, to: id },
  ];
  return [
    { kind: 'add-hand-over', about: id, change: { kind: 'batch', name: 'Add a way to a person', changes } },
  ];
}

const personsOf = ({ nodes }: Flow) => Object.keys(nodes).filter((id) => nodes[id]?.type === 'escalation');

/** The nodes and all that they lead to. */
function behind({ edges }: Flow, nodes: readonly string[]): Set<string> {
  const reached = new Set(nodes);
  for (const id of reached) for (const to of Object.values(edges[id] ?? {})) reached.add(to);
  return reached;
}
