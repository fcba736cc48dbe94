import {
  IconAlertTriangle,
  IconArchive,
  IconCircleCheck,
  IconExclamationCircle,
  IconPencil,
  IconPointFilled,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { FlowOverview } from '../api.ts';
import { useWords } from '../words.ts';
import './flow-table.css';
import { flowListWords } from './flow-list-words.ts';
import { FLOW_COLUMNS, type FlowColumn, type FlowOrder } from './flow-order.ts';
import { Moment } from './Moment.tsx';

const ICON = { size: 16, stroke: 1.75, 'aria-hidden': true } as const;

/** Flows with their state, one a row. With `onSort` the heads of the columns are buttons; `menuOf` draws what can be done with a flow. */
export function FlowTable({
  flows,
  order,
  onSort,
  menuOf,
}: {
  flows: readonly FlowOverview[];
  order?: FlowOrder;
  onSort?: (column: FlowColumn) => void;
  menuOf?: (flow: FlowOverview) => ReactNode;
}) {
  const words = useWords(flowListWords);
  return (
    <div className="panel scroll">
      <table className="list flow-table">
        <thead>
          <tr>
            {FLOW_COLUMNS.map((column) => (
              <Head key={column} column={column} order={order} onSort={onSort} />
            ))}
            {menuOf && (
              <th>
                <span className="unseen">{words.actions}</span>
              </th>
            )}
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
                <State flow={flow} />
              </td>
              <td>
                <Numbers flow={flow} />
              </td>
              <td>
                {flow.sessions}
                {flow.olderSessions > 0 && (
                  <div className="muted small">{words.older(flow.olderSessions)}</div>
                )}
              </td>
              <td>
                <Problems problems={flow.problems} />
              </td>
              <td>
                <Moment at={flow.savedAt} />
                {flow.savedBy !== null && <div className="muted small">{words.by(flow.savedBy)}</div>}
              </td>
              {menuOf && <td className="row-menu">{menuOf(flow)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Head({
  column,
  order,
  onSort,
}: {
  column: FlowColumn;
  order: FlowOrder | undefined;
  onSort: ((column: FlowColumn) => void) | undefined;
}) {
  const words = useWords(flowListWords);
  if (!onSort) return <th>{words[column]}</th>;
  const isSorted = order?.column === column;
  const direction = order?.direction === 1 ? 'ascending' : 'descending';
  return (
    <th aria-sort={isSorted ? direction : 'none'}>
      <button type="button" className="sort" onClick={() => onSort(column)}>
        {words[column]} <span aria-hidden="true">{isSorted ? (order.direction === 1 ? '↓' : '↑') : ''}</span>
      </button>
    </th>
  );
}

function State({ flow: { archivedAt, publishedVersion, hasChanges } }: { flow: FlowOverview }) {
  const words = useWords(flowListWords);
  if (archivedAt !== null) {
    return (
      <span className="flow-state muted">
        <IconArchive {...ICON} /> {words.archived}
      </span>
    );
  }
  if (publishedVersion === null) {
    return (
      <span className="flow-state muted">
        <IconPencil {...ICON} /> {words.draft}
      </span>
    );
  }
  return (
    <>
      <span className="flow-state good">
        <IconPointFilled {...ICON} /> {words.live(publishedVersion)}
      </span>
      {hasChanges && <div className="muted small">{words.changed}</div>}
    </>
  );
}

function Numbers({ flow: { numbers } }: { flow: FlowOverview }) {
  const words = useWords(flowListWords);
  if (numbers.length === 0) return <span className="muted">{words.noNumber}</span>;
  return numbers.map(({ id, displayPhone, name, isDefault }) => (
    <div key={id} className="flow-number">
      {displayPhone ?? name ?? id.slice(0, 8)}{' '}
      {isDefault && <span className="muted small">{words.isDefault}</span>}
    </div>
  ));
}

function Problems({ problems }: { problems: FlowOverview['problems'] }) {
  const words = useWords(flowListWords);
  if (!problems) return <span className="muted">{words.checking}</span>;
  const { errors, warnings } = problems;
  if (errors > 0) {
    return (
      <span className="flow-state bad">
        <IconExclamationCircle {...ICON} /> {words.errors(errors)}
      </span>
    );
  }
  if (warnings > 0) {
    return (
      <span className="flow-state warn">
        <IconAlertTriangle {...ICON} /> {words.warnings(warnings)}
      </span>
    );
  }
  return (
    <span className="flow-state muted">
      <IconCircleCheck {...ICON} /> {words.noProblems}
    </span>
  );
}
