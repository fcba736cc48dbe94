import { ActionIcon, Menu } from '@mantine/core';
import { definitionOf, type NodeConfig } from '@parley/flows/nodes/registry.ts';
import {
  IconAlertTriangle,
  IconArrowForwardUp,
  IconChevronDown,
  IconChevronRight,
  IconDots,
  IconExclamationCircle,
} from '@tabler/icons-react';
import { memo } from 'react';
import { iconOf } from '../canvas/node-icons.ts';
import { keyName } from '../flow/key-names.ts';
import { nodeWords } from '../node-words.ts';
import { useWords } from '../words.ts';
import type { OutlineRow } from './outline-rows.ts';
import { ROW_ACTIONS, type RowActionId } from './row-actions.ts';
import { outlineWords } from './words.ts';

type RowProps = {
  row: OutlineRow;
  config: NodeConfig | undefined;
  problems: { errors: number; warnings: number } | undefined;
  isStart: boolean;
  isCurrent: boolean;
  isSelected: boolean;
  isFolded: boolean;
  isMenuOpen: boolean;
  onFocus: (key: string) => void;
  onFold: (key: string, isFolded: boolean) => void;
  onMenu: (key: string | null) => void;
  onRun: (id: RowActionId, row: OutlineRow) => void;
};

/** Most characters of a node's text. */
const TEXT = 80;

/** Deeper rows are not moved in further: the panel is narrow, and their level is told to who cannot see. */
const DEEPEST = 8;

/** One row of the tree. */
export const OutlineRowView = memo(
  function OutlineRowView({ row, config, problems, onFocus, onFold, onMenu, onRun, ...is }: RowProps) {
    const name = useRowName(row, config);
    const Fold = is.isFolded ? IconChevronRight : IconChevronDown;
    const look = row.is === 'heading' ? ' heading' : is.isSelected ? ' selected' : '';
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the keys, as trees do
      <div
        role="treeitem"
        className={`outline-row level-${Math.min(row.level, DEEPEST)}${look}`}
        data-key={row.key}
        tabIndex={is.isCurrent ? 0 : -1}
        aria-level={row.level}
        aria-posinset={row.at}
        aria-setsize={row.of}
        aria-expanded={row.hasChildren ? !is.isFolded : undefined}
        aria-selected={is.isSelected}
        aria-label={useSpokenName(name, row, problems)}
        onFocus={(event) => event.target === event.currentTarget && onFocus(row.key)}
        onClick={() => (row.is === 'heading' ? onFold(row.key, !is.isFolded) : onRun(clicked(row), row))}
        onContextMenu={(event) => {
          if (row.is === 'heading') return;
          event.preventDefault();
          onMenu(row.key);
        }}
      >
        <span
          className="outline-fold"
          aria-hidden="true"
          onClick={(event) => {
            event.stopPropagation();
            if (row.hasChildren) onFold(row.key, !is.isFolded);
          }}
        >
          {row.hasChildren && <Fold size={16} stroke={1.75} />}
        </span>
        <Content row={row} name={name} config={config} />
        <Mark problems={problems} />
        {row.is !== 'heading' && (
          <RowMenu row={row} label={name.title} isOpen={is.isMenuOpen} onMenu={onMenu} onRun={onRun} />
        )}
      </div>
    );
  },
  /* The callbacks are made anew each time and do the same. */
  (before, after) =>
    before.config === after.config &&
    before.problems?.errors === after.problems?.errors &&
    before.problems?.warnings === after.problems?.warnings &&
    before.isStart === after.isStart &&
    before.isCurrent === after.isCurrent &&
    before.isSelected === after.isSelected &&
    before.isFolded === after.isFolded &&
    before.isMenuOpen === after.isMenuOpen &&
    JSON.stringify(before.row) === JSON.stringify(after.row),
);

type Name = { label: string; title: string; text: string };

/** Enter's own action: what a click does. */
const clicked = (row: OutlineRow): RowActionId =>
  ROW_ACTIONS.find(({ keys, isFor }) => keys.includes('enter') && isFor(row))?.id ?? 'open';

