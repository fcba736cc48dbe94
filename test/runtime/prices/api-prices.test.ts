import { beforeAll, expect, test } from 'vitest';
import { apiUnderTest, openInMemory } from '../api-under-test.ts';

const secrets = { accessToken: 'EAA-very-secret-token', appSecret: 'very-secret-app-secret' };
const CARD = 'market,category,currency,price,valid_from\nDE,marketing,EUR,0.1131,2026-10-01\n';

let api: ReturnType<typeof apiUnderTest>;
beforeAll(async () => {
  api = apiUnderTest(await openInMemory());
});

test('a card is uploaded as a whole or refused with every fault, comes back as a file, and is written down', async () => {
  const wrong = { name: 'Card', file: `${CARD}Atlantis,gifts,EUR,1,2026-10-01\n` };
  expect(await api.call('POST', '/api/prices/cards', wrong)).toMatchObject({
    status: 422,
    json: {
      code: 'rate-card-wrong',
      faults: [
        { row: 3, column: 'market', code: 'market-unknown', value: 'Atlantis' },
        { row: 3, column: 'category', code: 'category-unknown', value: 'gifts' },
      ],
    },
  });
  const added = await api.call('POST', '/api/prices/cards', { name: 'October "26"', file: CARD });
  expect(added).toMatchObject({ status: 201, json: { count: 1, currencies: ['EUR'], until: null } });
  const { id } = added.json;
  const file = await api.call('GET', `/api/prices/cards/${id}/card.csv`);
  expect(file.headers.get('content-disposition')).toBe('attachment; filename="October-26-.csv"');
  const again = await api.call('POST', '/api/prices/cards', { name: 'Again', file: file.text });
  expect(again).toMatchObject({ status: 201, json: { count: 1, from: '2026-10-01' } });

  expect((await api.call('DELETE', `/api/prices/cards/${id}`)).status).toBe(200);
  expect((await api.call('DELETE', `/api/prices/cards/${id}`)).json.code).toBe('rate-card-not-found');
  const { json } = await api.call('GET', '/api/audit?action=settings-changed');
  const subjects = [json.entries ?? json.lines].flat();
  expect(JSON.stringify(subjects)).toContain('October');
});

test('a number has the newest card’s currency until another is set; a report asks for days that there are', async () => {
  await api.call('POST', '/api/prices/cards', { name: 'Card', file: CARD });
  const { json: number } = await api.call('POST', '/api/numbers', { phoneNumberId: '5550009', ...secrets });
  const prices = async () => (await api.call('GET', '/api/prices/rates')).json.numbers;
  expect(await prices()).toMatchObject([{ currency: 'EUR', ownCurrency: null, markupPercent: 0 }]);
  const given = { currency: 'BRL', markupPercent: 7.5, timezone: 'America/Sao_Paulo' };
  expect((await api.call('PUT', `/api/prices/numbers/${number.id}`, given)).status).toBe(200);
  expect(await prices()).toMatchObject([
    { currency: 'BRL', markupPercent: 7.5, timezone: 'America/Sao_Paulo' },
  ]);
  const bad = await api.call('PUT', `/api/prices/numbers/${number.id}`, { ...given, timezone: 'Mars' });
  expect(bad.status).toBe(400);

  const costs = (query: string) => api.call('GET', `/api/prices/costs?${query}`);
  expect(await costs('from=2026-11-01&to=2026-11-30')).toMatchObject({ status: 200, json: { lines: [] } });
  for (const query of ['from=2026-11-30&to=2026-11-01', 'from=2020-01-01&to=2026-01-01', 'from=x&to=y'])
    expect((await costs(query)).status).toBe(400);
  const file = await api.call('GET', '/api/prices/costs.csv?from=2026-11-01&to=2026-11-30&by=node');
  expect(file.text).toBe('flow,node,name,currency,messages,free,charged,unknown,cost\r\n');
  const byPath = await api.call('GET', '/api/prices/costs.csv?from=2026-11-01&to=2026-11-30&by=path');
  expect(byPath.text).toBe('flow,path,name,currency,messages,free,charged,unknown,cost,sessions\r\n');
  expect((await costs('from=2026-11-01&to=2026-11-30&by=day&flow=drinks')).status).toBe(400);
});
