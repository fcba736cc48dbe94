import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import type { Problem } from '@parley/flows/problem.ts';

/** The only file that talks HTTP. The key stays for as long as the tab is open. */

export type FlowSummary = {
  id: string;
  name: string;
  revision: number;
  savedBy: string | null;
  savedAt: string;
  publishedVersion: number | null;
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

/** What the server says is wrong (RFC 9457), with the members that some problems add. */
type ProblemBody = {
  code?: string;
  title?: string;
  detail?: string;
  problems?: Problem[];
  revision?: number;
  savedBy?: string | null;
  savedAt?: string;
};

/** `no-key`: another key would help; `no-answer`: nothing was heard, so what was sent may have arrived or not. */
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

export async function isReady(): Promise<boolean> {
  try {
    return (await fetch('/readyz')).ok;
  } catch {
    return false;
  }
}

const flowPath = (id: string) => `/api/flows/${encodeURIComponent(id)}`;

export const listFlows = () => call<{ flows: FlowSummary[] }>('GET', '/api/flows');
export const listNumbers = () => call<{ numbers: NumberSummary[] }>('GET', '/api/numbers');
export const readFlow = (id: string) => call<Draft>('GET', flowPath(id));
export const createFlow = (machine: FlowMachine) => call<Draft>('POST', '/api/flows', { machine });

/** Stores the draft if it still is the revision that was edited; otherwise a `stale-revision` says who was first. */
export const saveFlow = (id: string, saved: { machine: FlowMachine; revision: number }) =>
  call<{ revision: number; savedAt: string }>('PUT', flowPath(id), saved);

export const publishFlow = (id: string, revision: number) =>
  call<{ version: number; isNew: boolean; problems: Problem[] }>('POST', `${flowPath(id)}/publish`, {
    revision,
  });

async function call<Body>(method: string, path: string, body?: unknown): Promise<Answer<Body>> {
  const headers = new Headers({ authorization: `Bearer ${sessionStorage.getItem(STORED) ?? ''}` });
  if (body !== undefined) headers.set('content-type', 'application/json');
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  try {
    const response = await fetch(path, { method, headers, ...sent });
    if (response.ok) return { ok: true, body: (await response.json()) as Body };
    const problem = await readProblem(response);
    return {
      ok: false,
      why: response.status === 401 ? 'no-key' : 'refused',
      status: response.status,
      problem,
    };
  } catch {
    return { ok: false, why: 'no-answer', status: null, problem: {} };
  }
}

async function readProblem(response: Response): Promise<ProblemBody> {
  try {
    return (await response.json()) as ProblemBody;
  } catch {
    return { title: `${response.status} ${response.statusText}` };
  }
}
