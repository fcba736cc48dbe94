import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../api.ts';
import { Loaded } from '../people/Loaded.tsx';
import { Table, type TableProps } from './Table.tsx';

/** Pages that follow; of an infinite query. */
type More = {
  label: string;
  pages: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> };
};

type ListProps<Row> = TableProps<Row> & {
  /** What the server said first: nothing yet is a skeleton, a refusal is its reason and the way to try again. */
  answer: Answer<unknown> | undefined;
  retry: () => unknown;
  /** One sentence, and what to do about it, where there are no rows. */
  empty: ReactNode;
  more?: More;
};

/** A list of the app in all of its states: on its way, refused, empty, and rows with more behind them. */
export function List<Row>({ answer, retry, empty, more, ...table }: ListProps<Row>) {
  return (
    <>
      <Loaded answer={answer} retry={() => void retry()}>
        {() => (table.rows.length === 0 ? <div className="panel empty">{empty}</div> : <Table {...table} />)}
      </Loaded>
      {more?.pages.hasNextPage && (
        <Button
          variant="default"
          className="more"
          loading={more.pages.isFetchingNextPage}
          onClick={() => void more.pages.fetchNextPage()}
        >
          {more.label}
        </Button>
      )}
    </>
  );
}
