import { lazy, Suspense, useEffect, useState } from 'react';
import { type Answer, type FlowSummary, readFlow } from '../api.ts';

/** The canvas and the language of flows are most of the app's weight: fetched when a flow is looked at. */
const FlowPicture = lazy(async () => ({ default: (await import('../canvas/FlowPicture.tsx')).FlowPicture }));

/** The flows in a table; one at a time is drawn below. */
export function Flows({ flows }: { flows: FlowSummary[] }) {
  const [shown, setShown] = useState<string | null>(null);
  if (flows.length === 0)
    return <p className="panel note">No flow yet. Publish one with `npx parley publish FILE`.</p>;
  return (
    <>
      <div className="panel scroll">
        <table>
          <thead>
            <tr>
              <th>Flow</th>
              <th>Published</th>
              <th>Saved</th>
              <th>
                <span className="unseen">Picture</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {flows.map((flow) => (
              <tr key={flow.id}>
                <td>
                  {flow.name}
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
                <td className="end">
                  <button
                    type="button"
                    aria-expanded={shown === flow.id}
                    onClick={() => setShown(shown === flow.id ? null : flow.id)}
                  >
                    {shown === flow.id ? 'Hide' : 'Show'}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown !== null && <Picture id={shown} key={shown} />}
    </>
  );
}

function Picture({ id }: { id: string }) {
  const [answer, setAnswer] = useState<Answer<{ machine: unknown }> | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void readFlow(id).then((read) => isCurrent && setAnswer(read));
    return () => {
      isCurrent = false;
    };
  }, [id]);
  const skeleton = <div className="picture skeleton" aria-busy="true" />;
  if (!answer) return skeleton;
  if (!answer.ok) return <p className="panel note bad">{answer.message}</p>;
  return (
    <Suspense fallback={skeleton}>
      <FlowPicture machine={answer.body.machine} />
    </Suspense>
  );
}
