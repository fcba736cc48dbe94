import { createServer } from 'node:http';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import { openDatabase } from '@parley/runtime/db/connect.ts';
import { expect } from 'vitest';
import { startEmulator } from '../emulator/emulator.ts';
import type { EmulatorOptions } from '../emulator/emulator-types.ts';
import type { DatabasePlace } from '../setup/database.ts';
import { hireCrew } from './crash-crew.ts';
import { freePort, listen, prepare } from './crash-setting.ts';

export type Stage = Awaited<ReturnType<typeof setStage>>;

/** WhatsApp brings what was not taken until it is. */
const RETRIES = Array.from({ length: 300 }, () => 200);
/** A message that a dead process was sending is looked after so soon. */
const LEASE_MS = 1_000;

/** A database with one flow on one number, WhatsApp around it, a web for calls, and a crew that keeps Parley running. */
export async function setStage(
  place: DatabasePlace,
  flow: (outside: string) => FlowMachine,
  { graceMs, ...options }: EmulatorOptions & { graceMs: number },
) {
  const calls: string[] = [];
  const outside = createServer((request, response) => {
    calls.push(request.url ?? '');
    response.setHeader('content-type', 'application/json').end('{}');
  });
  const outsidePort = await listen(outside);
  const emulator = await startEmulator({
    ...{ webhookOrder: 'concurrent', retryDelaysMs: RETRIES, pairRate: false },
    ...options,
  });
  await prepare(place, flow(`http://127.0.0.1:${outsidePort}`), [emulator]);
  const port = await freePort();
  emulator.webhookUrl = `http://127.0.0.1:${port}/webhooks/whatsapp`;
  const crew = hireCrew({ place, graphUrl: emulator.url, port, outsidePort, leaseMs: LEASE_MS, graceMs });

  return {
    emulator,
    crew,
    /** Paths that flows have called, in order. */
    calls,
    /**
     * Waits until everything was taken in, stops Parley, and looks at what is stored: every message that was answered 200 had its one
     * turn, and everything that was said is known to have been sent. Returns the outbox.
     */
    async settle() {
      const isTaken = () => emulator.webhooks.all.every(({ state }) => state === 'delivered');
      // What has just arrived on a phone may not have been reported yet.
      await emulator.settled();
      await expect.poll(isTaken, { timeout: 20_000 }).toBe(true);
      await crew.stop();
      const { db, close } = await openDatabase(place);
      try {
        const inbox = await db.selectFrom('inbox').select(['source', 'kind', 'status', 'error']).execute();
        expect(inbox.filter(({ status }) => status !== 'done')).toEqual([]);
        const stored = inbox.filter(({ kind }) => kind === 'message').map(({ source }) => source);
        expect(stored.toSorted()).toEqual(writtenTo(emulator).toSorted());
        return await db.selectFrom('outbox').selectAll().orderBy('id').execute();
      } finally {
        await close();
      }
    },
    async clear() {
      await crew.dismiss();
      await emulator.close();
      outside.closeAllConnections();
      outside.close();
    },
  };
}

type Emulator = Awaited<ReturnType<typeof startEmulator>>;

/** Ids of everything that people wrote and that was answered 200. */
function writtenTo(emulator: Emulator): string[] {
  return emulator.webhooks.all.flatMap(({ body }) => {
    const [, wamid] = /"messages":\[\{.*?"id":"([^"]+)"/.exec(JSON.stringify(body)) ?? [];
    return wamid === undefined ? [] : [wamid];
  });
}
