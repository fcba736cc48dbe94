import { Button, Switch } from '@mantine/core';
import { useState } from 'react';
import { useMay } from '../people/session-store.ts';
import { useWords } from '../words.ts';
import { show } from './inbox-store.ts';
import { ring, setNotices, useNotices } from './notices.ts';
import { inboxWords } from './words.ts';

const canNotify = () => 'Notification' in window;

/** How this browser tells of messages. It is asked for its permission only when somebody wants it. */
export function SettingsDialog() {
  const words = useWords(inboxWords);
  const { sound, desktop } = useNotices();
  const mayAnswer = useMay('conversations:write');
  const [permission, setPermission] = useState(() => (canNotify() ? Notification.permission : 'denied'));
  const ask = async (isOn: boolean) => {
    if (!isOn) return setNotices({ desktop: false });
    const given = await Notification.requestPermission();
    setPermission(given);
    setNotices({ desktop: given === 'granted' });
  };
  return (
    <div className="in-settings">
      <Switch
        checked={sound}
        onChange={({ currentTarget }) => {
          setNotices({ sound: currentTarget.checked });
          if (currentTarget.checked) ring();
        }}
        label={words.sound}
        description={words.soundHelp}
      />
      <Switch
        checked={desktop && permission === 'granted'}
        disabled={!canNotify() || permission === 'denied'}
        onChange={({ currentTarget }) => void ask(currentTarget.checked)}
        label={words.desktop}
        description={permission === 'denied' ? words.desktopDenied : words.desktopHelp}
      />
      {mayAnswer && (
        <Button variant="default" onClick={() => show('canned')}>
          {words.dialogs.canned}
        </Button>
      )}
      <Button variant="default" onClick={() => show('shortcuts')}>
        {words.dialogs.shortcuts}
      </Button>
    </div>
  );
}
