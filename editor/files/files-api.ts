import type { StoredFile } from '@parley/flows/message.ts';
import { type Answer, call, failureOf, headersWith } from '../api.ts';

export const filePath = (id: string) => `/api/files/${encodeURIComponent(id)}`;

/** Those of these files that the server has. */
export const listFiles = (ids: readonly string[]) =>
  call<{ files: StoredFile[] }>('GET', `/api/files?${new URLSearchParams({ ids: ids.join(',') })}`);

/** Uploads a file and tells how far it is, from 0 to 1; null once `signal` has called it off. Only this kind of request knows how far it is. */
export function uploadFile(
  file: File,
  { onProgress, signal }: { onProgress: (done: number) => void; signal: AbortSignal },
): Promise<Answer<StoredFile> | null> {
  const { promise, resolve } = Promise.withResolvers<Answer<StoredFile> | null>();
  const request = new XMLHttpRequest();
  request.open('POST', `/api/files?${new URLSearchParams({ filename: file.name })}`);
  for (const [name, value] of headersWith({ 'content-type': 'application/octet-stream' }))
    request.setRequestHeader(name, value);
  request.responseType = 'json';
  request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
  request.onload = () => {
    const { status, response } = request;
    resolve(status === 201 ? { ok: true, body: response as StoredFile } : failureOf(status, response ?? {}));
  };
  request.onerror = () => resolve({ ok: false, why: 'no-answer', status: null, problem: {} });
  request.onabort = () => resolve(null);
  signal.addEventListener('abort', () => request.abort(), { once: true });
  request.send(file);
  return promise;
}
