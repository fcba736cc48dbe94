import { OpenAPIHono, type z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Kysely } from 'kysely';
import { BYTE_ORDER_MARK, csvLines } from '../contacts/contacts-csv.ts';
import type { Database } from '../db/tables.ts';
import { audit } from '../people/audit.ts';
import { type CostQuery, costReport } from '../prices/cost-report.ts';
import { namesFor } from '../prices/names.ts';
import { numberPrices, setNumberPrices } from '../prices/number-prices.ts';
import { peopleByCountry } from '../prices/people-by-country.ts';
import {
  addRateCard,
  knownRates,
  listRateCards,
  type RateCard,
  rateCardCsv,
  removeRateCard,
} from '../prices/rate-cards.ts';
import { readRateCard } from '../prices/read-rate-card.ts';
import * as route from './price-routes.ts';
import type { CostLineJson, RateCardJson } from './price-schemas.ts';
import { refuse } from './problem.ts';
import { facts } from './session.ts';

/** What messages cost: rate cards, what a number's provider adds, and reports. */
export function prices({ db }: { db: Kysely<Database> }) {
  const note = (
    tx: Kysely<Database>,
    c: Context,
    subject: { kind: string; id: string; name?: string | null },
    details = {},
  ) => audit(tx, { who: c.get('caller'), action: 'settings-changed', subject, details, from: facts(c) });
  const linesOf = async (query: CostQuery): Promise<z.infer<typeof CostLineJson>[]> => {
    const names = await namesFor(db, query.by);
    const lines = await costReport(db, query);
    return lines.map((line) => ({ ...line, name: names.get(line.key ?? '') ?? null }));
  };

  return new OpenAPIHono()
    .openapi(route.list, async (c) =>
      c.json({ cards: (await listRateCards(db)).map(cardJson), numbers: await numberPrices(db) }, 200),
    )
    .openapi(route.add, async (c) => {
      const { name, file, validFrom } = c.req.valid('json');
      const read = readRateCard(file, { validFrom });
      if (!read.ok) return refuse('rate-card-wrong', { faults: read.faults });
      const { rates } = read;
      const card = await db.transaction().execute(async (tx) => {
        const id = await addRateCard(tx, { name, rates, addedBy: c.get('caller').id });
        await note(tx, c, { kind: 'rate-card', id, name }, { added: rates.length });
        return (await listRateCards(tx)).find((one) => one.id === id);
      });
      return card ? c.json(cardJson(card), 201) : refuse('rate-card-not-found');
    })
    .openapi(route.file, async (c) => {
      const card = (await rateCardCsv(db, c.req.valid('param').id)) ?? refuse('rate-card-not-found');
      return file(c, card.name, card.csv);
    })
    .openapi(route.remove, async (c) => {
      const { id } = c.req.valid('param');
      await db.transaction().execute(async (tx) => {
        const name = (await removeRateCard(tx, id)) ?? refuse('rate-card-not-found');
        await note(tx, c, { kind: 'rate-card', id, name }, { removed: true });
      });
      return c.json({ done: true as const }, 200);
    })
    .openapi(route.setNumber, async (c) => {
      const { id } = c.req.valid('param');
      const given = c.req.valid('json');
      await db.transaction().execute(async (tx) => {
        if (!(await setNumberPrices(tx, id, given))) refuse('number-not-found');
        await note(tx, c, { kind: 'number', id }, { prices: given });
      });
      const set = (await numberPrices(db)).find(({ numberId }) => numberId === id);
      return set ? c.json(set, 200) : refuse('number-not-found');
    })
    .openapi(route.rates, async (c) =>
      c.json(
        { rates: await knownRates(db), numbers: await numberPrices(db), people: await peopleByCountry(db) },
        200,
      ),
    )
    .openapi(route.costs, async (c) => c.json({ lines: await linesOf(c.req.valid('query')) }, 200))
    .openapi(route.costsFile, async (c) => {
      const query = c.req.valid('query');
      const lines = await linesOf(query);
      const isOfFlow = query.by === 'node' || isOfSessions(query.by);
      const rows = lines.map(
        ({ key, name, flow, sessions, currency, messages, free, charged, unknown, cost }) => [
          ...(isOfFlow ? [flow ?? ''] : []),
          ...[key ?? '', name ?? '', currency ?? '', ...[messages, free, charged, unknown].map(String)],
          cost === null ? '' : cost.toFixed(6),
          ...(isOfSessions(query.by) ? [String(sessions ?? '')] : []),
        ],
      );
      const heading = [
        ...(isOfFlow ? ['flow'] : []),
        ...[query.by, 'name', 'currency', ...COUNTS],
        ...(isOfSessions(query.by) ? ['sessions'] : []),
      ];
      return file(c, `costs-${query.from}-${query.to}`, BYTE_ORDER_MARK + csvLines([heading, ...rows]));
    });
}

/** Has a column with how many sessions there were. */
const isOfSessions = (by: CostQuery['by']) => by === 'outcome' || by === 'path';

const COUNTS = ['messages', 'free', 'charged', 'unknown', 'cost'];

/** A file to keep; its name has nothing in it that a header or a file system could take for something else. */
function file(c: Context, name: string, csv: string) {
  const safe = name.replaceAll(/[^\w.-]+/g, '-').slice(0, 80) || 'file';
  return c.body(csv, 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${safe}.csv"`,
  });
}

const cardJson = ({ addedAt, ...card }: RateCard): z.infer<typeof RateCardJson> => ({
  ...card,
  addedAt: addedAt.toISOString(),
});
