import { zoneOfPhone } from '@parley/flows/phone-zone.ts';
import { expect, test } from 'vitest';

test.each([
  ['4915123456780', 'Europe/Berlin'],
  ['79161234567', 'Europe/Moscow'],
  ['12025550123', 'America/New_York'],
  ['919812345678', /^Asia\/(Kolkata|Calcutta)$/],
  ['5511987654321', 'America/Sao_Paulo'],
  ['6421123456', 'Pacific/Auckland'],
  ['', 'UTC'],
  ['0', 'UTC'],
])('the owner of %s lives in %s', (phone, zone) => {
  expect(zoneOfPhone(phone)).toMatch(zone);
});
