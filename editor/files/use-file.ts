import { useEffect, useState } from 'react';
import { fetchFile } from '../api.ts';

/** A file of the server's as an address that this page may show; null while it is on its way, or not wanted. */
export type LoadedFile = { url: string; type: string } | 'failed' | null;

/**
 * Fetched with whatever the caller signs in with, which an address in a picture could not carry. Nothing is fetched while `path` is null;
 * another `tries` fetches again.
 */
export function useFile(path: string | null, tries = 0): LoadedFile {
  const [file, setFile] = useState<LoadedFile>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: trying again is fetching again
  useEffect(() => {
    if (path === null) return;
    const leaving = new AbortController();
    let url: string | null = null;
    setFile(null);
    void fetchFile(path, leaving.signal).then((fetched) => {
      if (leaving.signal.aborted) return fetched && URL.revokeObjectURL(fetched.url);
      url = fetched?.url ?? null;
      setFile(fetched ?? 'failed');
    });
    return () => {
      leaving.abort();
      if (url !== null) URL.revokeObjectURL(url);
    };
  }, [path, tries]);
  return file;
}
