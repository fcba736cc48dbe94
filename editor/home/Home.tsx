import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import {
  type Answer,
  type FlowOverview,
  isReady,
  listFlows,
  listNumbers,
  type NumberSummary,
} from '../api.ts';
import { beginFirstVisit, flowToShowFirst } from '../first-run/first-visit.ts';
import { useMay } from '../people/session-store.ts';
import { FlowTable } from '../shell/FlowTable.tsx';
import { failureText, failureWords } from '../shell/failure.ts';
import { useWords } from '../words.ts';
import { Checklist } from './Checklist.tsx';
import { Numbers } from './Numbers.tsx';
import { State } from './State.tsx';
import { homeWords } from './words.ts';

type Loaded = { flows: Answer<{ flows: FlowOverview[] }>; numbers: Answer<{ numbers: NumberSummary[] }> };

const inUse = (flows: FlowOverview[]) => flows.filter(({ archivedAt }) => archivedAt === null);

/** How Parley is, what it has, and where to go from here. */
export function Home() {
  const words = useWords(homeWords);
  const navigate = useNavigate();
  const [ready, setReady] = useState<boolean | null>(null);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const mayDraw = useMay('flows:write');
  /* Whoever has gone elsewhere meanwhile is not fetched back. */
  const isHere = useRef(false);

  const load = useCallback(async () => {
    setReady(await isReady());
    const [flows, numbers] = await Promise.all([listFlows(), listNumbers()]);
    if (!isHere.current) return;
    /* The first visit begins where there is something to touch. */
    const id = mayDraw && flows.ok ? flowToShowFirst(flows.body.flows) : null;
    if (id !== null) {
      beginFirstVisit();
      return navigate({ to: '/flows/$id/edit', params: { id }, replace: true });
    }
    setLoaded({ flows, numbers });
  }, [navigate, mayDraw]);

  useEffect(() => {
    isHere.current = true;
    void load();
    const timer = setInterval(() => void load(), 10_000);
    return () => {
      isHere.current = false;
      clearInterval(timer);
    };
  }, [load]);

  return (
    <>
      <header className="title-row">
        <h1>Parley</h1>
        <Health ready={ready} />
      </header>
      <div className="home">
        <Checklist />
        <Section title={words.numbers}>
          <Part answer={loaded?.numbers} retry={load}>
            {({ numbers }) => <Numbers numbers={numbers} />}
          </Part>
        </Section>
        <Section title={words.flows}>
          <Part answer={loaded?.flows} retry={load}>
            {({ flows }) =>
              flows.length === 0 ? (
                <p className="panel note">{words.noFlows}</p>
              ) : (
                <FlowTable flows={inUse(flows)} />
              )
            }
          </Part>
        </Section>
        <Next />
      </div>
    </>
  );
}

function Health({ ready }: { ready: boolean | null }) {
  const words = useWords(homeWords);
  if (ready === null) return <span className="state muted">{words.looking}</span>;
  return ready ? <State is="good">{words.running}</State> : <State is="bad">{words.notReady}</State>;
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** One answer of the API: a skeleton until it is there, the reason when it failed. */
function Part<Body>({
  answer,
  retry,
  children,
}: {
  answer: Answer<Body> | undefined;
  retry: () => Promise<void>;
  children: (body: Body) => ReactNode;
}) {
  const words = useWords(homeWords);
  const failures = useWords(failureWords);
  if (!answer) return <div className="panel skeleton" aria-busy="true" />;
  if (answer.ok) return children(answer.body);
  return (
    <div className="panel note bad">
      <p>{failureText(answer, failures)}</p>
      <button type="button" onClick={() => void retry()}>
        {words.retry}
      </button>
    </div>
  );
}

function Next() {
  const words = useWords(homeWords);
  return (
    <Section title={words.next}>
      <ol className="panel steps">
        <li>
          {words.inTerminal} <code>npx parley simulate flows/examples/cafe-orders.machine.json</code>
        </li>
        <li>
          {words.asPhone} <code>npx parley emulator</code>
        </li>
        <li>
          {words.ownFlow} <code>npx parley check my.machine.json</code>, {words.thenPublish}{' '}
          <code>npx parley publish my.machine.json</code>
        </li>
        <li>
          {words.realNumber} <a href="/api/docs">{words.theApi}</a>.
        </li>
      </ol>
    </Section>
  );
}
