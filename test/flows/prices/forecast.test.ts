import type { Flow } from '@parley/flows/flow.ts';
import { toMachine } from '@parley/flows/machine.ts';
import type { LoggedMessage } from '@parley/flows/prices/charged.ts';
import { forecastFlow, type Plan, priceShares, pricesFor } from '@parley/flows/prices/forecast.ts';
import { priceLog, type Tariff } from '@parley/flows/prices/price-log.ts';
import type { Rate } from '@parley/flows/prices/rates.ts';
import type { KnownTemplates } from '@parley/flows/proofs/subject.ts';
import { factsOf, type Move, makeMove, quiet, shelfOf } from '@parley/flows/simulation.ts';
import type { Category } from '@parley/flows/templates/definition.ts';
import { expect, test } from 'vitest';

const at: [number, number] = [0, 0];
const text = (...bodies: string[]) => ({
  type: 'message' as const,
  at,
  bubbles: bodies.map((body, n) => ({ id: `b${n}`, message: { type: 'text' as const, body } })),
});
const button = (id: string) => ({ id, title: id });

const nodes: Flow['nodes'] = {
  offer: {
    ...{ type: 'template', at, name: 'spring_sale', language: 'en', silentAfter: 'P2D' },
    buttons: [
      { type: 'quick-reply', index: 0, ...button('yes') },
      { type: 'quick-reply', index: 1, ...button('no') },
    ],
  },
  tell: text('One.', 'Two.', 'Three.'),
  ask: { type: 'buttons', at, body: 'Tea or coffee?', buttons: [button('tea'), button('coffee')] },
  receipt: { type: 'template', at, name: 'receipt', language: 'en', goOn: true },
  bye: text('Goodbye.'),
  reminder: { type: 'template', at, name: 'receipt', language: 'en', goOn: true },
  end: { type: 'end', at },
};
const machine = toMachine({
  ...{ id: 'sale', start: 'offer', nodes, globals: {} },
  edges: {
    offer: { yes: 'tell', no: 'bye', other: 'bye', silent: 'reminder' },
    tell: { next: 'ask' },
    ask: { tea: 'receipt', coffee: 'receipt', other: 'bye' },
    receipt: { next: 'end' },
    bye: { next: 'end' },
    reminder: { next: 'end' },
  },
  settings: {
    ...{ name: 'Sale', locales: ['en'], defaultLocale: 'en', variables: [] },
    escalation: { keywords: {}, maxTurns: 3 },
  },
});

const known = (name: string, category: Category) => ({
  ...{ name, language: 'en', status: 'APPROVED', quality: null, isWhole: true },
  content: { category, places: 'positional' as const, body: { text: name, samples: {} }, buttons: [] },
});
const templates: KnownTemplates = {
  list: [known('spring_sale', 'marketing'), known('receipt', 'utility')],
  fallbacks: {},
};

const rate = (market: string, category: Rate['category'], price: number, after = 0): Rate => ({
  ...{ market, category, currency: 'EUR', model: 'PMP', micros: price * 1e6, from: '2025-01-01' },
  ...{ until: null, after },
});
const tariff: Tariff = {
  rates: [
    ...[rate('DE', 'marketing', 0.11), rate('DE', 'utility', 0.05), rate('DE', 'utility', 0.04, 1000)],
    ...[rate('BR', 'marketing', 0.06), rate('BR', 'utility', 0.008), rate('Other', 'marketing', 0.07)],
    ...[rate('Other', 'utility', 0.01)],
  ],
  ...{ currency: 'EUR', markupPercent: 5 },
};

const plan: Plan = {
  ...{ day: '2026-11-22', runs: 800, freeEntryShare: 0 },
  mix: [
    { country: 'DE', share: 0.5 },
    { country: 'BR', share: 0.3 },
    { country: 'KE', share: 0.2 },
  ],
};
const PHONES: { [country: string]: string } = { DE: '49', BR: '55', KE: '254' };

/** What people do, by the nodes of the path that they take, and the share of them. */
const LIVES: { moves: Move[]; nodes: string; share: number }[] = [
  { moves: [tap('yes'), tap('tea')], nodes: 'offer tell ask receipt end', share: 0.4 },
  { moves: [tap('no')], nodes: 'offer bye end', share: 0.2 },
  {
    moves: [tap('yes'), { do: 'say', input: { type: 'text', text: '?' } }],
    nodes: 'offer tell ask bye end',
    share: 0.1,
  },
  { moves: [{ do: 'wait' }], nodes: 'offer reminder end', share: 0.3 },
];

function tap(id: string): Move {
  return { do: 'say', input: { type: 'choice', id, title: id } };
}

