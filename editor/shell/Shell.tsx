import { useMediaQuery } from '@mantine/hooks';
import { Outlet } from '@tanstack/react-router';
import { Gate } from '../people/Gate.tsx';
import { useWords } from '../words.ts';
import { BottomBar } from './BottomBar.tsx';
import { Rail } from './Rail.tsx';
import './shell.css';
import { shellWords } from './words.ts';

/** The way to the screens and the screen beside it; for whoever has not signed in, the way in. */
export function Shell() {
  const words = useWords(shellWords);
  const isNarrow = useMediaQuery('(max-width: 600px)', window.innerWidth <= 600) ?? false;
  return (
    <div className="shell">
      <a className="skip" href="#screen">
        {words.skip}
      </a>
      {isNarrow ? <BottomBar /> : <Rail />}
      <main className="screen" id="screen" tabIndex={-1}>
        <Gate>
          <Outlet />
        </Gate>
      </main>
    </div>
  );
}
