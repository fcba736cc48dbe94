import { Link } from '@tanstack/react-router';
import type { FlowSummary } from '../api.ts';
import { useWords } from '../words.ts';
import { homeWords } from './words.ts';

/** The flows in a table; each opens in the editor. */
export function Flows({ flows }: { flows: FlowSummary[] }) {
  const words = useWords(homeWords);
  if (flows.length === 0) return <p className="panel note">{words.noFlows}</p>;
  return (
    <div className="panel scroll">
      <table>
        <thead>
          <tr>
            <th>{words.flow}</th>
            <th>{words.published}</th>
            <th>{words.saved}</th>
          </tr>
        </thead>
        <tbody>
          {flows.map((flow) => (
            <tr key={flow.id}>
              <td>
                <Link to="/flows/$id/edit" params={{ id: flow.id }}>
                  {flow.name}
                </Link>
                <div className="muted small">{flow.id}</div>
              </td>
              <td>
                {flow.publishedVersion === null ? (
                  <span className="muted">{words.notYet}</span>
                ) : (
                  words.version(flow.publishedVersion)
                )}
              </td>
              <td>
                <time dateTime={flow.savedAt}>{new Date(flow.savedAt).toLocaleString()}</time>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
