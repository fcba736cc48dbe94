import { pieceOf } from '@parley/flows/clipboard.ts';
import { bringIntoView, type View } from '../flow/actions.ts';
import type { FlowStore } from '../flow/flow-store.ts';
import type { Asked } from './OutlineDialog.tsx';
import { lead, wayBehind } from './outline-changes.ts';
import { type OutlineRow, wayKey } from './outline-rows.ts';
import { type RowActionId, wayOf } from './row-actions.ts';

type Surroundings = {
  store: FlowStore;
  view: View;
  go: (key: string) => void;
  ask: (asked: Asked) => void;
  say: { noWayOut: string };
};

/** Does what was chosen for a row: a change, a question before one, or a look elsewhere. */
export function runRowAction(
  id: RowActionId,
  row: OutlineRow,
  { store, view, go, ask, say }: Surroundings,
): void {
  const { flow, act } = store.getState();
  if (row.is === 'heading') return;
  const way = wayOf(row);
  const node = row.is === 'open' ? null : row.node;
  switch (id) {
    case 'open':
    case 'show':
      if (node === null) return;
      act.select([node]);
      bringIntoView(view, node);
      if (id === 'open') focusForm();
      break;
    case 'goTo':
      go(`node ${node}`);
      break;
    case 'add': {
      const on = row.is === 'node' ? wayBehind(flow, row.node) : way;
      if (on) ask({ what: 'add', way: on, label: row.is === 'node' ? row.node : row.label });
      else act.tell(say.noWayOut);
      break;
    }
    case 'connect':
      if (way) ask({ what: 'connect', way, label: row.label });
      break;
    case 'disconnect':
      if (!way) return;
      act.change(lead(way, null));
      go(wayKey(way));
      break;
    case 'rename':
      if (node !== null) ask({ what: 'rename', node });
      break;
    case 'duplicate': {
      if (node === null) return;
      const [added] = act.change({ kind: 'paste', piece: pieceOf(flow, [node]), by: [40, 40] }) ?? [];
      if (added !== undefined) go(`node ${added}`);
      break;
    }
    case 'setStart':
      act.change({ kind: 'start', node });
      go(row.key);
      break;
    case 'remove':
      if (node === null) return;
      act.change({ kind: 'remove', nodes: [node] });
      go(way ? wayKey(way) : row.key);
  }
}

/** The form is fetched when it is first asked for, so its first field may still have to come. */
function focusForm(): void {
  const focus = () => {
    const field = document.querySelector(
      '.side-body :is(input:not([type="hidden"]), textarea, [contenteditable="true"])',
    );
    if (!(field instanceof HTMLElement)) return false;
    field.focus();
    return true;
  };
  requestAnimationFrame(() => {
    if (focus()) return;
    const watcher = new MutationObserver(() => {
      if (focus()) watcher.disconnect();
    });
    watcher.observe(document.body, { childList: true, subtree: true });
    setTimeout(() => watcher.disconnect(), 5_000);
  });
}
