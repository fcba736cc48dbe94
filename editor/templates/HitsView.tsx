import { Link } from '@tanstack/react-router';
import { useWords } from '../words.ts';
import type { Hits } from './templates-api.ts';
import { templateWords } from './words.ts';

/** Flows, conversations and waiting messages that a change of the template hits. */
export function HitsView({ hits }: { hits: Hits }) {
  const words = useWords(templateWords);
  return (
    <section className="panel note" aria-label={words.hits}>
      <h2>{words.hits}</h2>
      {hits.flows.length === 0 && <p className="muted">{words.noHits}</p>}
      <ul className="template-hits">
        {hits.flows.map((flow) => (
          <li key={flow.flowId}>
            <Link to="/flows/$id/edit" params={{ id: flow.flowId }}>
              {flow.name}
            </Link>{' '}
            <span className="muted">
              {[
                ...flow.versions.map((version) => words.hitPublished(version)),
                ...(flow.inDraft ? [words.hitDraft] : []),
                ...(flow.sessions > 0 ? [words.hitSessions(flow.sessions)] : []),
              ].join(', ')}
            </span>
          </li>
        ))}
      </ul>
      {hits.planned > 0 && <p className="warn">{words.hitPlanned(hits.planned)}</p>}
    </section>
  );
}
