import type { Dispatcher } from 'undici';

export type HttpRequest = {
  origin: string;
  /** With the query. */
  path: string;
  method: 'GET' | 'POST' | 'DELETE';
  headers: Record<string, string>;
  body?: Dispatcher.DispatchOptions['body'];
};

/**
 * How a request ended.
 * - `answer`: all of it arrived.
 * - `not-sent`: not one byte of the request left, so it had no effect.
 * - `lost`: it may have arrived, but the answer did not, or not all of it. `status` is set when at least that much came.
 */
export type Exchange =
  | { kind: 'answer'; status: number; contentType: string; body: Buffer }
  | { kind: 'not-sent'; reason: string }
  | { kind: 'lost'; reason: string; status?: number };

/**
 * One request and its whole answer, within `timeoutMs` from now (waiting for a free connection included) and `maxBytes`. Never
 * throws, follows no redirect. Reasons hold only codes of errors, never a header or a body.
 */
export function exchange(
  dispatcher: Dispatcher,
  request: HttpRequest,
  { timeoutMs, maxBytes }: { timeoutMs: number; maxBytes: number },
): Promise<Exchange> {
  return new Promise((resolve) => {
    let controller: Dispatcher.DispatchController | undefined;
    let ended = false;
    let status: number | undefined;
    let contentType = '';
    let size = 0;
    const chunks: Buffer[] = [];

    const end = (result: Exchange) => {
      ended = true;
      clearTimeout(timer);
      resolve(result);
    };
    const fail = (reason: string) => {
      if (ended) return;
      // Undici names the controller just before it writes: without one, nothing has left.
      end(controller ? { kind: 'lost', reason, status } : { kind: 'not-sent', reason });
      controller?.abort(new Error(reason));
    };
    const timer = setTimeout(() => fail(`no answer within ${timeoutMs} ms`), timeoutMs);

    dispatcher.dispatch(request, {
      onRequestStart(started) {
        // Given up while it waited for a connection: then it must not go out any more.
        if (ended) started.abort(new Error('given up'));
        else controller = started;
      },
      onResponseStart(_controller, statusCode, headers) {
        // 1xx announces the real answer.
        if (statusCode < 200) return;
        status = statusCode;
        contentType = String(headers['content-type'] ?? '');
      },
      onResponseData(_controller, chunk) {
        size += chunk.length;
        if (size > maxBytes) fail(`the answer is longer than ${maxBytes} bytes`);
        else chunks.push(chunk);
      },
      onResponseEnd() {
        if (ended) return;
        end({ kind: 'answer', status: status ?? 0, contentType, body: Buffer.concat(chunks) });
      },
      onResponseError(_controller, error) {
        fail(reasonOf(error));
      },
    });
  });
}

function reasonOf(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return `the connection failed (${code})`;
}
