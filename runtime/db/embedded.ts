import { Duplex } from 'node:stream';
import { Worker } from 'node:worker_threads';
import type { FromWorker, ToWorker } from './embedded-messages.ts';

/** PGlite in a worker thread, looking to `pg` like a server at the other end of a socket. */
export type EmbeddedServer = {
  /** A new connection. There is one session behind all of them, so at most one may be open: a pool of one. */
  connect(): Duplex;
  /** Ends the thread after a checkpoint. */
  stop(): Promise<void>;
};

/**
 * Starts PGlite on a folder, or in memory without one, and resolves when it answers. Speaking PostgreSQL's own protocol with it
 * means one driver for both databases: the same types, the same errors, the same transactions.
 * A thread that dies takes its connection with it, as a server would; the next connection starts another.
 */
export async function startEmbedded(folder: string | undefined): Promise<EmbeddedServer> {
  let thread = startThread(folder);
  await thread.ready;
  let connections = 0;
  return {
    connect: () => {
      if (thread.isDead()) thread = startThread(folder);
      return connectionTo(thread, ++connections);
    },
    stop: () => thread.stop(),
  };
}

type Thread = ReturnType<typeof startThread>;

function startThread(folder: string | undefined) {
  const worker = new Worker(new URL('./pglite-worker.ts', import.meta.url), { workerData: { folder } });
  const ready = Promise.withResolvers<void>();
  const stopped = Promise.withResolvers<void>();
  const streams = new Map<number, Duplex>();
  let dead = false;

  const die = (cause: Error) => {
    dead = true;
    ready.reject(cause);
    stopped.resolve();
    for (const stream of streams.values()) stream.destroy(cause);
  };
  // Nobody may be waiting for it when it fails; whoever connects learns of it from the stream.
  ready.promise.catch(() => {});
  worker.on('error', (cause) => die(new Error('the embedded database failed', { cause })));
  worker.on('exit', () => die(new Error('the embedded database has stopped')));
  worker.on('message', (message: FromWorker) => {
    if (message.kind === 'ready') ready.resolve();
    else if (message.kind === 'stopped') stopped.resolve();
    else streams.get(message.connection)?.push(message.bytes);
  });

  return {
    ready: ready.promise,
    streams,
    isDead: () => dead,
    request: (connection: number, bytes: Uint8Array<ArrayBuffer>) =>
      worker.postMessage({ kind: 'request', connection, bytes } satisfies ToWorker, [bytes.buffer]),
    stop: async () => {
      worker.postMessage({ kind: 'stop' } satisfies ToWorker);
      await stopped.promise;
      await worker.terminate();
    },
  };
}

function connectionTo(thread: Thread, connection: number): Duplex {
  const send = (chunks: Buffer[], done: () => void) => {
    // A copy of exactly these bytes: `pg` cuts its messages out of a larger buffer, which would travel whole.
    const bytes = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
    let offset = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, offset);
      offset += chunk.length;
    }
    thread.request(connection, bytes);
    done();
  };
  const stream = new Duplex({
    read: () => {},
    write: (chunk: Buffer, _encoding, done) => send([chunk], done),
    // `pg` corks the messages that make up one query, so that they arrive here together.
    writev: (chunks, done) =>
      send(
        chunks.map(({ chunk }: { chunk: Buffer }) => chunk),
        done,
      ),
    final: (done) => {
      thread.streams.delete(connection);
      stream.push(null);
      done();
    },
    destroy: (error, done) => {
      thread.streams.delete(connection);
      done(error);
    },
  });
  thread.streams.set(connection, stream);
  // What `pg` asks of a socket beyond a stream.
  return Object.assign(stream, {
    connect: () => {
      thread.ready.then(
        () => stream.emit('connect'),
        (error: Error) => stream.destroy(error),
      );
      return stream;
    },
    setNoDelay: () => stream,
    setKeepAlive: () => stream,
    ref: () => stream,
    unref: () => stream,
  });
}
