import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { checksOf } from '@parley/runtime/http/readiness.ts';
import { countPool, createMetrics } from '@parley/runtime/metrics.ts';
import { stateMetrics } from '@parley/runtime/metrics-gauges.ts';
import type { State } from '@parley/runtime/metrics-state.ts';
import { beforeAll, expect, test } from 'vitest';

const nothing = { waiting: 0, oldestSeconds: 0 };
const state: State = {
  inbox: [],
  parked: 0,
  outbox: [],
  timers: { overdue: 0, overdueSeconds: 0 },
  calls: nothing,
  cases: nothing,
  numbers: [],
};
let page: string;
beforeAll(async () => {
  page = await readFile(path.join(import.meta.dirname, '../../docs/operating.md'), 'utf8');
});

test('docs/operating.md explains every metric that there is, and none that there is not', async () => {
  const metrics = createMetrics();
  countPool(metrics, () => []);
  const text = (await metrics.registry.metrics()) + (await stateMetrics(state, 0));
  const served = [...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name).sort();
  const explained = [...page.matchAll(/^\| `(parley_\w+)` \|/gm)].map(([, name]) => name).sort();
  expect(explained).toEqual(served);
  for (const [, name] of page.matchAll(/(parley_\w+)/g)) expect(served).toContain(name);
});

test('docs/operating.md explains every check of /readyz', () => {
  const database = { writable: true, missing: [], breaking: [] };
  const checks = [
    ...checksOf({ isStopping: false, engine: 'pglite', database, state }),
    ...checksOf({ isStopping: false, engine: 'pglite', database, state: null }),
  ];
  const explained = page.split('## Metrics')[0] ?? '';
  for (const { name } of checks) expect(explained).toContain(`| \`${name}\` |`);
});
