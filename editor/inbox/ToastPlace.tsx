import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useWords } from '../words.ts';
import { useInbox } from './inbox-store.ts';
import './toast.css';
import { inboxWords } from './words.ts';

/** Milliseconds that a notice stays; the server undoes for ten seconds. */
const STAY = 6_000;
const STAY_TO_UNDO = 9_500;

/** What just happened, in words, and the way back where there is one. */
export function ToastPlace() {
  const words = useWords(inboxWords);
  const toast = useInbox((inbox) => inbox.toast);
  useEffect(() => {
    if (!toast) return;
    const clear = () => useInbox.setState({ toast: null });
    const timer = setTimeout(clear, toast.undo ? STAY_TO_UNDO : STAY);
    return () => clearTimeout(timer);
  }, [toast]);
  const { undo, conversation } = toast ?? {};
  return (
    <div className="in-toast-place" aria-live="polite">
      {toast && (
        <div className={`in-toast ${toast.isBad ? 'is-bad' : ''}`}>
          <span>{toast.text}</span>
          {conversation !== undefined && (
            <Link
              to="/inbox/$id"
              params={{ id: conversation }}
              onClick={() => useInbox.setState({ toast: null })}
            >
              {words.open}
            </Link>
          )}
          {undo && (
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={() => {
                useInbox.setState({ toast: null });
                undo();
              }}
            >
              {words.undo}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
