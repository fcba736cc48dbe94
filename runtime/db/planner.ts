const WAYS = ['seqscan', 'bitmapscan', 'hashjoin', 'mergejoin', 'material', 'memoize'];

/**
 * Settings of PostgreSQL's planner for our connections. Every statement of the work is about a batch: a few rows, found by their keys. The
 * planner does not know that of a batch that comes as JSON (it assumes a hundred rows) from tables that nobody has counted yet,
 * and prefers to read a whole lane. Where there is no other way, a way that is switched off is still taken.
 */
export const PLANNER: readonly string[] = [
  ...WAYS.map((way) => `enable_${way}=off`),
  'jit=off',
  'random_page_cost=1',
];
