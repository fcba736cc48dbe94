/** One reader of server-sent events. */
export type LiveStream = {
  readable: ReadableStream<Uint8Array>;
  /** Queues an event; `id` is what the reader goes on from. Whoever has let too much pile up is cut off instead. */
  send(event: string, data: unknown, id?: string): void;
  /** A comment, so that proxies see life, and a reader that is gone is noticed. */
  beat(): void;
  /** For how long the reader has taken nothing that waits; 0 when nothing waits. */
  stalledMs(): number;
  /** Ends the stream; what is queued is still delivered. */
  end(): void;
};

/** A reader that lets more than this wait is cut off: it connects again, and is told the sum of what it has missed. */
const MOST_WAITING_BYTES = 256 * 1024;

/** @param onGone the reader has gone or was cut off; called once */
export function createLiveStream(onGone: () => void): LiveStream {
  const encoder = new TextEncoder();
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  let stalledSince: number | null = null;
  let isOver = false;
  const over = () => {
    if (isOver) return;
    isOver = true;
    onGone();
  };
  const readable = new ReadableStream<Uint8Array>(
    {
      start: (started) => {
        controller = started;
      },
      pull: () => {
        stalledSince = null;
      },
      cancel: over,
    },
    // As long as there is room the reader keeps up; what is sent counts in bytes.
    { highWaterMark: 1024, size: (chunk) => chunk?.byteLength ?? 0 },
  );
  const write = (text: string) => {
    if (isOver || !controller) return;
    controller.enqueue(encoder.encode(text));
    const room = controller.desiredSize ?? 0;
    if (room <= 0) stalledSince ??= performance.now();
    if (-room <= MOST_WAITING_BYTES) return;
    over();
    controller.error(breakOff('a reader of the inbox took nothing and was cut off'));
  };
  return {
    readable,
    send(event, data, id) {
      const lines = [
        ...(id === undefined ? [] : [`id: ${id}`]),
        `event: ${event}`,
        `data: ${JSON.stringify(data)}`,
      ];
      write(`${lines.join('\n')}\n\n`);
    },
    beat: () => write(': still here\n\n'),
    stalledMs: () => (stalledSince === null ? 0 : performance.now() - stalledSince),
    end() {
      if (isOver) return;
      over();
      // With something in the way, ending is not seen: then it breaks off.
      if (stalledSince === null) controller?.close();
      else controller?.error(breakOff('a stream of the inbox has ended'));
    },
  };
}

/** The HTTP server prints it: a line is enough. */
function breakOff(reason: string): Error {
  const error = new Error(reason);
  error.stack = reason;
  return error;
}
