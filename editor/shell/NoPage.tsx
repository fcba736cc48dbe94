import { Link, useLocation } from '@tanstack/react-router';
import { useWords } from '../words.ts';
import { shellWords } from './words.ts';

/** For an address that leads nowhere. */
export function NoPage() {
  const words = useWords(shellWords);
  const { pathname } = useLocation();
  return (
    <section className="panel lone">
      <h1>{words.noPage}</h1>
      <p className="muted">{words.noPageWhy(pathname)}</p>
      <div className="lone-ways">
        <Link to="/">{words.toHome}</Link>
      </div>
    </section>
  );
}
