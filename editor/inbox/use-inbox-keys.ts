import { useEffect, useRef } from 'react';
import { keysOf } from '../flow/keys-of.ts';
import { isControl, isElsewhere } from '../key-targets.ts';
import { ACTIONS, type Action, type ActionContext } from './actions.ts';

/** Listens to the keyboard, wherever the focus is but in a field or an open dialog. */
export function useInboxKeys(context: ActionContext): void {
  const now = useRef(context);
  useEffect(() => {
    now.current = context;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isElsewhere(event.target)) return;
      const keys = keysOf(event);
      const action: Action | undefined = ACTIONS.find((one: Action) => one.keys.includes(keys));
      if (!action || (isControl(event.target) && (keys === 'enter' || keys === 'escape'))) return;
      if (!(action.isPossible?.(now.current) ?? true)) return;
      event.preventDefault();
      void action.run(now.current);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
