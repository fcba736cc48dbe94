import { create } from 'zustand';
import { type Failure, forgetKey, hasKey, onSignedOut } from '../api.ts';
import { type Caller, readSession, type SessionState, signOut } from './people-api.ts';

/** A link that was opened, and what it is good for. */
export type Link = { kind: 'setup' | 'reset' | 'invitation'; token: string };

type Session = {
  /** Null until the server has answered for the first time. */
  known: SessionState | null;
  /** Why the server did not say who has signed in. */
  failure: Failure | null;
  /** Whoever had signed in no longer has: their page stays behind the question for the password. */
  hasExpired: boolean;
  link: Link | null;
  refresh(): Promise<void>;
  leave(): Promise<void>;
  dropLink(): void;
};

/** Who uses the app. */
export const useSession = create<Session>((set, get) => ({
  known: null,
  failure: null,
  hasExpired: false,
  link: linkInAddress(),
  async refresh() {
    const answer = await readSession();
    if (!answer.ok) return set({ failure: answer, hasExpired: false });
    const { caller } = answer.body;
    // Somebody else than before must not find themselves in the page of the one who left.
    const before = get().known?.caller;
    if (before && caller && before.id !== caller.id) return location.reload();
    set({ known: answer.body, failure: null, hasExpired: false });
  },
  async leave() {
    if (hasKey()) forgetKey();
    else await signOut();
    location.assign('/');
  },
  dropLink() {
    set({ link: null });
  },
}));

onSignedOut(() => {
  if (useSession.getState().known?.caller) useSession.setState({ hasExpired: true });
});

/** A link that is opened in a tab where the app is already. */
addEventListener('hashchange', () => {
  const link = linkInAddress();
  if (link) useSession.setState({ link });
});

/** Whether the caller may: what they may not do is not shown. The server decides all the same. */
export function useMay(right: string): boolean {
  return useSession(({ known }) => known?.caller?.rights.includes(right) ?? false);
}

export function useCaller(): Caller | null {
  return useSession(({ known }) => known?.caller ?? null);
}

/** Takes the token out of the address, so that it is not left in the history or a screenshot. */
function linkInAddress(): Link | null {
  const inHash = new URLSearchParams(location.hash.slice(1));
  for (const kind of ['setup', 'reset', 'invitation'] as const) {
    const token = inHash.get(kind);
    if (token === null) continue;
    history.replaceState(null, '', location.pathname + location.search);
    return { kind, token };
  }
  return null;
}
