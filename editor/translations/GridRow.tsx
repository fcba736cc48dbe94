import type { Scope } from '@parley/flows/expression.ts';
import { FLOW_ITSELF, type TextRow } from '@parley/flows/translations.ts';
import { memo } from 'react';
import { useWords } from '../words.ts';
import type { Active, Step } from './active-cell.ts';
import { Cell } from './Cell.tsx';
import { translationsWords } from './words.ts';

type Props = {
  row: TextRow;
  at: number;
  isFirstOfNode: boolean;
  locales: readonly string[];
  scope: Scope;
  /** Set in the row that has the active cell. */
  active: Active | null;
  onGo: (to: Active) => void;
  onStep: (from: { row: number; column: number }, by: Step) => void;
  onWrite: (row: TextRow, locale: string, text: string) => void;
  onLeave: () => void;
  onShow: (node: string) => void;
};

/** One text. Drawn again only when something in it has changed: a flow has thousands. */
export const GridRow = memo(function GridRow(props: Props) {
  const { row, at, isFirstOfNode, locales, scope, active, onGo, onStep, onWrite, onLeave, onShow } = props;
  const words = useWords(translationsWords);
  return (
    <tr aria-rowindex={at + 2} className={isFirstOfNode ? 'first-of-node' : undefined}>
      <th scope="row">
        {isFirstOfNode && row.node === FLOW_ITSELF && <b>{words.flow}</b>}
        {isFirstOfNode && row.node !== FLOW_ITSELF && (
          <button
            type="button"
            className="translation-node"
            tabIndex={-1}
            title={words.goTo(row.node)}
            aria-label={words.goTo(row.node)}
            onClick={() => onShow(row.node)}
          >
            {row.node}
          </button>
        )}
        <span className="muted small">{fieldName(row, words.fields)}</span>
      </th>
      {locales.map((locale, column) => (
        <Cell
          key={locale}
          row={row}
          locale={locale}
          scope={scope}
          isActive={active?.column === column}
          isEditing={active?.column === column && active.isEditing}
          typed={active?.column === column ? active.typed : null}
          onGo={(isEditing, typed) => onGo({ row: at, column, isEditing, typed })}
          onStep={(by) => onStep({ row: at, column }, by)}
          onWrite={(text) => onWrite(row, locale, text)}
          onLeave={onLeave}
          onShow={() => {
            if (row.node !== FLOW_ITSELF) onShow(row.node);
          }}
        />
      ))}
    </tr>
  );
}, isSame);

function isSame(one: Props, other: Props): boolean {
  return (
    one.row.path === other.row.path &&
    one.row.limit === other.row.limit &&
    one.row.needsTranslation === other.row.needsTranslation &&
    one.at === other.at &&
    one.isFirstOfNode === other.isFirstOfNode &&
    one.locales === other.locales &&
    one.scope === other.scope &&
    one.active === other.active &&
    one.locales.every((locale) => one.row.texts[locale] === other.row.texts[locale])
  );
}

/** `menu.buttons.order.title` → “Button · order · Title”. */
function fieldName({ path, node }: TextRow, fields: { [step: string]: string }): string {
  return path
    .slice(node.length + 1)
    .split('.')
    .map((step) => (Object.hasOwn(fields, step) ? fields[step] : step))
    .join(' · ');
}
