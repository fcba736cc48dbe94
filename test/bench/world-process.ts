import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Findings, Order } from './world-orders.ts';

export type World = Awaited<ReturnType<typeof hireWorld>>;

type Distributed<T> = T extends unknown ? Omit<T, 'series'> : never;

/** Starts the people and the Graph API. Every run has people of its own, whom nobody knows yet. */
export async function hireWorld() {
  const child = fork(path.join(import.meta.dirname, 'world.ts'), { execArgv: [] });
  const [{ graphUrl }] = await once(child, 'message');
  let series = 100;
  return {
    graphUrl: String(graphUrl),
    async run(order: Distributed<Order>): Promise<Findings> {
      child.send({ ...order, series: series++ });
      const [found] = await once(child, 'message');
      return found;
    },
    dismiss: () => void child.kill(),
  };
}
