import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { useCaller, useMay } from '../people/session-store.ts';
import { useWords } from '../words.ts';
import type { ActionContext } from './actions.ts';
import { Dialogs } from './Dialogs.tsx';
import './inbox.css';
import { useInbox } from './inbox-store.ts';
import { registerWorker } from './install.ts';
import { ListColumn } from './ListColumn.tsx';
import { Panel } from './Panel.tsx';
import { useList, useThread } from './queries.ts';
import { ThreadColumn } from './ThreadColumn.tsx';
import { useDeeds } from './use-deeds.ts';
import { useInboxKeys } from './use-inbox-keys.ts';
import { inboxWords } from './words.ts';

/** The inbox: conversations, the one that is open, and who it is with. On a phone one after the other. */
export function InboxScreen() {
  const words = useWords(inboxWords);
  const maySee = useMay('conversations:read');
  useEffect(registerWorker, []);
  if (!maySee) return <p className="in-empty">{words.noRight}</p>;
  return <Columns />;
}

function Columns() {
  const words = useWords(inboxWords);
  const { id: openId = null } = useParams({ strict: false });
  const filter = useInbox((inbox) => inbox.filter);
  const showsPanel = useInbox((inbox) => inbox.showsPanel);
  const list = useList(filter);
  const me = useCaller()?.id ?? null;
  const mayAnswer = useMay('conversations:write');
  const deeds = useDeeds();
  const navigate = useNavigate();
  const open = useOpenRow(openId, list.rows);
  const context = useMemo(
    (): ActionContext => ({
      ...{ openId, open, me, mayAnswer, deeds, words },
      rows: list.rows ?? [],
      go: (id) => void navigate(id === null ? { to: '/inbox' } : { to: '/inbox/$id', params: { id } }),
    }),
    [list.rows, openId, open, me, mayAnswer, deeds, words, navigate],
  );
  useInboxKeys(context);
  const shown = openId === null ? 'shows-list' : showsPanel ? 'shows-panel' : 'shows-thread';
  return (
    <div className={`inbox ${shown}`}>
      <ListColumn list={list} openId={openId} />
      {openId === null ? (
        <section className="in-thread in-nothing" aria-label={words.thread}>
          <p>{words.pickOne}</p>
          <p className="in-hint">{words.pickHelp}</p>
        </section>
      ) : (
        <ThreadColumn id={openId} key={openId} />
      )}
      {open && showsPanel && <Panel row={open} key={`panel ${open.id}`} />}
      <Dialogs context={context} />
    </div>
  );
}

/** As the thread has it, which is read for each one that is open; until then as the list does. */
function useOpenRow(openId: string | null, rows: ActionContext['rows'] | undefined) {
  const inList = rows?.find(({ id }) => id === openId) ?? null;
  const thread = useThread(openId);
  const [page] = thread.data?.pages ?? [];
  return page?.ok ? page.body.conversation : inList;
}
