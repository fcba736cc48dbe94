import type { NumberSummary } from '../api.ts';
import { State } from './State.tsx';

export function Numbers({ numbers }: { numbers: NumberSummary[] }) {
  if (numbers.length === 0) {
    return (
      <p className="panel note">
        No number yet. Add one through the API, or set the WHATSAPP_ variables and start again.
      </p>
    );
  }
  return (
    <div className="panel scroll">
      <table>
        <thead>
          <tr>
            <th>Number</th>
            <th>Answered by</th>
            <th>State</th>
          </tr>
        </thead>
        <tbody>
          {numbers.map((number) => (
            <tr key={number.id}>
              <td>
                {number.displayPhone ?? number.name ?? 'Unnamed'}
                <div className="muted small">Phone number ID {number.phoneNumberId}</div>
              </td>
              <td>{flowsOf(number)}</td>
              <td>
                {number.status === 'active' ? (
                  <State is="good">Active</State>
                ) : (
                  <State is="bad">
                    Stopped{number.stoppedReason === null ? '' : `: ${number.stoppedReason}`}
                  </State>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function flowsOf({ flows }: NumberSummary): string {
  if (flows.length === 0) return 'Nothing yet';
  return flows.map(({ flow, isDefault }) => (isDefault ? `${flow} (default)` : flow)).join(', ');
}
