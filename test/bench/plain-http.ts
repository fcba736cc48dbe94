import { connect, createServer, type Server, type Socket } from 'node:net';

/*
 * HTTP/1.1 with as little work as possible, for the side of the benchmark that is not measured: it shares two cores with what is. It
 * understands what the programs of the benchmark say, and nothing else.
 */

export type Answer = { status: number; body: string };

type Parsed = { head: string; body: Buffer };

/** Cuts a stream of bytes into messages with a `content-length` (or none, or chunks, whose content is dropped). */
function messagesOf(onMessage: (message: Parsed) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (;;) {
      const end = rest.indexOf('\r\n\r\n');
      if (end === -1) return;
      const head = rest.toString('latin1', 0, end);
      const start = end + 4;
      const size = sizeOf(head, rest, start);
      if (size === null || rest.length < start + size) return;
      const body = rest.subarray(start, start + size);
      rest = rest.subarray(start + size);
      onMessage({ head, body });
    }
  };
}

function sizeOf(head: string, bytes: Buffer, start: number): number | null {
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length !== undefined) return Number(length);
  if (!/\r\ntransfer-encoding: *chunked/i.test(head)) return 0;
  const last = bytes.indexOf('0\r\n\r\n', start);
  return last === -1 ? null : last + 5 - start;
}

/** Answers each request in the order in which it came. */
export function listen(
  answerTo: (path: string, body: Buffer) => string,
): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on(
      'data',
      messagesOf(({ head, body }) => {
        const path = head.slice(head.indexOf(' ') + 1, head.indexOf(' ', head.indexOf(' ') + 1));
        const json = answerTo(path, body);
        socket.write(
          `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(json)}\r\n\r\n${json}`,
        );
      }),
    );
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve({ server, port: typeof address === 'object' && address ? address.port : 0 });
    });
  });
}

type Waiting = { head: string; body: string; resolve: (answer: Answer) => void };

/** Posts over a fixed number of connections that stay open; a request waits until one is free. A broken one is opened again. */
export function createPoster(url: string, connections: number) {
  const { hostname, port, pathname, host } = new URL(url);
  const waiting: Waiting[] = [];
  const idle: ((request: Waiting) => void)[] = [];
  const sockets = new Set<Socket>();
  let isClosed = false;

  const open = () => {
    let current: Waiting | null = null;
    const socket = connect(Number(port), hostname);
    sockets.add(socket);
    socket.setNoDelay(true);
    const send = (request: Waiting) => {
      current = request;
      socket.write(`POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\n${request.head}\r\n\r\n${request.body}`);
    };
    const next = () => {
      current = null;
      const request = waiting.shift();
      if (request) send(request);
      else idle.push(send);
    };
    socket.on('connect', next);
    socket.on(
      'data',
      messagesOf(({ head, body }) => {
        const done = current;
        next();
        done?.resolve({ status: Number(head.slice(9, 12)), body: body.toString() });
      }),
    );
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      const place = idle.indexOf(send);
      if (place !== -1) idle.splice(place, 1);
      // Whoever is cut off is told so as if by a proxy.
      current?.resolve({ status: 502, body: '' });
      if (!isClosed) setTimeout(open, 100);
    });
  };
  for (let n = 0; n < connections; n++) open();

  return {
    post(headers: string, body: string): Promise<Answer> {
      return new Promise((resolve) => {
        const head = `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n${headers}`;
        const request = { head, body, resolve };
        const send = idle.pop();
        if (send) send(request);
        else waiting.push(request);
      });
    },
    /** Requests that wait for a connection. */
    waiting: () => waiting.length,
    close() {
      isClosed = true;
      for (const socket of sockets) socket.destroy();
    },
  };
}
