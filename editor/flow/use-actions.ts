import { copy } from '@parley/flows/clipboard.ts';
import { useReactFlow } from '@xyflow/react';
import { useEffect, useMemo } from 'react';
import type { CardEdge, CardNode } from '../canvas/projection.ts';
import { isControl, isElsewhere } from '../key-targets.ts';
import { useWords } from '../words.ts';
import { ACTIONS, type Action, type ActionContext, pasteText, removeSelected } from './actions.ts';
import { useFlowStore } from './flow-context.ts';
import type { FlowState } from './flow-store.ts';
import { keysOf } from './keys-of.ts';
import { useSaving } from './saving-context.ts';
import { flowWords } from './words.ts';

/** What actions work on here. */
export function useActionContext(): ActionContext {
  const store = useFlowStore();
  const saving = useSaving();
  const view = useReactFlow<CardNode, CardEdge>();
  const say = useWords(flowWords);
  return useMemo(() => ({ store, saving, view, say }), [store, saving, view, say]);
}

/** The actions that a person could take now, for menus and the palette. */
export function isPossible(action: Action, context: ActionContext): boolean {
  return isPossibleIn(action, context.store.getState());
}

/** The same for a state that a component has read. What changes the flow is not for those who may only look. */
export function isPossibleIn(action: Action, state: FlowState): boolean {
  if (state.readOnly !== null && action.changes) return false;
  return action.isPossible?.(state) ?? true;
}

/** Keys that the browser turns into clipboard events, which are listened to instead. */
const BY_EVENT = new Set(['cut', 'copy', 'paste']);

/** Listens to the keyboard and the clipboard, wherever the focus is but in a field or an open dialog. */
export function useKeys(context: ActionContext): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isElsewhere(event.target)) return;
      /* A dialog that opens has not got the focus yet: what is typed meanwhile is meant for it. */
      if (context.store.getState().dialog !== null) return;
      const focused = event.target instanceof Element ? event.target.closest('.react-flow__node') : null;
      const focusedId = focused === event.target ? focused?.getAttribute('data-id') : null;
      if (focusedId && (event.key === 'Enter' || event.key === ' ')) {
        event.preventDefault();
        return context.store.getState().act.select([focusedId]);
      }
      const keys = keysOf(event);
      const action: Action | undefined = ACTIONS.find((candidate: Action) => candidate.keys.includes(keys));
      if (!action || BY_EVENT.has(action.id)) return;
      if (isControl(event.target) && (keys.startsWith('arrow') || keys === 'escape')) return;
      event.preventDefault();
      if (isPossible(action, context)) void action.run(context);
    };
    const onCopy = (event: ClipboardEvent) => {
      const { flow, selected, act } = context.store.getState();
      if (isElsewhere(event.target) || selected.size === 0 || !document.getSelection()?.isCollapsed) return;
      event.preventDefault();
      event.clipboardData?.setData('text/plain', copy(flow, [...selected]));
      if (event.type === 'cut' && context.store.getState().readOnly === null) removeSelected(context.store);
      else act.show({ menu: null });
    };
    const onPaste = (event: ClipboardEvent) => {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (isElsewhere(event.target) || text === '') return;
      event.preventDefault();
      pasteText(context, text);
    };
    document.addEventListener('keydown', onKey);
    document.addEventListener('copy', onCopy);
    document.addEventListener('cut', onCopy);
    document.addEventListener('paste', onPaste);
    return () => {
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('copy', onCopy);
      document.removeEventListener('cut', onCopy);
      document.removeEventListener('paste', onPaste);
    };
  }, [context]);
}
