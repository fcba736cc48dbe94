import { Button } from '@mantine/core';
import type { Conflict as Place } from '@parley/flows/merge.ts';
import { flowWords } from '../flow/words.ts';
import { momentWords } from '../shell/moment-words.ts';
import { useLanguage, useWords } from '../words.ts';
import { conflictWords } from './conflict-words.ts';
import { type Conflicted, useConflict } from './use-conflict.ts';
import { useLook } from './use-look.ts';

/** Says who has saved and when, shows what differs, and leaves the decision to the person: both, theirs, mine, or mine as a copy. */
export function Conflict({ save }: { save: Conflicted }) {
  const words = useWords(flowWords);
  const more = useWords(conflictWords);
  const language = useLanguage((state) => state.language);
  const { theirs, merged, mine, isBusy, ...ways } = useConflict(save);
  const { showBetween } = useLook();
  const canMerge = merged?.ok === true;
  const places = merged && !merged.ok ? [...new Set(merged.conflicts.map(placeOf))] : [];
  return (
    <div className="conflict" role="alert">
      <span>
        <strong>{words.conflict(save.by, momentWords(save.at, language))}</strong> {words.kept}
        {canMerge && ` ${more.fits}`}
        {places.length > 0 && ` ${more.clash(places.slice(0, 5).join(', '))}`}
      </span>
      {theirs && (
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => showBetween(more.theirsAndMine, theirs.flow, mine)}
        >
          {more.showDifference}
        </Button>
      )}
      {canMerge && (
        <Button size="compact-sm" loading={isBusy} onClick={() => void ways.mergeBoth()}>
          {more.mergeBoth}
        </Button>
      )}
      <Button size="compact-sm" variant="default" disabled={isBusy} onClick={() => void ways.takeTheirs()}>
        {words.loadTheirs}
      </Button>
      <Button size="compact-sm" variant="default" disabled={isBusy} onClick={() => void ways.keepMine()}>
        {words.keepMine}
      </Button>
      <Button size="compact-sm" variant="default" disabled={isBusy} onClick={() => void ways.keepCopy()}>
        {more.keepCopy}
      </Button>
    </div>
  );
}

/** The node, or the part of the flow, that both have changed. */
const placeOf = ({ part, path }: Place) => (part === 'nodes' || part === 'edges' ? (path[0] ?? part) : part);
