import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { countByNode } from '../canvas/count-problems.ts';
import { useAct, useFlow, useFlowStore } from '../flow/flow-context.ts';
import { keysOf } from '../flow/keys-of.ts';
import { searchFlow } from '../flow/search.ts';
import { useActionContext } from '../flow/use-actions.ts';
import { useWords } from '../words.ts';
import { type Asked, OutlineDialog } from './OutlineDialog.tsx';
import { OutlineRowView } from './OutlineRowView.tsx';
import './outline.css';
import { type OutlineRow, outlineOf } from './outline-rows.ts';
import { ROW_ACTIONS, type RowActionId } from './row-actions.ts';
import { runRowAction } from './run-row-action.ts';
import { shownRows } from './shown-rows.ts';
import { outlineWords } from './words.ts';

/** The flow as a tree that a keyboard or a screen reader can read and change completely. */
export function Outline() {
  const words = useWords(outlineWords);
  const store = useFlowStore();
  const act = useAct();
  const { view } = useActionContext();
  const flow = useFlow((state) => state.flow);
  const selected = useFlow((state) => state.selected);
  const found = useFlow((state) => state.problems);
  const problems = useMemo(() => countByNode(found), [found]);
  const all = useMemo(() => outlineOf(flow), [flow]);
  const [typed, setTyped] = useState('');
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [currentKey, setCurrent] = useState('node');
  const [asked, setAsked] = useState<Asked | null>(null);
  const [menu, setMenu] = useState<string | null>(null);
  const tree = useRef<HTMLDivElement>(null);
  const wantsFocus = useRef(false);
  const lastAt = useRef(0);

  const hits = useMemo(
    () => (typed.trim() === '' ? null : new Set(searchFlow(flow, typed).map(({ node }) => node))),
    [flow, typed],
  );
  const rows = shownRows(all, folded, hits);
  const known = rows.findIndex(({ key }) => key === currentKey);
  const at = known >= 0 ? known : Math.min(lastAt.current, rows.length - 1);
  const current = rows[at];

  useLayoutEffect(() => {
    lastAt.current = Math.max(0, at);
    if (!wantsFocus.current || !current) return;
    wantsFocus.current = false;
    const element = tree.current?.querySelector(`[data-key="${CSS.escape(current.key)}"]`);
    if (element instanceof HTMLElement) element.focus();
  });

  /** Goes to a row and has the focus there, unfolding what hides it. */
  const go = (key: string) => {
    wantsFocus.current = true;
    setCurrent(key);
    const fresh = outlineOf(store.getState().flow);
    const above = new Set<string>();
    const byKey = new Map(fresh.map((row) => [row.key, row]));
    for (let row = byKey.get(key); row?.parent; row = byKey.get(row.parent)) above.add(row.parent);
    setFolded((before) => new Set([...before].filter((one) => !above.has(one))));
  };
  const fold = (key: string, isFolded: boolean) =>
    setFolded((before) => {
      const next = new Set(before);
      isFolded ? next.add(key) : next.delete(key);
      return next;
    });
  const run = (id: RowActionId, row: OutlineRow) => {
    setMenu(null);
    runRowAction(id, row, { store, view, go, ask: setAsked, say: words });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (!current || !(event.target instanceof Element) || event.target.closest('[role="menu"]')) return;
    const keys = keysOf(event);
    const move = stepFor(keys, { rows, at, folded });
    if (move?.to !== undefined) go(rows[move.to]?.key ?? current.key);
    else if (move) fold(current.key, move.folds);
    else if (keys === 'mod+z') act.undo();
    else if (keys === 'mod+shift+z' || keys === 'mod+y') act.redo();
    else if (keys === 'contextmenu' || keys === 'shift+f10')
      /* A menu that is there before the key has gone its way takes it for one that closes it. */
      requestAnimationFrame(() => setMenu(current.key));
    else {
      const action = ROW_ACTIONS.find((one) => one.keys.includes(keys) && one.isFor(current));
      if (!action) return;
      run(action.id, current);
    }
    event.preventDefault();
    if (keys.startsWith('mod+')) wantsFocus.current = true;
  };

  return (
    <div className="outline">
      <TextInput
        aria-label={words.filter}
        placeholder={words.filter}
        leftSection={<IconSearch size={16} stroke={1.75} />}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' && current) go(current.key);
        }}
      />
      <div className="outline-tree" role="tree" aria-label={words.tree} ref={tree} onKeyDown={onKeyDown}>
        {rows.map((row) => (
          <OutlineRowView
            key={row.key}
            row={row}
            config={row.is === 'node' || row.is === 'reference' ? flow.nodes[row.node] : undefined}
            problems={row.is === 'node' ? problems.get(row.node) : undefined}
            isStart={row.is === 'node' && row.node === flow.start}
            isCurrent={row === current}
            isSelected={row.is === 'node' && selected.has(row.node)}
            isFolded={folded.has(row.key)}
            isMenuOpen={menu === row.key}
            onFocus={setCurrent}
            onFold={fold}
            onMenu={setMenu}
            onRun={run}
          />
        ))}
      </div>
      {rows.length === 0 && <p className="muted nothing">{words.nothingFound}</p>}
      <p className="outline-keys">{words.keys}</p>
      <OutlineDialog
        asked={asked}
        onClose={(key) => {
          setAsked(null);
          const back = key ?? current?.key;
          if (back !== undefined) go(back);
        }}
      />
    </div>
  );
}

type Step = { to: number; folds?: never } | { to?: never; folds: boolean };

/** What an arrow key does in a tree: a step to another row, or folding this one. Null for other keys. */
function stepFor(
  keys: string,
  { rows, at, folded }: { rows: readonly OutlineRow[]; at: number; folded: ReadonlySet<string> },
): Step | null {
  const row = rows[at];
  const isFolded = row !== undefined && folded.has(row.key);
  switch (keys) {
    case 'arrowdown':
      return { to: Math.min(at + 1, rows.length - 1) };
    case 'arrowup':
      return { to: Math.max(at - 1, 0) };
    case 'home':
      return { to: 0 };
    case 'end':
      return { to: rows.length - 1 };
    case 'arrowright':
      if (!row?.hasChildren) return { to: at };
      return isFolded ? { folds: false } : { to: at + 1 };
    case 'arrowleft': {
      if (row?.hasChildren && !isFolded) return { folds: true };
      const parent = rows.findIndex(({ key }) => key === row?.parent);
      return { to: parent === -1 ? at : parent };
    }
    default:
      return null;
  }
}
