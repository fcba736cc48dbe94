import { type ReactNode, useCallback, useEffect, useState } from 'react';
import {
  type Answer,
  type FlowSummary,
  hasKey,
  isReady,
  listFlows,
  listNumbers,
  type NumberSummary,
} from '../api.ts';
import { failureText, failureWords } from '../shell/failure.ts';
import { useWords } from '../words.ts';
import { Flows } from './Flows.tsx';
import { KeyForm } from './KeyForm.tsx';
import { Numbers } from './Numbers.tsx';
import { State } from './State.tsx';

type Loaded = { flows: Answer<{ flows: FlowSummary[] }>; numbers: Answer<{ numbers: NumberSummary[] }> };

/** How Parley is, what it has, and where to go from here. */
export function Home() {
  const failures = useWords(failureWords);
  const [ready, setReady] = useState<boolean | null>(null);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [isKnown, setKnown] = useState(hasKey());

  const load = useCallback(async () => {
    setReady(await isReady());
    if (!hasKey()) return;
    const [flows, numbers] = await Promise.all([listFlows(), listNumbers()]);
    setLoaded({ flows, numbers });
  }, []);

  useEffect(() => {
    void load();
    const timer = setInterval(() => void load(), 10_000);
    return () => clearInterval(timer);
  }, [load]);

  const refused =
    loaded && !loaded.flows.ok && loaded.flows.why === 'no-key' ? failureText(loaded.flows, failures) : null;
  const enter = () => {
    setKnown(true);
    setLoaded(null);
    void load();
  };
  return (
    <>
      <header className="title-row">
        <h1>Parley</h1>
        <Health ready={ready} />
      </header>
      <div className="home">
        {!isKnown || refused ? (
          <KeyForm problem={refused} onEnter={enter} />
        ) : (
          <>
            <Section title="Numbers">
              <Part answer={loaded?.numbers} retry={load}>
                {({ numbers }) => <Numbers numbers={numbers} />}
              </Part>
            </Section>
            <Section title="Flows">
              <Part answer={loaded?.flows} retry={load}>
                {({ flows }) => <Flows flows={flows} />}
              </Part>
            </Section>
            <Next />
          </>
        )}
      </div>
    </>
  );
}

function Health({ ready }: { ready: boolean | null }) {
  if (ready === null) return <span className="state muted">Looking …</span>;
  return ready ? <State is="good">Running</State> : <State is="bad">Not ready</State>;
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
  const failures = useWords(failureWords);
  if (!answer) return <div className="panel skeleton" aria-busy="true" />;
  if (answer.ok) return children(answer.body);
  return (
    <div className="panel note bad">
      <p>{failureText(answer, failures)}</p>
      <button type="button" onClick={() => void retry()}>
        Try again
      </button>
    </div>
  );
}

function Next() {
  return (
    <Section title="What to do next">
      <ol className="panel steps">
        <li>
          Talk to a flow in the terminal:{' '}
          <code>npx parley simulate flows/examples/cafe-orders.machine.json</code>
        </li>
        <li>
          Talk to this server as a phone would: <code>npx parley emulator</code>
        </li>
        <li>
          Check a flow of your own and publish it: <code>npx parley check my.machine.json</code>, then{' '}
          <code>npx parley publish my.machine.json</code>
        </li>
        <li>
          Connect a real number: the README says which values to take from Meta and which address to give it.
          Everything is also in <a href="/api/docs">the API</a>.
        </li>
      </ol>
    </Section>
  );
}
