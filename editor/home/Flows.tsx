import { Link } from '@tanstack/react-router';
import type { FlowSummary } from '../api.ts';

/** The flows in a table; each opens in the editor. */
export function Flows({ flows }: { flows: FlowSummary[] }) {
  if (flows.length === 0)
    return <p className="panel note">No flow yet. Publish one with `npx parley publish FILE`.</p>;
  return (
    <div className="panel scroll">
      <table>
        <thead>
          <tr>
            <th>Flow</th>
            <th>Published</th>
            <th>Saved</th>
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
                  <span className="muted">Not yet</span>
                ) : (
                  `Version ${flow.publishedVersion}`
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
