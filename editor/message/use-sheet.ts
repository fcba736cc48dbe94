import { useFocusTrap } from '@mantine/hooks';
import { type KeyboardEvent, useEffect } from 'react';

/** For a sheet over the phone: the keyboard stays in it, Escape closes it, and focus goes back to where it was. */
export function useSheet(onClose: () => void) {
  const trap = useFocusTrap();
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onClose();
  };
  return { ref: trap, onKeyDown };
}