function useRowName(row: OutlineRow, config: NodeConfig | undefined): Name {
  const words = useWords(outlineWords);
  const called = useWords(nodeWords);
  if (row.is === 'heading') return { label: '', title: words.groups[row.group], text: '' };
  const isOfFlow = row.way?.of === 'flow';
  const isKeyword = isOfFlow && row.way?.of === 'flow' && row.way.port.startsWith('keyword:');
  const label = row.follows
    ? words.andThen
    : isKeyword
      ? words.keyword(row.label)
      : isOfFlow
        ? (words.ways[row.label] ?? row.label)
        : row.way?.of === 'node'
          ? called.port(row.way.port, row.label)
          : row.label;
  if (row.is === 'open') return { label: label || words.beginning, title: words.nowhere, text: '' };
  const definition = config && definitionOf(config.type);
  const text = (config && definition?.preview(config).text.trim().replace(/\s+/g, ' ').slice(0, TEXT)) || '';
  return { label, title: config ? called.title(config.type) : row.node, text };
}

/** The row as a screen reader says it: first what can be read, which is also what it is called by voice. */
function useSpokenName(
  { label, title, text }: Name,
  row: OutlineRow,
  problems: { errors: number; warnings: number } | undefined,
): string {
  const words = useWords(outlineWords);
  if (row.is === 'heading') return title;
  if (row.is === 'open') return `${label} ${title}`;
  const shown = [label, row.node, row.is === 'node' ? text || words.nothingWritten : ''];
  const parts = [
    shown.filter(Boolean).join(' '),
    row.is === 'reference' ? words.leadsTo(title) : title,
    problems && problems.errors > 0 ? words.errors(problems.errors) : '',
    problems && problems.warnings > 0 ? words.warnings(problems.warnings) : '',
  ];
  return parts.filter(Boolean).join(', ');
}

function Content({ row, name, config }: { row: OutlineRow; name: Name; config: NodeConfig | undefined }) {
  const words = useWords(outlineWords);
  if (row.is === 'heading') return <span className="outline-heading">{name.title}</span>;
  const isThen = row.follows;
  const Icon = config && iconOf(config.type);
  const family = config ? (definitionOf(config.type)?.family ?? 'ends') : 'ends';
  return (
    <>
      {Icon && (
        <span className={`choice-icon family-${family}`} aria-hidden="true">
          {row.is === 'reference' ? (
            <IconArrowForwardUp size={18} stroke={1.75} />
          ) : (
            <Icon size={18} stroke={1.75} />
          )}
        </span>
      )}
      <span className="outline-words">
        {name.label !== '' && <span className={isThen ? 'outline-then' : 'outline-way'}>{name.label}</span>}{' '}
        {row.is === 'open' && <span className="outline-open">{name.title}</span>}
        {row.is === 'reference' && <span className="outline-node">{row.node}</span>}
        {row.is === 'node' && (
          <span className="outline-node">
            {row.node}
            <span className="muted"> {name.text || words.nothingWritten}</span>
          </span>
        )}
      </span>
    </>
  );
}

function Mark({ problems }: { problems: { errors: number; warnings: number } | undefined }) {
  if (!problems || problems.errors + problems.warnings === 0) return null;
  const Icon = problems.errors > 0 ? IconExclamationCircle : IconAlertTriangle;
  return <Icon size={16} stroke={1.75} className={problems.errors > 0 ? 'bad' : 'warn'} aria-hidden="true" />;
}

type RowMenuProps = Pick<RowProps, 'row' | 'onMenu' | 'onRun'> & { label: string; isOpen: boolean };

function RowMenu({ row, label, isOpen, onMenu, onRun }: RowMenuProps) {
  const words = useWords(outlineWords);
  const button = (
    <ActionIcon
      className="outline-more"
      variant="subtle"
      color="gray"
      size={24}
      tabIndex={-1}
      aria-label={words.more(label)}
      onClick={(event) => {
        event.stopPropagation();
        onMenu(isOpen ? null : row.key);
      }}
    >
      <IconDots size={16} stroke={1.75} />
    </ActionIcon>
  );
  if (!isOpen) return button;
  return (
    <Menu opened onClose={() => onMenu(null)} position="bottom-end" shadow="md" width={240}>
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown onClick={(event) => event.stopPropagation()}>
        {ROW_ACTIONS.filter(({ isFor }) => isFor(row)).map(({ id, keys }) => (
          <Menu.Item
            key={id}
            rightSection={keys[0] && <kbd>{keyName(keys[0])}</kbd>}
            color={id === 'remove' ? 'red' : undefined}
            onClick={() => onRun(id, row)}
          >
            {words[id]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
