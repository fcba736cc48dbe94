import { sizeInWords } from '@parley/flows/media-files.ts';
import type { Needs } from '@parley/flows/needs.ts';
import { useQuery } from '@tanstack/react-query';
import { listFiles } from '../files/files-api.ts';
import { useWords } from '../words.ts';
import type { ReadFile } from './new-flow.ts';
import { newFlowWords } from './new-flow-words.ts';

/** Most reasons that are shown of why a file is refused. */
const REASONS = 4;
const NEEDS = ['templates', 'flows', 'hosts', 'teams', 'forms', 'uploads'] as const satisfies (keyof Needs)[];

/** What is in a file and what it needs, or why it is refused. `taken` are the ids of the flows that there are. */
export function ReadSummary({ read, taken }: { read: ReadFile; taken: readonly string[] }) {
  const words = useWords(newFlowWords);
  if (!read.ok) {
    return (
      <div className="read-summary" role="alert">
        <p className="bad">{read.why === 'json' ? words.notJson : words.foreign}</p>
        <ul className="small">
          {read.reasons.slice(0, REASONS).map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
          {read.reasons.length > REASONS && <li>{words.more(read.reasons.length - REASONS)}</li>}
        </ul>
      </div>
    );
  }
  const { flow, needs, problems } = read;
  const errors = problems.filter(({ level }) => level === 'error').length;
  const missing = { ...needs, flows: needs.flows.filter((id) => !taken.includes(id)) };
  const needed = NEEDS.filter((need) => missing[need].length > 0);
  return (
    <div className="read-summary">
      <p>
        {words.holds(Object.keys(flow.nodes).length, flow.settings.locales.join(', '))}{' '}
        <span className={errors > 0 ? 'warn' : 'good'}>{words.problems(errors)}</span>
      </p>
      {needed.length > 0 && (
        <>
          <p className="muted">{words.needs}</p>
          <dl className="small">
            {needed.map((need) => (
              <div key={need}>
                <dt>{words.needed[need]}</dt>
                <dd>{missing[need].join(', ')}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      <MissingFiles files={needs.files} />
    </div>
  );
}

/** Files of the flow that are not on this server: the file of a flow holds their names, not their content. */
function MissingFiles({ files }: { files: Needs['files'] }) {
  const words = useWords(newFlowWords);
  const ids = files.map(({ id }) => id);
  const { data } = useQuery({
    queryKey: ['files', ids],
    queryFn: () => listFiles(ids),
    enabled: ids.length > 0,
  });
  if (!data?.ok) return null;
  const missing = files.filter(({ id }) => data.body.files.every((there) => there.id !== id));
  if (missing.length === 0) return null;
  return (
    <div role="status">
      <p className="warn">{words.missingFiles}</p>
      <ul className="small">
        {missing.map(({ id, name, bytes }) => (
          <li key={id}>
            {name} ({sizeInWords(bytes)})
          </li>
        ))}
      </ul>
    </div>
  );
}
