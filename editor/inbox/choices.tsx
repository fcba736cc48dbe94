import { Button, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useCaller } from '../people/session-store.ts';
import { fullTime } from '../shell/moment-words.ts';
import { useLanguage, useWords } from '../words.ts';
import type { Row } from './inbox-api.ts';
import { show } from './inbox-store.ts';
import { useAgents, usePublishedFlows } from './queries.ts';
import { snoozeTimes } from './snooze-times.ts';
import { useDeeds } from './use-deeds.ts';
import { inboxWords } from './words.ts';

/** A list to pick one of; a press does it. */
function Picks(props: {
  items: { id: string; name: ReactNode; more?: ReactNode; pick: () => void }[];
  none: string;
}) {
  const { items, none } = props;
  if (items.length === 0) return <p className="in-hint">{none}</p>;
  return (
    <div className="in-picks">
      {items.map(({ id, name, more, pick }, place) => (
        <Button
          key={id}
          variant="subtle"
          color="gray"
          justify="space-between"
          fullWidth
          rightSection={more}
          data-autofocus={place === 0 || undefined}
          onClick={() => {
            show(null);
            pick();
          }}
        >
          {name}
        </Button>
      ))}
    </div>
  );
}

/** Gives a conversation to somebody. */
export function AssignDialog({ row }: { row: Row }) {
  const words = useWords(inboxWords);
  const deeds = useDeeds();
  const agents = useAgents();
  const me = useCaller();
  const mine =
    me?.kind === 'person'
      ? [{ id: me.id, name: words.toMe, more: null, pick: () => void deeds.assign(row.id, me.id) }]
      : [];
  const theirs = agents
    .filter(({ id }) => id !== me?.id)
    .map(({ id, name, state, load }) => ({
      id,
      name,
      more: (
        <span className="in-hint">
          <span className={`in-dot is-${state}`} /> {words.states[state]} · {words.has(load)}
        </span>
      ),
      pick: () => void deeds.assign(row.id, id),
    }));
  return <Picks items={[...mine, ...theirs]} none={words.nobody} />;
}

/** Puts a conversation off. */
export function SnoozeDialog({ row }: { row: Row }) {
  const words = useWords(inboxWords);
  const language = useLanguage((chosen) => chosen.language);
  const deeds = useDeeds();
  const [until, setUntil] = useState('');
  const items = snoozeTimes(new Date()).map((time) => ({
    id: time.id,
    name: words.snoozeTimes[time.id],
    more: time.id === 'reply' ? null : <span className="in-hint">{fullTime(time.until, language)}</span>,
    pick: () => void deeds.snooze(row.id, time.until),
  }));
  const isAhead = until !== '' && Date.parse(until) > Date.now();
  return (
    <>
      <Picks items={items} none="" />
      <form
        className="in-line-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isAhead) return;
          show(null);
          void deeds.snooze(row.id, new Date(until).toISOString());
        }}
      >
        <TextInput
          type="datetime-local"
          label={words.snoozeOther}
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={!isAhead}>
          {words.snooze}
        </Button>
      </form>
    </>
  );
}

/** Which flow begins; after a hand-over, instead of the one that stood. */
export function FlowDialog({ row, isHandBack }: { row: Row; isHandBack: boolean }) {
  const words = useWords(inboxWords);
  const deeds = useDeeds();
  const flows = usePublishedFlows();
  const items = flows.map(({ id, name, publishedVersion }) => ({
    id,
    name,
    more: <span className="in-hint">{words.version(publishedVersion ?? 0)}</span>,
    pick: () =>
      void (isHandBack ? deeds.handBack(row.id, { how: 'flow', flow: id }) : deeds.startFlow(row.id, id)),
  }));
  return <Picks items={items} none={words.noFlows} />;
}
