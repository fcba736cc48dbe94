/** What the main thread tells the PGlite thread. `bytes` are messages of PostgreSQL's wire protocol, whole ones. */
export type ToWorker = { kind: 'request'; connection: number; bytes: Uint8Array } | { kind: 'stop' };
export type FromWorker =
  | { kind: 'ready' }
  | { kind: 'answer'; connection: number; bytes: Uint8Array<ArrayBuffer> }
  | { kind: 'stopped' };
