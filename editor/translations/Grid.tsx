import type { Scope } from '@parley/flows/expression.ts';
import type { TextRow } from '@parley/flows/translations.ts';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { useAct, useFlowStore } from '../flow/flow-context.ts';
import { useJump } from '../flow/use-jump.ts';
import { useWords } from '../words.ts';
import type { Active, Step } from './active-cell.ts';
import { BLOCK, Block } from './Block.tsx';
import { cellChange } from './cell-change.ts';
import { GridRow } from './GridRow.tsx';
import { translationsWords } from './words.ts';

type Props = {
  rows: readonly TextRow[];
  locales: readonly string[];
  scope: Scope;
  heads: ReactNode[];
};

/** The table: arrow keys walk it, Enter or typing begins to write. */
export function Grid({ rows, locales, scope, heads }: Props) {
  const words = useWords(translationsWords);
  const store = useFlowStore();
  const act = useAct();
  const jump = useJump();
  const table = useRef<HTMLTableElement>(null);
  const size = useRef({ rows: rows.length, columns: locales.length });
  size.current = { rows: rows.length, columns: locales.length };
  const [active, setActive] = useState<Active>({
    row: 0,
    column: locales.length > 1 ? 1 : 0,
    isEditing: false,
    typed: null,
  });
  const hasMoved = useRef(false);

  const go = useCallback((next: Active) => {
    hasMoved.current = true;
    setActive({
      ...next,
      row: Math.max(0, Math.min(size.current.rows - 1, next.row)),
      column: Math.max(0, Math.min(size.current.columns - 1, next.column)),
    });
  }, []);
  const step = useCallback(
    (from: { row: number; column: number }, by: Step) => {
      const { columns } = size.current;
      const at = from.row * columns + from.column + by.columns;
      /* Tab goes on in the next row, arrows stay in theirs. */
      const row = by.isEditing ? Math.floor(at / columns) : from.row + by.rows;
      const column = by.isEditing ? ((at % columns) + columns) % columns : from.column + by.columns;
      go({ row, column, isEditing: by.isEditing, typed: null });
    },
    [go],
  );
  const write = useCallback(
    (row: TextRow, locale: string, text: string) => {
      const change = cellChange(store.getState().flow, row, locale, text);
      if (change) act.change(change);
    },
    [store, act],
  );
  const leave = useCallback(() => {
    hasMoved.current = false;
    setActive((now) => ({ ...now, isEditing: false }));
  }, []);
  const show = useCallback(
    (node: string) => {
      act.show({ panel: null });
      jump(node);
    },
    [act, jump],
  );

  useEffect(() => {
    if (!hasMoved.current || active.isEditing) return;
    const row = table.current?.querySelector(`tr[aria-rowindex="${active.row + 2}"]`);
    const cell = row?.querySelectorAll('td')[active.column];
    cell?.focus();
  }, [active]);

  const blocks = Array.from({ length: Math.ceil(rows.length / BLOCK) }, (_, index) =>
    rows.slice(index * BLOCK, (index + 1) * BLOCK),
  );
  return (
    <div className="translation-scroll">
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells are walked by arrow keys is a grid */}
      <table ref={table} className="translation-grid" role="grid" aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            <th scope="col">{words.where}</th>
            {heads.map((head, at) => (
              <th key={locales[at]} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        {blocks.map((block, index) => {
          const from = index * BLOCK;
          return (
            <Block
              key={block[0]?.path}
              count={block.length}
              isWanted={active.row >= from && active.row < from + BLOCK}
            >
              {() =>
                block.map((row, within) => (
                  <GridRow
                    key={row.path}
                    row={row}
                    at={from + within}
                    isFirstOfNode={rows[from + within - 1]?.node !== row.node}
                    locales={locales}
                    scope={scope}
                    active={active.row === from + within ? active : null}
                    onGo={go}
                    onStep={step}
                    onWrite={write}
                    onLeave={leave}
                    onShow={show}
                  />
                ))
              }
            </Block>
          );
        })}
      </table>
    </div>
  );
}
