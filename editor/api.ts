import type { FlowMachine } from '@parley/flows/machine-schema.ts';

/** The only file that talks HTTP. The key comes once in the address (`#key=…`) and stays for as long as the tab is open. */

export type FlowSummary = {
  id: string;
  name: string;
  revision: number;
  savedAt: string;
  publishedVersion: number | null;
};

export type NumberSummary = {
  id: string;
  phoneNumberId: string;
  displayPhone: string | null;
  name: string | null;
  status: 'active' | 'stopped';
  stoppedReason: string | null;
  flows: { flow: string; isDefault: boolean }[];
};

/** An answer, or what went wrong in words and whether another key would help. */
export type Answer<Body> = { ok: true; body: Body } | { ok: false; message: string; needsKey: boolean };

const STORED = 'parley-key';

/** Takes the key out of the address, so that it is not left in a bookmark or a screenshot. */
export function adoptKeyFromAddress(): void {
  const key = new URLSearchParams(location.hash.slice(1)).get('key');
  if (key === null) return;
  sessionStorage.setItem(STORED, key);
  history.replaceState(null, '', location.pathname + location.search);
}

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

export const listFlows = () => get<{ flows: FlowSummary[] }>('/api/flows');
export const listNumbers = () => get<{ numbers: NumberSummary[] }>('/api/numbers');
export const readFlow = (id: string) => get<{ machine: FlowMachine }>(`/api/flows/${encodeURIComponent(id)}`);

async function get<Body>(path: string): Promise<Answer<Body>> {
  const failed = (message: string, needsKey = false): Answer<Body> => ({ ok: false, message, needsKey });
  try {
    const authorization = `Bearer ${sessionStorage.getItem(STORED) ?? ''}`;
    const response = await fetch(path, { headers: { authorization } });
    if (response.status === 401) return failed('This is not the key that Parley was started with.', true);
    if (response.ok) return { ok: true, body: (await response.json()) as Body };
    const problem = (await response.json()) as { detail?: string; title?: string };
    return failed(problem.detail ?? problem.title ?? `Parley answered ${response.status}.`);
  } catch {
    return failed('Parley does not answer. Is it still running?');
  }
}
