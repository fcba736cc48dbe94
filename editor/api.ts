import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import type { Problem } from '@parley/flows/problem.ts';
import type { CallRequest } from '@parley/flows/turn.ts';

/**
 * The only file that talks HTTP. Whoever has signed in has a cookie that no script sees; a key, where there is one, stays for as long as
 * the tab is open.
 */

export type FlowSummary = {
  id: string;
  name: string;
  revision: number;
  savedBy: string | null;
  savedAt: string;
  publishedVersion: number | null;
};

/** A flow in the list: how far it is, and what goes on with it now. */
export type FlowOverview = FlowSummary & {
  publishedAt: string | null;
  archivedAt: string | null;
  hasChanges: boolean;
  sessions: number;
  olderSessions: number;
  numbers: { id: string; displayPhone: string | null; name: string | null; isDefault: boolean }[];
  /** Null until the server has checked the draft. */
  problems: { errors: number; warnings: number } | null;
};

/** A published form of a flow, and how many conversations are on it now. */
export type VersionSummary = {
  version: number;
  publishedBy: string | null;
  publishedAt: string;
  note: string | null;
  sessions: number;
};

export type Draft = FlowSummary & { machine: FlowMachine };

export type NumberSummary = {
  id: string;
  phoneNumberId: string;
  displayPhone: string | null;
  name: string | null;
  status: 'active' | 'stopped';
  stoppedReason: string | null;
  flows: { flow: string; isDefault: boolean }[];
};

/** One thing that is wrong with a file of prices; `row` is its line as a spreadsheet counts them. */
export type CardFault = { row: number; column: string; code: string; value: string };

/** What the server says is wrong (RFC 9457), with the members that some problems add. */
type ProblemBody = {
  /** What is wrong with a file of prices. */
  faults?: CardFault[];
  code?: string;
  /** Whoever runs the server finds it in the log by this. */
  requestId?: string;
  title?: string;
  detail?: string;
  problems?: Problem[];
  revision?: number;
  savedBy?: string | null;
  savedAt?: string;
  /** Who has a conversation that somebody else asked for. */
  owner?: string | null;
  ownerName?: string | null;
  /** Seconds until trying again makes sense. */
  retryAfter?: number;
};

/** `no-key`: signing in, or another key, would help; `no-answer`: nothing was heard, so what was sent may have arrived or not. */
export type Failure = {
  ok: false;
  why: 'no-key' | 'no-answer' | 'refused';
  status: number | null;
  problem: ProblemBody;
};

/** An answer, or what went wrong. */
export type Answer<Body> = { ok: true; body: Body } | Failure;

const STORED = 'parley-key';

export const hasKey = () => sessionStorage.getItem(STORED) !== null;
export const keepKey = (key: string) => sessionStorage.setItem(STORED, key);
export const forgetKey = () => sessionStorage.removeItem(STORED);

/** What is done when an answer says that the sign-in has ended, or the key is not right. */
let whenSignedOut: () => void = () => {};
export const onSignedOut = (act: () => void) => {
  whenSignedOut = act;
};
/** Addresses that are asked before somebody has signed in: there a refusal is about what was typed. */
const BEFORE_SIGN_IN = '/api/session';

export async function isReady(): Promise<boolean> {
  try {
    return (await fetch('/readyz')).ok;
  } catch {
    return false;
  }
}

const flowPath = (id: string) => `/api/flows/${encodeURIComponent(id)}`;

export const listFlows = () => call<{ flows: FlowOverview[] }>('GET', '/api/flows');
export const listNumbers = () => call<{ numbers: NumberSummary[] }>('GET', '/api/numbers');
export const readFlow = (id: string) => call<Draft>('GET', flowPath(id));
export const createFlow = (machine: FlowMachine) => call<Draft>('POST', '/api/flows', { machine });

/** Stores the draft if it still is the revision that was edited; otherwise a `stale-revision` says who was first. */
export const saveFlow = (id: string, saved: { machine: FlowMachine; revision: number }) =>
  call<{ revision: number; savedAt: string }>('PUT', flowPath(id), saved);

