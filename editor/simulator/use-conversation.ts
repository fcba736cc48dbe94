import type { Flow } from '@parley/flows/flow.ts';
import type { FlowTest } from '@parley/flows/flow-test.ts';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import type { Contact, Move } from '@parley/flows/simulation.ts';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import {
  type Beginning,
  begun,
  continued,
  cutAt,
  type LitPath,
  litPath,
  oneBack,
  playedAgain,
  type Runnable,
  runnable,
  type Talk,
  talkOfTest,
} from './conversation.ts';

/** Long enough for a word to be typed: the conversation follows the flow without playing every letter. */
const FOLLOW_MS = 400;

export type Talking = {
  run: Runnable;
  /** The conversation up to where it is looked at; null while the flow has never been able to run. */
  talk: Talk | null;
  /** How many steps it has, and how many of them are looked at. */
  steps: { all: number; shown: number };
  /** Makes a move where the conversation is looked at; what came after is given up. */
  move(move: Move): void;
  back(): void;
  restart(): void;
  /** Looks at the conversation as it was after so many steps; nothing is lost. */
  lookAt(steps: number): void;
  /** Plays the same moves from another beginning. */
  begin(changed: Partial<Beginning>): void;
};

/** A test's conversation to begin with, looked at after so many steps of it. */
export type Replay = { test: FlowTest; upTo: number };

/** `upTo`: how many steps are looked at; null for all of them, also those to come. */
type State = { run: Runnable; talk: Talk | null; upTo: number | null };
type Wanted = { locale: string; node: string | null; hello: string; started: readonly FlowMachine[] };

/**
 * One conversation with the flow as it stands. When the flow is edited, the same moves are played again with it, so that the phone
 * shows at once what an edit does; nothing that was said is lost.
 */
export function useConversation(flow: Flow, wanted: Wanted & { replay: Replay | null }): Talking {
  const { locale, node, hello, started, replay } = wanted;
  const [state, setState] = useState<State>(() => first(flow, wanted));
  const known = useRef({ flow, started });
  const hasSpoken = useRef(locale);
  const replayed = useRef(replay);

  useEffect(() => {
    if (known.current.flow === flow && known.current.started === started) return;
    const timer = setTimeout(() => {
      known.current = { flow, started };
      const run = runnable(flow, started);
      setState(({ talk, upTo }) => ({
        run,
        upTo,
        talk: followed(run, talk, flow, { locale, node, hello }),
      }));
    }, FOLLOW_MS);
    return () => clearTimeout(timer);
  }, [flow, locale, node, hello, started]);

  const change = useCallback(
    (changed: (run: Extract<Runnable, { ok: true }>, talk: Talk) => Talk) =>
      setState(({ run, talk, upTo }) => {
        if (!run.ok || !talk) return { run, talk, upTo };
        return { run, upTo: null, talk: changed(run, cutAt(talk, upTo ?? talk.steps.length)) };
      }),
    [],
  );

  /* Another test to look at, while the phone is open. */
  useEffect(() => {
    if (replayed.current === replay) return;
    replayed.current = replay;
    if (replay) setState(({ run }) => replaying(run, flow.id, replay));
  }, [replay, flow.id]);

  /* Another language on the canvas is another language on the phone. */
  useEffect(() => {
    if (hasSpoken.current === locale) return;
    hasSpoken.current = locale;
    change(({ shelf }, talk) => {
      const contact = { ...talk.beginning.contact, locale };
      return playedAgain(shelf, talk, { ...talk.beginning, contact });
    });
  }, [locale, change]);

  const { run, talk, upTo } = state;
  const all = talk?.steps.length ?? 0;
  const shown = Math.min(upTo ?? all, all);
  return {
    run,
    talk: useMemo(() => talk && cutAt(talk, shown), [talk, shown]),
    steps: { all, shown },
    move: useCallback((move) => change(({ shelf }, before) => continued(shelf, before, move)), [change]),
    back: useCallback(() => change((_, before) => oneBack(before)), [change]),
    restart: useCallback(
      () =>
        change(({ shelf }, before) => begun(shelf, before.flowId, { ...before.beginning, now: Date.now() })),
      [change],
    ),
    lookAt: useCallback((steps) => setState((before) => ({ ...before, upTo: steps })), []),
    begin: useCallback(
      (changed) =>
        change(({ shelf }, before) => playedAgain(shelf, before, { ...before.beginning, ...changed })),
      [change],
    ),
  };
}

/**
 * Tells where the conversation is, and nothing any more once the simulator is gone. An earlier step that is looked at lights all of the
 * way to it.
 */
export function useLitPath({ talk, steps }: Talking, onPath: (path: LitPath) => void): void {
  const tell = useRef(onPath);
  tell.current = onPath;
  const isWhole = steps.shown < steps.all;
  useEffect(() => {
    if (talk) tell.current(litPath(talk, { isWhole }));
  }, [talk, isWhole]);
  useEffect(() => () => tell.current({ taken: [], at: null }), []);
}

function first(flow: Flow, wanted: Wanted & { replay: Replay | null }): State {
  const { locale, node, hello, started, replay } = wanted;
  const run = runnable(flow, started);
  if (!run.ok) return { run, talk: null, upTo: null };
  if (replay) return replaying(run, flow.id, replay);
  const beginning = { contact: someone(locale), now: Date.now(), node, opening: hello };
  return { run, talk: begun(run.shelf, flow.id, beginning), upTo: null };
}

/** The beginning is a step of the conversation too. */
function replaying(run: Runnable, flowId: string, { test, upTo }: Replay): State {
  return { run, talk: run.ok ? talkOfTest(run.shelf, flowId, test) : null, upTo: upTo + 1 };
}

function followed(
  run: Runnable,
  talk: Talk | null,
  flow: Flow,
  { locale, node, hello }: Omit<Wanted, 'started'>,
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
  return { name: 'Guest', phone: '15550102345', locale, timezone };
}
