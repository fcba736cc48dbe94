import { ActionIcon, Button, Skeleton, Tooltip } from '@mantine/core';
import type { Flow } from '@parley/flows/flow.ts';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import { IconArrowLeft, IconX } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useReactFlow } from '@xyflow/react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Failure } from '../api.ts';
import { useAct, useFlow } from '../flow/flow-context.ts';
import { flowOfVersion } from '../history/flow-of-version.ts';
import { failureText, failureWords } from '../shell/failure.ts';
import { fullTime } from '../shell/moment-words.ts';
import { StepsBar } from '../simulator/StepsBar.tsx';
import { useLanguage, useWords } from '../words.ts';
import { StepList } from './StepList.tsx';
import './sessions.css';
import { readWalk, type Walk } from './sessions-api.ts';
import { litAfter } from './walk.ts';
import { sessionWords } from './words.ts';

type Place = { conversation: string; session: string };
/** `drawn`: the version that the session ran on, as far as it can still be read. */
type Shown = { walk: Walk; drawn: { flow: Flow; machine: FlowMachine } | null };

/** A session of a conversation on the canvas of the version that it ran on, step by step. Nothing can be changed meanwhile. */
export function SessionPanel({ conversation, session, onClose }: Place & { onClose: () => void }) {
  const words = useWords(sessionWords);
  const act = useAct();
  const navigate = useNavigate();
  const { shown, failure, read } = useShown({ conversation, session });
  const isLooking = useFlow(({ look }) => look !== null);
  const wasLooking = useRef(false);
  /* Escape, wherever it is pressed, brings the draft back: then this is over. */
  useEffect(() => {
    if (!isLooking && wasLooking.current) onClose();
    wasLooking.current = isLooking;
  }, [isLooking, onClose]);
  useEffect(() => () => act.show({ look: null, path: new Set() }), [act]);
  return (
    <div className="phone-place" data-own-keys>
      <aside className="session-panel" aria-label={words.title}>
        <header className="session-head">
          <Tooltip label={words.back}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={words.back}
              onClick={() => void navigate({ to: '/inbox/$id', params: { id: conversation } })}
            >
              <IconArrowLeft size={18} stroke={1.75} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <h2>{shown ? <Title walk={shown.walk} /> : words.title}</h2>
          <ActionIcon variant="subtle" color="gray" aria-label={words.close} onClick={onClose}>
            <IconX size={18} stroke={1.75} aria-hidden />
          </ActionIcon>
        </header>
        {failure && <Failed failure={failure} retry={read} />}
        {!failure && !shown && <Skeleton height={240} m={12} aria-busy="true" aria-label={words.loading} />}
        {shown && <Steps shown={shown} />}
      </aside>
    </div>
  );
}

function useShown({ conversation, session }: Place) {
  const [shown, setShown] = useState<Shown | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again it is read again
  useEffect(() => {
    let isWanted = true;
    const read = async () => {
      setFailure(null);
      const answer = await readWalk(conversation, session);
      if (!isWanted) return;
      if (!answer.ok) return setFailure(answer);
      const { flow, version } = answer.body.session;
      const drawn = await flowOfVersion(flow, version);
      if (isWanted) setShown({ walk: answer.body, drawn: drawn.ok ? drawn : null });
    };
    void read();
    return () => {
      isWanted = false;
    };
  }, [conversation, session, tries]);
  return { shown, failure, read: useCallback(() => setTries((before) => before + 1), []) };
}

function Title({ walk: { session } }: { walk: Walk }) {
  const words = useWords(sessionWords);
  const language = useLanguage((chosen) => chosen.language);
  const { flowName, version, startedAt, endedAt, reason } = session;
  return (
    <>
      {words.version(flowName, version)}
      <span>
        {fullTime(startedAt, language)} ·{' '}
        {endedAt === null ? words.runs : words.ended(words.reasons[reason ?? ''] ?? reason ?? '')}
      </span>
    </>
  );
}

function Failed({ failure, retry }: { failure: Failure; retry: () => void }) {
  const words = useWords(sessionWords);
  const failures = useWords(failureWords);
  return (
    <div className="session-note" role="alert">
      <p>{failure.status === 404 ? words.notFound : failureText(failure, failures)}</p>
      <Button variant="default" onClick={retry}>
        {words.retry}
      </Button>
    </div>
  );
}

/** Which step is looked at, from 1 on, lights the way until then, and brings what it touched into sight. */
function Steps({ shown: { walk, drawn } }: { shown: Shown }) {
  const words = useWords(sessionWords);
  const act = useAct();
  const view = useReactFlow();
  const { steps, session, isWhole } = walk;
  const [at, setAt] = useState(steps.length);
  useEffect(() => {
    if (!drawn) return;
    const { path, at: stands, here } = litAfter(drawn.flow, steps, at);
    const title = words.version(session.flowName, session.version);
    act.show({ look: { title, flow: drawn.flow, compared: null }, path, panel: null });
    act.select(stands === null ? [] : [stands]);
    const nodes = here.map((id) => ({ id }));
    const isNarrow = matchMedia('(max-width: 600px)').matches;
    const room = isNarrow ? ROOM_ABOVE : ROOM_BESIDE;
    /* Two frames: the cards of another version are drawn in the first one. */
    const frame = requestAnimationFrame(() =>
      requestAnimationFrame(() => void view.fitView({ nodes, padding: room, maxZoom: 1, duration: 160 })),
    );
    return () => cancelAnimationFrame(frame);
  }, [act, view, drawn, steps, at, session, words]);
  if (steps.length === 0) return <p className="session-note">{words.noSteps}</p>;
  return (
    <>
      {!drawn && <p className="session-note">{words.unreadable}</p>}
      <StepsBar steps={{ all: steps.length, shown: at }} onLook={setAt} />
      <StepList steps={steps} at={at} drawn={drawn} onLook={setAt} />
      {!isWhole && <p className="session-note">{words.more}</p>}
    </>
  );
}

const ROOM_BESIDE = { top: '72px', right: '400px', bottom: '48px', left: '48px' } as const;
const ROOM_ABOVE = { top: '56px', right: '16px', bottom: '52%', left: '16px' } as const;
