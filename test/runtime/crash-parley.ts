import { flushCompileCache } from 'node:module';
import { sql } from 'kysely';
import { z } from 'zod';
import { startHere } from '../walk/parley.ts';

/*
 * A Parley in a process of its own, which its parent kills, or which kills itself at a named point. It has everything loaded when its
 * parent tells it to start, so that being started again takes no longer than it has to.
 */

const Orders = z.strictObject({
  place: z.union([z.strictObject({ url: z.string() }), z.strictObject({ dataDir: z.string() })]),
  graphUrl: z.string(),
  port: z.number(),
  /** Where flows may call, on this machine. */
  outsidePort: z.number(),
  leaseMs: z.number(),
  graceMs: z.number(),
  pollMs: z.number().optional(),
  /** For the API; random when left out. */
  apiKey: z.string().optional(),
  /** A webhook that is not committed in time is answered 503. */
  commitTimeoutMs: z.number().optional(),
  /** Where it dies, and when it comes by there how often; with SIGSTOP it only stands still. */
  dieAt: z
    .strictObject({ point: z.string(), time: z.number(), signal: z.enum(['SIGKILL', 'SIGSTOP']).optional() })
    .nullable(),
});
export type Orders = z.infer<typeof Orders>;

// Otherwise written at the end, which does not come here.
flushCompileCache();

const Question = z.strictObject({ id: z.number(), query: z.string() });

process.once('message', async (message) => {
  const { place, outsidePort, dieAt, ...orders } = Orders.parse(message);
  let times = 0;
  const parley = await startHere(place, {
    ...orders,
    opened: { ports: [outsidePort], addresses: ['127.0.0.0/8'] },
    at: (point) => {
      if (point === dieAt?.point && ++times === dieAt.time)
        process.kill(process.pid, dieAt.signal ?? 'SIGKILL');
    },
  });
  process.send?.('started');
  // Nobody else may open an embedded database while it runs.
  process.on('message', async (asked) => {
    const { id, query } = Question.parse(asked);
    const answer = await sql
      .raw(query)
      .execute(parley.db)
      .then(
        ({ rows }) => ({ rows }),
        (error: unknown) => ({ error: String(error) }),
      );
    process.send?.({ id, ...answer });
  });
  process.once('SIGTERM', async () => {
    await parley.stop();
    process.exit(0);
  });
});
// Whoever started it has died without a word.
process.on('disconnect', () => process.exit(1));
