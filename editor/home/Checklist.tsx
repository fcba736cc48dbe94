import { IconAlertTriangle, IconCircle, IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ChecklistName, readChecklist } from '../numbers/numbers-api.ts';
import '../numbers/numbers.css';
import { useWords } from '../words.ts';
import { checklistWords } from './checklist-words.ts';

const ICONS = { done: IconCircleCheck, open: IconCircle, attention: IconAlertTriangle };
const TONES = { done: 'good', open: 'muted', attention: 'warn' };
const PLACES: { [step in ChecklistName]?: '/numbers' | '/notices' | '/templates' | '/flows' } = {
  connect: '/numbers',
  profile: '/numbers',
  verify: '/numbers',
  template: '/templates',
  converse: '/flows',
  escalate: '/flows',
  watch: '/notices',
};

/** The way to being live, in order. Each step is looked up by the server; where all are done it takes no room. */
export function Checklist() {
  const words = useWords(checklistWords);
  const { data } = useQuery({ queryKey: ['checklist'], queryFn: readChecklist, refetchInterval: 10_000 });
  const steps = data?.ok ? data.body.steps : [];
  const done = steps.filter(({ state }) => state === 'done').length;
  if (steps.length === 0 || done === steps.length) return null;
  return (
    <section>
      <h2>
        {words.title} <span className="muted small">{words.done(done, steps.length)}</span>
      </h2>
      <ol className="panel checklist">
        {steps.map(({ step, state }) => {
          const Icon = ICONS[state];
          const place = PLACES[step];
          const { title, help } = words.steps[step];
          return (
            <li key={step}>
              <Icon className={TONES[state]} size={18} stroke={1.75} aria-label={words.states[state]} />
              <div>
                {place && state !== 'done' ? <Link to={place}>{title}</Link> : <span>{title}</span>}
                {state !== 'done' && <p className="muted small">{help}</p>}
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
