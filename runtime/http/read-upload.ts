import { refuse } from './problem.ts';
import { readBody } from './read-body.ts';

const WITHIN_MS = 55_000;
const MB = 1024 * 1024;

/** The bytes of a request whose body is a file, at most so many. Refuses one that is larger, cut off or too slow. */
export async function readUpload(request: Request, mostBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const closing = { headers: { connection: 'close' } };
  const tooLarge = { detail: `At most ${mostBytes / MB} MB are accepted.`, ...closing };
  if (Number(request.headers.get('content-length') ?? 0) > mostBytes) refuse('body-too-large', tooLarge);
  const read = await readBody(undefined, request.body, { maxBytes: mostBytes, timeoutMs: WITHIN_MS });
  if (read.ok) return new Uint8Array(read.bytes);
  if (read.status === 413) return refuse('body-too-large', tooLarge);
  return refuse(read.status === 408 ? 'body-too-slow' : 'body-cut-off', closing);
}

/** Lets so many uploads be in memory at the same time, and turns the next ones away. */
export function uploadPlaces(count: number) {
  let taken = 0;
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (taken >= count) refuse('too-many-tries', { headers: { 'retry-after': '2' } });
    taken++;
    try {
      return await work();
    } finally {
      taken--;
    }
  };
}
