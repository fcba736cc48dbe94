import { once } from 'node:events';
import { createServer } from 'node:http';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import { addChannel, bindFlow } from '@parley/runtime/channel/channels.ts';
import { openDatabase } from '@parley/runtime/db/connect.ts';
import { installFlow } from '@parley/runtime/publishing/install-flow.ts';
import type { DatabasePlace } from '../setup/database.ts';
import { KEY } from '../walk/parley.ts';

export type BusinessNumber = { phoneNumberId: string; accessToken: string; appSecret: string };

/** Gives a migrated database these numbers, each with the flow bound to it. */
export async function prepare(
  place: DatabasePlace,
  machine: FlowMachine,
  numbers: readonly BusinessNumber[],
): Promise<void> {
  const { db, close } = await openDatabase(place);
  try {
    const installed = await installFlow(db, machine, { by: 'the stage', channelId: null });
    if (!installed.ok) throw new Error(`${machine.id} cannot be published: ${JSON.stringify(installed)}`);
    for (const { phoneNumberId, accessToken, appSecret } of numbers) {
      const added = await addChannel(db, KEY, { phoneNumberId, accessToken, appSecret, throughput: 80 });
      if (!added) throw new Error(`${phoneNumberId} is there already`);
      await db.transaction().execute((tx) => bindFlow(tx, added.id, machine.id, true));
    }
  } finally {
    await close();
  }
}

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  const port = await listen(probe);
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Listens on a free port of this machine, and returns which. */
export async function listen(server: ReturnType<typeof createServer>): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
