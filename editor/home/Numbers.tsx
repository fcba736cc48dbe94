import type { NumberSummary } from '../api.ts';
import { type Column, Table } from '../shell/Table.tsx';
import { useWords } from '../words.ts';
import { State } from './State.tsx';
import { homeWords } from './words.ts';

export function Numbers({ numbers }: { numbers: NumberSummary[] }) {
  const words = useWords(homeWords);
  if (numbers.length === 0) {
    return <p className="panel note">{words.noNumbers}</p>;
  }
  const columns: Column<NumberSummary>[] = [
    {
      id: 'number',
      head: words.number,
      cell: ({ displayPhone, name, phoneNumberId }) => (
        <>
          {displayPhone ?? name ?? words.unnamed}
          <div className="muted small">
            {words.phoneNumberId} {phoneNumberId}
          </div>
        </>
      ),
    },
    { id: 'answered', head: words.answeredBy, cell: (number) => flowsOf(number, words) },
    {
      id: 'state',
      head: words.state,
      cell: ({ status, stoppedReason }) =>
        status === 'active' ? (
          <State is="good">{words.active}</State>
        ) : (
          <State is="bad">{words.stopped(stoppedReason)}</State>
        ),
    },
  ];
  return <Table rows={numbers} columns={columns} keyOf={({ id }) => id} />;
}

type FlowWords = { nothingYet: string; byDefault: (flow: string) => string };

function flowsOf({ flows }: NumberSummary, words: FlowWords): string {
  if (flows.length === 0) return words.nothingYet;
  return flows.map(({ flow, isDefault }) => (isDefault ? words.byDefault(flow) : flow)).join(', ');
}
