import type { Flow } from '@parley/flows/flow.ts';
import { guardOf } from '@parley/flows/machine.ts';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import { definitionOf } from '@parley/flows/nodes/registry.ts';
import { IconArrowRight } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { Ticks } from '../inbox/Ticks.tsx';
import { hourOf } from '../inbox/time-words.ts';
import { nodeWords } from '../node-words.ts';
import { useLanguage, useWords } from '../words.ts';
import { guardWords } from './guard-words.ts';
import type { Step, Taken } from './sessions-api.ts';
import { type SessionWords, sessionWords } from './words.ts';

type Drawn = { flow: Flow; machine: FlowMachine } | null;
type ListProps = { steps: readonly Step[]; at: number; drawn: Drawn; onLook: (step: number) => void };

/** Every step of a session; the arrow keys go from one to the next. `at` counts from 1 on. */
export function StepList({ steps, at, drawn, onLook }: ListProps) {
  const words = useWords(sessionWords);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`[data-step="${at}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 1, End: steps.length }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    onLook(Math.min(steps.length, Math.max(1, to)));
  };
  return (
    <div
      ref={list}
      className="session-steps"
      role="listbox"
      aria-label={words.steps}
      aria-activedescendant={`session-step-${at}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      {steps.map((step, place) => (
        <StepItem
          key={step.id}
          step={step}
          n={place + 1}
          isShown={place + 1 === at}
          drawn={drawn}
          onLook={onLook}
        />
      ))}
    </div>
  );
}

type ItemProps = { step: Step; n: number; isShown: boolean; drawn: Drawn; onLook: (step: number) => void };

function StepItem({ step, n, isShown, drawn, onLook }: ItemProps) {
  const words = useWords(sessionWords);
  const language = useLanguage((chosen) => chosen.language);
  const { path, messages, error } = step;
  const isStill = path.length === 0 && messages.length === 0 && error === null;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list listens to the keys
    <div
      id={`session-step-${n}`}
      role="option"
      aria-selected={isShown}
      data-step={n}
      tabIndex={-1}
      onClick={() => onLook(n)}
    >
      <p className="session-came">
        <bdi>{inputText(step, words)}</bdi>
        <time dateTime={step.at}>{hourOf(step.at, language)}</time>
      </p>
      {n === 1 && <p className="session-sub">{words.begins}</p>}
      {path.map((taken, place) => {
        const key = `${place}`;
        return <TakenLine key={key} taken={taken} drawn={drawn} />;
      })}
      {messages.map(({ id, text, delivery }) => (
        <div key={id} className="session-said">
          <bdi>{text}</bdi>
          <Ticks status={delivery.status} />
          {delivery.failure && <p className="session-bad">{delivery.failure.words[language].happened}</p>}
        </div>
      ))}
      {isStill && n > 1 && <p className="session-sub">{words.stays}</p>}
      {error !== null && (
        <p className="session-bad">
          {words.gaveUp}: {error}
        </p>
      )}
    </div>
  );
}

/** One port: the node, why this way, where it went, and what became of the variables. */
function TakenLine({ taken, drawn }: { taken: Taken; drawn: Drawn }) {
  const words = useWords(sessionWords);
  const names = useWords(nodeWords);
  const node = drawn?.flow.nodes[taken.node];
  const definition = node && definitionOf(node.type);
  const port = (node && definition?.ports(node).find(({ id }) => id === taken.port)?.label) ?? taken.port;
  const why = drawn && guardWords(guardOf(drawn.machine, asTaken(taken)), words);
  const label = names.port(taken.port, port);
  const set = Object.entries(taken.set ?? {});
  return (
    <>
      <p className="session-port">
        <b>{node ? names.title(node.type) : taken.node || words.flow}</b>
        <IconArrowRight size={14} stroke={1.75} aria-hidden />
        {label}
        {why !== null && why !== label && <code>{why}</code>}
      </p>
      {set.length > 0 && (
        <dl className="session-set">
          {set.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{valueText(value) || <i>{words.empty}</i>}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

const asTaken = ({ node, port, by }: Taken) => ({ node, port, ...(by !== undefined && { by }) });
const valueText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** What came, in the person's own words where there are some. */
function inputText({ kind, text, input }: Step, words: SessionWords): string {
  if (kind === 'call.done') return words.answered(Number(input?.status));
  return words.inputs[kind] ?? text;
}
