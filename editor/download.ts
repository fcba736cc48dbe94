import { fetchFile } from './api.ts';

/** Gives the person a file to keep. */
export function download(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  /* The browser has begun to read by then, and would keep the text for as long as the page is open. */
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** The same of a file of the server's; false when it did not give it. */
export async function downloadFrom(path: string, name: string): Promise<boolean> {
  const file = await fetchFile(path, AbortSignal.timeout(60_000));
  if (!file) return false;
  const link = document.createElement('a');
  link.href = file.url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(file.url), 10_000);
  return true;
}
