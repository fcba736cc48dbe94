import type { NumberSummary } from '../api.ts';
import { useWords } from '../words.ts';
import { State } from './State.tsx';
import { homeWords } from './words.ts';

export function Numbers({ numbers }: { numbers: NumberSummary[] }) {
  const words = useWords(homeWords);
  if (numbers.length === 0) {
    return <p className="panel note">{words.noNumbers}</p>;
  }
  return (
    <div className="panel scroll">
      <table>
        <thead>
          <tr>
            <th>{words.number}</th>
            <th>{words.answeredBy}</th>
            <th>{words.state}</th>
          </tr>
        </thead>
        <tbody>
          {numbers.map((number) => (
            <tr key={number.id}>
              <td>
                {number.displayPhone ?? number.name ?? words.unnamed}
                <div className="muted small">
                  {words.phoneNumberId} {number.phoneNumberId}
                </div>
              </td>
              <td>{flowsOf(number, words)}</td>
              <td>
                {number.status === 'active' ? (
                  <State is="good">{words.active}</State>
                ) : (
                  <State is="bad">{words.stopped(number.stoppedReason)}</State>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type FlowWords = { nothingYet: string; byDefault: (flow: string) => string };

function flowsOf({ flows }: NumberSummary, words: FlowWords): string {
  if (flows.length === 0) return words.nothingYet;
  return flows.map(({ flow, isDefault }) => (isDefault ? words.byDefault(flow) : flow)).join(', ');
}
