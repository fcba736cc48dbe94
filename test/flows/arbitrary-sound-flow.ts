import type { Flow } from '@parley/flows/flow.ts';
import { toMachine } from '@parley/flows/machine.ts';
import { mapTexts } from '@parley/flows/message-texts.ts';
import { definitionOf, type NodeConfig, type NodeType } from '@parley/flows/nodes/registry.ts';
import fc, { type Arbitrary } from 'fast-check';
import { VARIABLES } from './arbitrary-flow.ts';
import { soundNodes } from './arbitrary-sound-node.ts';

/**
 * Flows that could have been drawn by somebody who knows how: every way out leads somewhere, no text is too long, no cycle is without a
 * wait. Whether a person is reached in time is left to chance.
 */
export function arbitraryPlausibleFlow(types: readonly NodeType[] = TYPES): Arbitrary<Flow> {
  return drawn(types, false);
}

/** The same with nothing at all to stop it from being published. */
export function arbitrarySoundFlow(types: readonly NodeType[] = TYPES): Arbitrary<Flow> {
  return drawn(types, true);
}

const TYPES = (Object.keys(soundNodes) as NodeType[]).filter(
  (type) => !['escalation', 'start', 'end'].includes(type),
);

function drawn(types: readonly NodeType[], isSound: boolean): Arbitrary<Flow> {
  const anyNode = fc.constantFrom(...types).chain((type): Arbitrary<NodeConfig> => soundNodes[type]);
  return fc
    .record({
      menu: soundNodes.buttons,
      some: fc.array(anyNode, { minLength: 1, maxLength: 6 }),
      person: soundNodes.escalation,
      bye: soundNodes.end,
      other: soundNodes.start,
      locales: fc.constantFrom<string[]>(['en'], ['en', 'ru']),
      hasWords: fc.boolean(),
      maxTurns: fc.integer({ min: 1, max: 3 }),
      wires: fc.array(fc.nat(), { minLength: 80, maxLength: 80 }),
      isTranslated: fc.boolean(),
    })
    .map(({ menu, some, person, bye, other, locales, hasWords, maxTurns, wires, isTranslated }) => {
      const nodes: Flow['nodes'] = {
        menu,
        ...Object.fromEntries(
          some.map((node, index) => [`n${index}`, fitting(node, isSound ? maxTurns : 9)]),
        ),
        person,
        mail: {
          type: 'escalation',
          at: [0, 0],
          text: 'Write to us.',
          contact: { method: 'email', email: 'a@example.com' },
        },
        bye,
        other,
      };
      const flow: Flow = {
        id: 'drawn',
        settings: {
          name: 'Drawn',
          locales,
          defaultLocale: 'en',
          variables: [...VARIABLES],
          escalation: {
            keywords: hasWords
              ? Object.fromEntries(locales.map((locale) => [locale, [WORDS[locale] ?? '']]))
              : {},
            maxTurns,
          },
          keywords: { back: { en: ['back'] } },
          window: { reopen: { name: 'shall_we_go_on', language: 'en' } },
        },
        start: 'menu',
        nodes,
        edges: edgesOf(nodes, { pick: picker(wires), isSound: isSound && !hasWords }),
        globals: {
          ...(hasWords && { escalation: 'person' }),
          'keyword:back': 'n0',
          'opt-out': 'bye',
          'send-failed': 'mail',
        },
      };
      return isTranslated && locales.includes('ru') ? translated(flow) : flow;
    });
}

const WORDS: { readonly [locale: string]: string } = { en: 'agent', ru: 'оператор' };

/** A question that asks too often keeps people from giving up in time. */
function fitting(node: NodeConfig, maxTurns: number): NodeConfig {
  return node.type === 'question' ? { ...node, retries: Math.min(node.retries, maxTurns - 1) } : node;
}

const picker = (wires: number[]) => {
  let next = 0;
  return (from: readonly string[]) => {
    const wire = wires[next % wires.length] ?? 0;
    next += 1;
    return from[wire % from.length] ?? 'bye';
  };
};

/**
 * Nodes that do not wait for the contact or for time lead forward only, so that there is no cycle without a wait. `isSound`: whatever is not understood leads to a
 * person, also out of opening hours.
 */
function edgesOf(
  nodes: Flow['nodes'],
  { pick, isSound }: { pick: (from: readonly string[]) => string; isSound: boolean },
): Flow['edges'] {
  const ids = Object.keys(nodes);
  const edges: Flow['edges'] = {};
  for (const [index, id] of ids.entries()) {
    const node = nodes[id];
    const definition = node && definitionOf(node.type);
    const wired: { [port: string]: string } = {};
    for (const port of (node && definition?.ports(node)) ?? []) {
      const isUnanswered = ['closed', 'unanswered'].includes(port.id);
      if (id === 'mail') wired[port.id] = 'bye';
      else if (id === 'menu' && port.id === 'option0') wired[port.id] = 'n0';
      else if (isUnanswered) wired[port.id] = 'mail';
      else if (isSound && ['other', 'message'].includes(port.id) && waits(node)) wired[port.id] = 'person';
      /* Whatever is written is an answer, so `other` is no way for a text. */ else if (
        isSound &&
        node?.type === 'question' &&
        node.answer.kind === 'text'
      )
        wired[port.id] = 'person';
      else wired[port.id] = pick(waits(node) ? ids : ids.slice(index + 1));
    }
    if (Object.keys(wired).length > 0) edges[id] = wired;
  }
  return edges;
}

function waits(node: NodeConfig | undefined): boolean {
  if (node?.type === 'template') return !node.goOn;
  if (node?.type === 'escalation') return node.contact.method === 'agent';
  return !['message', 'link', 'branch', 'set', 'tag', 'verified', 'request'].includes(node?.type ?? '');
}

/** Words of its own for every text that people read, each beginning with a number of its own. */
function translated(flow: Flow): Flow {
  const texts: { [path: string]: string } = {};
  const isForPeople = (field: string) =>
    ['body', 'title', 'text', 'footer', 'caption', 'description'].includes(field);
  for (const { entry = [], states = {} } of Object.values(toMachine(flow).states)) {
    for (const action of [...entry, ...Object.values(states).flatMap((inner) => inner.entry ?? [])]) {
      if (action.type !== 'send') continue;
      mapTexts(action.params.message, action.params.key, (text, { field, owner, path }) => {
        if (isForPeople(field) && owner.type !== 'url' && !Object.hasOwn(texts, path))
          texts[path] = `${Object.keys(texts).length}. Ну${'formId' in owner ? '' : ' {{short(city, 9)}}'}`;
        return text;
      });
    }
  }
  return { ...flow, settings: { ...flow.settings, texts: { ru: texts } } };
}