/** Makes a request of a flow really, from the server, and says what the flow would hear. */
export const tryRequest = (request: CallRequest) =>
  call<{ type: 'call.done'; status: number; body: unknown } | { type: 'call.failed'; reason: string }>(
    'POST',
    '/api/requests/try',
    request,
  );

/** Publishes the draft if it still is this revision. `note` says what changes, for the list of versions. */
export const publishFlow = (
  id: string,
  { revision, note, ignoreTests }: { revision: number; note?: string; ignoreTests?: boolean },
) =>
  call<{ version: number; isNew: boolean; problems: Problem[] }>('POST', `${flowPath(id)}/publish`, {
    revision,
    ...(note && { note }),
    ...(ignoreTests && { ignoreTests }),
  });

export const archiveFlow = (id: string) => call<object>('POST', `${flowPath(id)}/archive`);
export const unarchiveFlow = (id: string) => call<object>('POST', `${flowPath(id)}/unarchive`);

/** The newest first. */
export const listVersions = (id: string) =>
  call<{ versions: VersionSummary[] }>('GET', `${flowPath(id)}/versions`);
export const readVersion = (id: string, version: number) =>
  call<{ version: number; machine: FlowMachine }>('GET', `${flowPath(id)}/versions/${version}`);

/** Publishes an old version again, as a new one. The draft stays as it is. */
export const rollBack = (id: string, version: number, note?: string) =>
  call<{ version: number; isNew: boolean }>('POST', `${flowPath(id)}/versions/${version}/roll-back`, {
    ...(note && { note }),
  });

/** Lets these flows answer on a number, instead of those before. */
export const setNumberFlows = (id: string, flows: NumberSummary['flows']) =>
  call<NumberSummary>('PUT', `/api/numbers/${encodeURIComponent(id)}/flows`, { flows });

/** One request of the API, for the files beside the screens that name its addresses. */
export async function call<Body>(
  method: string,
  path: string,
  body?: unknown,
  more: { [header: string]: string } = {},
): Promise<Answer<Body>> {
  const headers = headersWith(more);
  const isFile = body instanceof Blob;
  if (body !== undefined) {
    headers.set('content-type', isFile ? body.type || 'application/octet-stream' : 'application/json');
  }
  const sent = body === undefined ? {} : { body: isFile ? body : JSON.stringify(body) };
  try {
    const response = await fetch(path, { method, headers, ...sent });
    if (response.ok)
      return { ok: true, body: (response.status === 204 ? {} : await response.json()) as Body };
    return failureOf(response.status, await readProblem(response), path);
  } catch {
    return { ok: false, why: 'no-answer', status: null, problem: {} };
  }
}

/** What a refusal of the server's means. */
export function failureOf(status: number, problem: ProblemBody, path = ''): Failure {
  if (status === 401 && !path.startsWith(BEFORE_SIGN_IN)) whenSignedOut();
  return { ok: false, why: status === 401 ? 'no-key' : 'refused', status, problem };
}

/** A file of the server's, as an address that this page may show; whoever asks for it frees it with `URL.revokeObjectURL`. */
export async function fetchFile(
  path: string,
  signal: AbortSignal,
): Promise<{ url: string; type: string } | null> {
  try {
    const response = await fetch(path, { headers: headersWith({}), signal });
    if (!response.ok) return null;
    const file = await response.blob();
    return { url: URL.createObjectURL(file), type: file.type };
  } catch {
    return null;
  }
}

/** Headers of a request, with the key where there is one. */
export function headersWith(more: { [header: string]: string }): Headers {
  const key = sessionStorage.getItem(STORED);
  return new Headers({ ...(key !== null && { authorization: `Bearer ${key}` }), ...more });
}

async function readProblem(response: Response): Promise<ProblemBody> {
  try {
    return (await response.json()) as ProblemBody;
  } catch {
    return { title: `${response.status} ${response.statusText}` };
  }
}
