import { Button, CloseButton, Skeleton, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useLanguage, useWords } from '../words.ts';
import { AgentState } from './AgentState.tsx';
import { BulkBar } from './BulkBar.tsx';
import { ConversationRow } from './ConversationRow.tsx';
import type { Row } from './inbox-api.ts';
import { useInbox } from './inbox-store.ts';
import { ListFilter } from './ListFilter.tsx';
import { useLabels, type useList, useNameOf } from './queries.ts';
import { SearchResults } from './SearchResults.tsx';
import { useNow } from './time-words.ts';
import { refusalWords } from './use-deeds.ts';
import { ViewMenu } from './ViewMenu.tsx';
import { inboxWords } from './words.ts';

/** Which conversations, and those. `list` is read by the screen, whose keys walk through it. */
export function ListColumn({ list, openId }: { list: ReturnType<typeof useList>; openId: string | null }) {
  const words = useWords(inboxWords);
  const [sought, setSought] = useState('');
  const [settled] = useDebouncedValue(sought.trim(), 250);
  const selected = useInbox((inbox) => inbox.selected);
  return (
    <section className="in-list" aria-label={words.list}>
      <header className="in-head">
        <ViewMenu />
        <span className="grow" />
        <AgentState />
      </header>
      <div className="in-search">
        <TextInput
          id="inbox-search"
          size="sm"
          value={sought}
          onChange={(event) => setSought(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              setSought('');
              event.currentTarget.blur();
            }
          }}
          placeholder={words.search}
          aria-label={words.search}
          leftSection={<IconSearch size={16} stroke={1.75} aria-hidden />}
          rightSection={
            sought !== '' && <CloseButton size="sm" aria-label={words.clear} onClick={() => setSought('')} />
          }
        />
        <ListFilter />
      </div>
      {selected.size > 0 && <BulkBar ids={[...selected]} all={list.rows?.map(({ id }) => id) ?? []} />}
      {settled.length > 1 ? <SearchResults words={settled} /> : <Rows list={list} openId={openId} />}
    </section>
  );
}

function Rows({ list, openId }: { list: ReturnType<typeof useList>; openId: string | null }) {
  const words = useWords(inboxWords);
  const language = useLanguage((chosen) => chosen.language);
  const view = useInbox(({ filter }) => filter.view);
  const now = useNow();
  const labels = useLabels();
  const nameOf = useNameOf();
  const { rows, failure, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = list;
  if (failure && !failure.ok && (rows?.length ?? 0) === 0) {
    return (
      <div className="in-empty" role="alert">
        <p>{refusalWords(failure, words)}</p>
        <Button variant="default" onClick={() => void refetch()}>
          {words.retry}
        </Button>
      </div>
    );
  }
  if (!rows) return <Waiting />;
  if (rows.length === 0) {
    return (
      <div className="in-empty">
        <p className="in-empty-title">{words.emptyTitle}</p>
        <p>{words.empty[view] ?? words.empty.all}</p>
      </div>
    );
  }
  return (
    <ul className="in-rows" lang={language}>
      {rows.map((row: Row) => (
        <ConversationRow
          key={row.id}
          row={row}
          isOpen={row.id === openId}
          now={now}
          labels={labels}
          nameOf={nameOf}
        />
      ))}
      {hasNextPage && (
        <li className="in-more">
          <Button variant="subtle" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {words.more}
          </Button>
        </li>
      )}
    </ul>
  );
}

/** Lines where lines will be. */
function Waiting() {
  const words = useWords(inboxWords);
  return (
    <ul className="in-rows" aria-busy="true" aria-label={words.loading}>
      {['a', 'b', 'c', 'd', 'e', 'f'].map((key) => (
        <li className="in-row" key={key}>
          <Skeleton height={36} circle />
          <div className="in-row-link">
            <Skeleton height={12} width="45%" mt={4} />
            <Skeleton height={10} width="80%" mt={10} />
            <Skeleton height={10} width="35%" mt={10} />
          </div>
        </li>
      ))}
    </ul>
  );
}
