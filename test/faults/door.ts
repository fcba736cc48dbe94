import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { listen } from '../runtime/crash-setting.ts';

/** What somebody wrote; `text` is null for anything but a text. */
export type Written = { wamid: string; text: string | null };

/** One webhook as it went through the door. */
export type Passed = {
  bytes: Buffer;
  /** The messages of people in it. */
  messages: Written[];
  /** The port of the process that it went to; null when none was there. */
  port: number | null;
  /** HTTP status of the answer; null when the connection broke before there was one. */
  status: number | null;
  /** When it came and when its answer left, in milliseconds of a clock that never goes back. */
  askedAt: number;
  answeredAt: number;
};

export type Door = {
  /** Where WhatsApp brings its webhooks. */
  url: string;
  /** Every webhook that came by, repetitions included, once it was answered. */
  passed: readonly Passed[];
  /** Who gets them from now on, by turns. */
  open(ports: readonly number[]): void;
  /** Counts in a webhook that went past the door. */
  note(passed: Omit<Passed, 'messages' | 'answeredAt'>): void;
  close(): void;
};

/**
 * What stands before the processes as a balancer would: brings each webhook to the next of them, and to another one only when it
 * listens no more. A connection that breaks in the middle breaks for WhatsApp too.
 */
export async function openDoor(): Promise<Door> {
  // A connection each: one that was kept from before a restart would break for no fault of the new process.
  const agent = new Agent({ keepAlive: false });
  const passed: Passed[] = [];
  let targets: readonly number[] = [];
  let turn = 0;

  const note: Door['note'] = (one) => {
    passed.push({ ...one, messages: messagesIn(one.bytes), answeredAt: performance.now() });
  };
  const server = createServer(async (incoming, outgoing) => {
    const bytes = await bytesOf(incoming);
    const askedAt = performance.now();
    const first = turn++;
    for (let tries = 0; tries < targets.length; tries++) {
      const port = targets[(first + tries) % targets.length] ?? 0;
      const status = await pass(agent, port, { incoming, bytes }, outgoing);
      if (status === 'refused') continue;
      note({ bytes, askedAt, port, status });
      return;
    }
    note({ bytes, askedAt, port: null, status: null });
    outgoing.destroy();
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}/webhooks/whatsapp`,
    passed,
    open(ports) {
      targets = [...ports];
    },
    note,
    close() {
      agent.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}

const Envelope = z.object({
  entry: z.array(
    z.object({
      changes: z.array(z.object({ value: z.object({ messages: z.array(z.unknown()).optional() }) })),
    }),
  ),
});
const Message = z.object({ id: z.string(), text: z.object({ body: z.string() }).optional() });

/** The messages of people in a webhook's body; none where it cannot be read. */
function messagesIn(bytes: Buffer): Written[] {
  const { data } = Envelope.safeParse(readJson(bytes));
  const messages = data?.entry.flatMap(({ changes }) => changes.flatMap(({ value }) => value.messages ?? []));
  return (messages ?? []).flatMap((message) => {
    const { data: read } = Message.safeParse(message);
    return read ? [{ wamid: read.id, text: read.text?.body ?? null }] : [];
  });
}

function readJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

async function bytesOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The status of the answer, null when the connection broke, `refused` when nobody listens there. */
function pass(
  agent: Agent,
  port: number,
  { incoming, bytes }: { incoming: IncomingMessage; bytes: Buffer },
  outgoing: ServerResponse,
): Promise<number | null | 'refused'> {
  const { promise, resolve } = Promise.withResolvers<number | null | 'refused'>();
  const headers = { ...incoming.headers, 'content-length': String(bytes.length) };
  const onward = request({
    agent,
    host: '127.0.0.1',
    port,
    path: incoming.url,
    method: incoming.method,
    headers,
  });
  onward.on('response', (answer) => {
    const status = answer.statusCode ?? 0;
    outgoing.writeHead(status, { 'content-type': answer.headers['content-type'] ?? 'text/plain' });
    answer.pipe(outgoing);
    answer.on('end', () => resolve(status)).on('error', () => resolve(null));
  });
  onward.on('error', (error) => {
    if ('code' in error && error.code === 'ECONNREFUSED') return resolve('refused');
    outgoing.destroy();
    resolve(null);
  });
  // WhatsApp has given up waiting.
  outgoing.on('close', () => {
    if (!outgoing.writableFinished) onward.destroy();
  });
  onward.end(bytes);
  return promise;
}