/** Everything that the flow sends to one person, by the same turns as in the server. */
function liveThrough(moves: readonly Move[], phone: string, from: number): LoggedMessage[] {
  const shelf = shelfOf([machine]);
  let conversation = quiet({ name: 'Ann', phone, locale: 'en', timezone: 'UTC' }, from);
  const log: LoggedMessage[] = [];
  for (const move of [{ do: 'begin', flow: 'sale', locale: 'en', unprompted: true } as const, ...moves]) {
    const moved = makeMove(shelf, conversation, move);
    conversation = moved.conversation;
    for (const { happened, at: sentAt } of moved.moments) {
      for (const one of happened) {
        if (one.type !== 'message' || one.refused) continue;
        const { message } = one;
        const category = message.type === 'template' ? categoryOf(message.name) : 'service';
        const isInWindow = factsOf(conversation).windowClosesAt !== null;
        log.push({ at: sentAt, numberId: 'n', phone, category, isInWindow, isInFreeEntry: false });
      }
    }
    conversation = makeMove(shelf, conversation, { do: 'pass', ms: 60_000 }).conversation;
  }
  return log;
}

const categoryOf = (name: string) =>
  templates.list.find((one) => one.name === name)?.content.category ?? 'marketing';

test.each([
  { era: 'messages', day: '2026-11-22' },
  { era: 'templates', day: '2025-11-22' },
])('a forecast is within one percent of what simulated people cost, in the era of $era', ({ day }) => {
  const from = Date.parse('2026-11-01T00:00:00Z');
  const people = LIVES.flatMap(({ moves, share }) =>
    plan.mix.flatMap(({ country, share: ofPeople }) =>
      Array.from({ length: Math.round(plan.runs * share * ofPeople) }, () => ({ moves, country })),
    ),
  );
  // They come one after the other, of all kinds and from everywhere.
  const lives = people.map(({ moves, country }, n) =>
    liveThrough(moves, `${PHONES[country]}${1_000_000 + n}`, from + ((n * 347) % people.length) * 60_000),
  );
  const log = lives.flat().sort((one, other) => one.at - other.at);
  const cost = priceLog(log, tariff, { day });
  expect(cost.unknown).toBe(0);

  const forecast = forecastFlow(machine, templates, tariff, { ...plan, day });
  const shares = LIVES.map(({ nodes: wanted, share }) => {
    const path = forecast?.paths.find((one) => one.nodes.join(' ') === wanted);
    if (!path) throw new Error(`no path ${wanted}`);
    return { path, share };
  });
  const expected = priceShares(shares, pricesFor(templates, tariff, { ...plan, day }));
  expect(Math.abs(expected - cost.micros) / cost.micros).toBeLessThan(0.01);
  expect(cost.micros).toBeGreaterThan(20_000_000);
});

test('the dearest path comes first, and bubbles that could be one message are named where each is charged', () => {
  const forecast = forecastFlow(machine, templates, tariff, plan);
  expect(forecast?.isComplete).toBe(true);
  expect(forecast?.paths.map(({ nodes: [, ...rest] }) => rest.join(' '))).toEqual([
    'tell ask receipt end',
    'tell ask bye end',
    'reminder end',
    'bye end',
  ]);
  const [dear] = forecast?.paths ?? [];
  expect(dear).toMatchObject({ messages: 6, charged: 6, uncategorised: [], unpriced: [] });
  expect(dear?.merges).toMatchObject([{ nodes: ['tell'], bubbles: 3 }]);
  const saved = dear?.merges[0]?.saves ?? 0;
  const merged = toMachine({
    ...{ id: 'sale', start: 'offer', globals: {}, nodes: { ...nodes, tell: text('One.\n\nTwo.\n\nThree.') } },
    edges: { offer: { yes: 'tell' }, tell: { next: 'end' } },
    settings: machine.meta.flow,
  });
  expect(saved).toBeGreaterThan(0);
  expect(forecastFlow(merged, templates, tariff, plan)?.paths[0]?.merges).toEqual([]);
  // While free-form messages are free there is nothing to merge.
  const before = forecastFlow(machine, templates, tariff, { ...plan, day: '2026-09-30' });
  expect(before?.paths.flatMap(({ merges }) => merges)).toEqual([]);
});

test('what is not known is told and not counted as nothing; who came by an ad costs nothing', () => {
  const forecast = forecastFlow(machine, null, tariff, plan);
  expect(forecast?.paths[0]?.uncategorised).toContain('spring_sale');
  const unpriced = forecastFlow(
    machine,
    templates,
    { ...tariff, rates: [rate('DE', 'marketing', 0.1)] },
    plan,
  );
  expect(unpriced?.paths[0]?.unpriced).toContainEqual({ category: 'marketing', country: 'KE' });
  const all = forecastFlow(machine, templates, tariff, { ...plan, freeEntryShare: 1 });
  expect(all?.micros).toBe(0);
});
