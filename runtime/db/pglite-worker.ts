import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import type { FromWorker, ToWorker } from './embedded-messages.ts';
import { PLANNER } from './planner.ts';
import { AT_ONCE } from './soon-durable.ts';

/*
 * PGlite in a thread of its own: it holds its thread while it works, and between two statements lets no timer run, so beside the
 * HTTP server it would stop the whole process. What goes back and forth is PostgreSQL's wire protocol, untouched.
 */

const port = parentPort;
if (!port) throw new Error('pglite-worker.ts is started by embedded.ts, as a worker thread');
const tell = (message: FromWorker, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);

const { folder }: { folder: string | undefined } = workerData;
const pglite = await PGlite.create(folder);
await pglite.exec([...PLANNER.map((setting) => `set ${setting}`), AT_ONCE].join('; '));

port.on('message', async (message: ToWorker) => {
  if (message.kind === 'stop') {
    await pglite.close();
    tell({ kind: 'stopped' });
    port.close();
    return;
  }
  // A new client must find neither the transaction that the last one left open when it was dropped, nor its statements.
  if (isStartup(message.bytes)) await leaveNothing();
  const bytes = await answer(message.bytes);
  tell({ kind: 'answer', connection: message.connection, bytes }, [bytes.buffer]);
});
tell({ kind: 'ready' });

async function leaveNothing(): Promise<void> {
  if (pglite.isInTransaction()) await pglite.exec('rollback');
  await pglite.exec('deallocate all');
}

/** Startup is the only message without a type byte: it begins with its length. */
function isStartup(bytes: Uint8Array): boolean {
  return bytes[0] === 0;
}

async function answer(request: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  // The other calls also parse every answer, and `execProtocolRaw` keeps what it parsed for ever.
  await pglite.execProtocolRawStream(request, {
    syncToFs: false,
    onRawData: (bytes) => parts.push(bytes.slice()),
  });
  return joined(parts);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
