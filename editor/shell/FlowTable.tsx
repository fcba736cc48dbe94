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
import { type Column, Table } from './Table.tsx';

const ICON = { size: 16, stroke: 1.75, 'aria-hidden': true } as const;

type FlowTableProps = {
  flows: readonly FlowOverview[];
  order?: FlowOrder;
  onSort?: (column: FlowColumn) => void;
  menuOf?: (flow: FlowOverview) => ReactNode;
};

/** Flows with their state, one a row. With `onSort` the heads of the columns are buttons; `menuOf` draws what can be done with a flow. */
export function FlowTable({ flows, order, onSort, menuOf }: FlowTableProps) {
  const words = useWords(flowListWords);
  const direction = order?.direction === 1 ? ('ascending' as const) : ('descending' as const);
  const columns = FLOW_COLUMNS.map(
    (column): Column<FlowOverview> => ({
      id: column,
      head: words[column],
      ...CELLS[column],
      ...(onSort && {
        sort: { is: order?.column === column ? direction : 'none', onSort: () => onSort(column) },
      }),
    }),
  );
  const menu = menuOf && {
    id: 'menu',
    head: <span className="unseen">{words.actions}</span>,
    className: 'row-menu',
    cell: menuOf,
  };
  return (
    <Table
      className="flow-table"
      rows={flows}
      columns={menu ? [...columns, menu] : columns}
      keyOf={({ id }) => id}
    />
  );
}

const CELLS: { readonly [column in FlowColumn]: Pick<Column<FlowOverview>, 'cell' | 'isWide'> } = {
  flow: { cell: (flow) => <Name flow={flow} /> },
  state: { cell: (flow) => <State flow={flow} /> },
  numbers: { isWide: true, cell: (flow) => <Numbers flow={flow} /> },
  sessions: { isWide: true, cell: (flow) => <Sessions flow={flow} /> },
  problems: { cell: ({ problems }) => <Problems problems={problems} /> },
  saved: { isWide: true, cell: (flow) => <Saved flow={flow} /> },
};

function Name({ flow: { id, name } }: { flow: FlowOverview }) {
  return (
    <>
      <Link to="/flows/$id/edit" params={{ id }}>
        {name}
      </Link>
      <div className="muted small">{id}</div>
    </>
  );
}

function Sessions({ flow: { sessions, olderSessions } }: { flow: FlowOverview }) {
  const words = useWords(flowListWords);
  return (
    <>
      {sessions}
      {olderSessions > 0 && <div className="muted small">{words.older(olderSessions)}</div>}
    </>
  );
}

function Saved({ flow: { savedAt, savedBy } }: { flow: FlowOverview }) {
  const words = useWords(flowListWords);
  return (
    <>
      <Moment at={savedAt} />
      {savedBy !== null && <div className="muted small">{words.by(savedBy)}</div>}
    </>
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
