import type { Flow } from '@parley/flows/flow.ts';
import type { Contact, Move } from '@parley/flows/simulation.ts';
import { useCallback, useEffect, useRef, useState } from 'react';
import {
  type Beginning,
  begun,
  continued,
  type LitPath,
  litPath,
  oneBack,
  playedAgain,
  type Runnable,
  runnable,
  type Talk,
} from './conversation.ts';

/** Long enough for a word to be typed: the conversation follows the flow without playing every letter. */
const FOLLOW_MS = 400;

export type Talking = {
  run: Runnable;
  /** Null while the flow has never been able to run. */
  talk: Talk | null;
  move(move: Move): void;
  back(): void;
  restart(): void;
  /** Plays the same moves from another beginning. */
  begin(changed: Partial<Beginning>): void;
};

/**
 * One conversation with the flow as it stands. When the flow is edited, the same moves are played again with it, so that the phone
 * shows at once what an edit does; nothing that was said is lost.
 */
export function useConversation(flow: Flow, locale: string, node: string | null, hello: string): Talking {
  const [state, setState] = useState<Pick<Talking, 'run' | 'talk'>>(() => {
    const run = runnable(flow);
    const beginning = { contact: someone(locale), now: Date.now(), node: node ?? null, opening: hello };
    return { run, talk: run.ok ? begun(run.shelf, flow.id, beginning) : null };
  });
  const first = useRef(flow);
  const hasSpoken = useRef(locale);

  useEffect(() => {
    if (first.current === flow) return;
    const timer = setTimeout(() => {
      first.current = flow;
      const run = runnable(flow);
      setState(({ talk }) => ({ run, talk: followed(run, talk, flow, { locale, node, hello }) }));
    }, FOLLOW_MS);
    return () => clearTimeout(timer);
  }, [flow, locale, node, hello]);

  const change = useCallback(
    (changed: (run: Extract<Runnable, { ok: true }>, talk: Talk) => Talk) =>
      setState(({ run, talk }) => ({ run, talk: run.ok && talk ? changed(run, talk) : talk })),
    [],
  );
  const begin = useCallback(
    (changed: Partial<Beginning>) =>
      change(({ shelf }, talk) => playedAgain(shelf, talk, { ...talk.beginning, ...changed })),
    [change],
  );

  /* Another language on the canvas is another language on the phone. */
  useEffect(() => {
    if (hasSpoken.current === locale) return;
    hasSpoken.current = locale;
    change(({ shelf }, talk) => {
      const contact = { ...talk.beginning.contact, locale };
      return playedAgain(shelf, talk, { ...talk.beginning, contact });
    });
  }, [locale, change]);

  return {
    ...state,
    move: useCallback((move) => change(({ shelf }, talk) => continued(shelf, talk, move)), [change]),
    back: useCallback(() => change((_, talk) => oneBack(talk)), [change]),
    restart: useCallback(
      () => change(({ shelf }, talk) => begun(shelf, talk.flowId, { ...talk.beginning, now: Date.now() })),
      [change],
    ),
    begin,
  };
}

/** Tells where the conversation is, and nothing any more once the simulator is gone. */
export function useLitPath(talk: Talk | null, onPath: (path: LitPath) => void): void {
  const tell = useRef(onPath);
  tell.current = onPath;
  useEffect(() => {
    if (talk) tell.current(litPath(talk));
  }, [talk]);
  useEffect(() => () => tell.current({ taken: [], at: null }), []);
}

type Wanted = { locale: string; node: string | null; hello: string };

function followed(
  run: Runnable,
  talk: Talk | null,
  flow: Flow,
  { locale, node, hello }: Wanted,
): Talk | null {
  if (!run.ok) return talk;
  if (talk && talk.flowId === flow.id) {
    const { node: from } = talk.beginning;
    const isGone = from !== null && !Object.hasOwn(flow.nodes, from);
    return playedAgain(run.shelf, talk, isGone ? { ...talk.beginning, node: null } : talk.beginning);
  }
  return begun(run.shelf, flow.id, { contact: someone(locale), now: Date.now(), node, opening: hello });
}

/** A made-up person: the number is from the range that is kept for films. */
function someone(locale: string): Contact {
  const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { name: 'Maria', phone: '15550102345', locale, timezone };
}
