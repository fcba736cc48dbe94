import { Button, SegmentedControl } from '@mantine/core';
import { IconAlertCircle, IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import { Loaded } from '../people/Loaded.tsx';
import { useMay } from '../people/session-store.ts';
import { Moment } from '../shell/Moment.tsx';
import { useLanguage, useWords } from '../words.ts';
import { NumberTabs } from './NumberTabs.tsx';
import { noticeWords } from './notice-words.ts';
import { listNotices, markRead, type Notice, type Severity } from './numbers-api.ts';
import { Subscriptions } from './Subscriptions.tsx';
import { numberWords } from './words.ts';

const ICONS = { error: IconAlertCircle, warning: IconAlertTriangle, info: IconInfoCircle };
const TONES = { error: 'bad', warning: 'warn', info: 'muted' };
const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];
const LOOK_EVERY_MS = 5_000;

/** What needs people, the newest first. */
export function NoticesScreen() {
  const words = useWords(noticeWords);
  const titles = useWords(numberWords);
  const maySubscribe = useMay('settings:write');
  const client = useQueryClient();
  const [severity, setSeverity] = useState<Severity | null>(null);
  const pages = useInfiniteQuery({
    queryKey: ['notices', 'list', severity],
    queryFn: ({ pageParam }) => listNotices(severity, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.ok ? last.body.next : null),
    refetchInterval: LOOK_EVERY_MS,
  });
  const mark = async (which: { ids: string[] } | { upTo: string }) => {
    await markRead(which);
    await client.invalidateQueries({ queryKey: ['notices'] });
  };
  const [first] = pages.data?.pages ?? [];
  const shown = pages.data?.pages.flatMap((page) => (page.ok ? page.body.notices : [])) ?? [];
  const newest = shown[0];
  const markAll = newest && shown.some(({ isRead }) => !isRead) && (
    <Button variant="default" onClick={() => void mark({ upTo: newest.id })}>
      {words.markAll}
    </Button>
  );
  return (
    <>
      <NumberTabs action={markAll} />
      <div className="list-body">
        <h1 className="unseen">{titles.notices}</h1>
        <SegmentedControl
          className="notice-filter"
          value={severity ?? 'all'}
          onChange={(value) => setSeverity(SEVERITIES.find((one) => one === value) ?? null)}
          aria-label={titles.notices}
          data={[
            { value: 'all', label: words.all },
            ...SEVERITIES.map((value) => ({ value, label: words.severities[value] })),
          ]}
        />
        <Loaded answer={first} retry={() => void pages.refetch()}>
          {() =>
            shown.length === 0 ? (
              <p className="panel empty">{severity === null ? words.none : words.noneOfThese}</p>
            ) : (
              <ul className="panel notice-list">
                {shown.map((notice) => (
                  <Row key={notice.id} notice={notice} onRead={() => void mark({ ids: [notice.id] })} />
                ))}
              </ul>
            )
          }
        </Loaded>
        {pages.hasNextPage && (
          <Button
            variant="default"
            loading={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            {words.more}
          </Button>
        )}
        {maySubscribe && <Subscriptions />}
      </div>
    </>
  );
}

function Row({ notice, onRead }: { notice: Notice; onRead: () => void }) {
  const words = useWords(noticeWords);
  const language = useLanguage((state) => state.language);
  const { severity, isRead, dueAt, at } = notice;
  const { happened, advice } = notice.words[language];
  const Icon = ICONS[severity];
  return (
    <li className={isRead ? 'read' : 'unread'}>
      <Icon className={TONES[severity]} size={18} stroke={1.75} aria-label={words.severities[severity]} />
      <div>
        {isRead ? (
          <p>{happened}</p>
        ) : (
          <button type="button" className="link-button" onClick={onRead}>
            {happened}
          </button>
        )}
        {advice && <p className="muted small">{advice}</p>}
        {notice.flows.length > 0 && (
          <p className="small">
            {words.proofs}{' '}
            {notice.flows.map(({ id, name }, at) => (
              <Fragment key={id}>
                {at > 0 && ', '}
                <Link to="/flows/$id/edit" params={{ id }} search={{ show: 'problems' }}>
                  {name}
                </Link>
              </Fragment>
            ))}
          </p>
        )}
        {dueAt && (
          <p className="warn small">
            {words.due} <Moment at={dueAt} />
          </p>
        )}
      </div>
      <span className="muted small">
        <Moment at={at} />
      </span>
    </li>
  );
}
