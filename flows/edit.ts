import type { Applied, Edge } from './edit/applied.ts';
import type { Change, ChangeOf, Patch, SingleChange } from './edit/change.ts';
import { draw, erase } from './edit/drawings.ts';
import { add, insert, remove, rename, replace } from './edit/nodes.ts';
import { paste } from './edit/paste.ts';
import { applyPatch, isEmptyPatch, patchBetween } from './edit/patch.ts';
import { align, distribute, move } from './edit/places.ts';
import {
  addLocale,
  addVariable,
  removeLocale,
  removeVariable,
  renameKeyword,
  renameVariable,
  replaceVariable,
  setSettings,
  setTexts,
} from './edit/settings.ts';
import { keepTest, removeTests, renameTest } from './edit/tests.ts';
import { connect, disconnect, reconnect, setGlobal, setStart, splice } from './edit/wiring.ts';
import type { Flow } from './flow.ts';

/** A flow after a change. */
export type Edited =
  | {
      ok: true;
      /** The very same object when the change changes nothing. */
      flow: Flow;
      /**
       * What undoes the change; its own inverse makes it again. Several, the last first, are a batch that undoes them
       * all.
       */
      inverse: Patch;
      /** What was done, in words, for undo and redo: “Move 3 nodes”. The inverse has the same name. */
      name: string;
      /** Ids of nodes that are new, to be selected. */
      added: string[];
      /** Edges that are gone because their way out is no more; not those that the change itself was to take away. */
      dropped: Edge[];
    }
  | { ok: false; reason: string };

/**
 * Makes one change. Pure: the flow given is never written to, and parts that stay are shared with the new one. Total: a
 * change that does not fit the flow is refused with a reason for the person who made it. What comes out can be saved as
 * long as what went in could; nothing in it leads to or from what is not there. `flow` is as `fromMachine` reads it.
 */
export function edit(flow: Flow, change: Change): Edited {
  const applied = apply(flow, change);
  if (!applied.ok) return applied;
  const { name, dropped } = applied;
  const inverse = patchBetween(applied.flow, flow, name);
  return {
    ok: true,
    flow: isEmptyPatch(inverse) ? flow : applied.flow,
    inverse,
    name,
    added: Object.keys(applied.flow.nodes).filter((id) => !Object.hasOwn(flow.nodes, id)),
    dropped,
  };
}

function apply(flow: Flow, change: Change): Applied {
  return change.kind === 'batch' ? applyAll(flow, change) : applyOne(flow, change);
}

function applyAll(flow: Flow, { name, changes }: ChangeOf<'batch'>): Applied {
  let next = flow;
  const names: string[] = [];
  const dropped: Edge[] = [];
  for (const change of changes) {
    const applied = applyOne(next, change);
    if (!applied.ok) return applied;
    next = applied.flow;
    names.push(applied.name);
    dropped.push(...applied.dropped);
  }
  const [first = 'Change nothing', ...more] = names;
  const whole = name ?? (more.length === 0 ? first : `${first} and ${more.length} more`);
  return { ok: true, flow: next, name: whole, dropped };
}

function applyOne(flow: Flow, change: SingleChange): Applied {
  switch (change.kind) {
    case 'add':
      return add(flow, change);
    case 'insert':
      return insert(flow, change);
    case 'splice':
      return splice(flow, change);
    case 'remove':
      return remove(flow, change);
    case 'replace':
      return replace(flow, change);
    case 'rename':
      return rename(flow, change);
    case 'paste':
      return paste(flow, change);
    case 'move':
      return move(flow, change);
    case 'align':
      return align(flow, change);
    case 'distribute':
      return distribute(flow, change);
    case 'draw':
      return draw(flow, change);
    case 'erase':
      return erase(flow, change);
    case 'connect':
      return connect(flow, change);
    case 'disconnect':
      return disconnect(flow, change);
    case 'reconnect':
      return reconnect(flow, change);
    case 'start':
      return setStart(flow, change);
    case 'global':
      return setGlobal(flow, change);
    case 'settings':
      return setSettings(flow, change);
    case 'rename-keyword':
      return renameKeyword(flow, change);
    case 'add-variable':
      return addVariable(flow, change);
    case 'replace-variable':
      return replaceVariable(flow, change);
    case 'rename-variable':
      return renameVariable(flow, change);
    case 'remove-variable':
      return removeVariable(flow, change);
    case 'add-locale':
      return addLocale(flow, change);
    case 'remove-locale':
      return removeLocale(flow, change);
    case 'texts':
      return setTexts(flow, change);
    case 'keep-test':
      return keepTest(flow, change);
    case 'rename-test':
      return renameTest(flow, change);
    case 'remove-tests':
      return removeTests(flow, change);
    case 'patch':
      return applyPatch(flow, change);
  }
}
