import { ActionIcon, Indicator, Menu } from '@mantine/core';
import { IconCheck, IconFilter } from '@tabler/icons-react';
import { useWords } from '../words.ts';
import type { Filter } from './inbox-api.ts';
import { look, useInbox } from './inbox-store.ts';
import { useLabels, useNumbers } from './queries.ts';
import { inboxWords } from './words.ts';

/** What narrows a list, and what comes first in it. */
export function ListFilter() {
  const words = useWords(inboxWords);
  const filter = useInbox((inbox) => inbox.filter);
  const labels = useLabels();
  const numbers = useNumbers();
  const isNarrowed = [filter.labels, filter.number, filter.onlyOpenWindow, filter.priority].some(Boolean);
  const tick = (isOn: boolean) => (isOn ? <IconCheck size={16} stroke={1.75} aria-hidden /> : undefined);
  const toggle = (change: Partial<Filter>, isOn: boolean) => {
    const next: Filter = { ...filter, ...change };
    if (isOn) for (const name of Object.keys(change)) delete next[name as keyof typeof change];
    look(next);
  };
  return (
    <Menu position="bottom-end" width={232} shadow="md" closeOnItemClick={false}>
      <Indicator disabled={!isNarrowed} size={8} offset={4}>
        <Menu.Target>
          <ActionIcon variant="default" size={32} aria-label={words.filter}>
            <IconFilter size={18} stroke={1.75} aria-hidden />
          </ActionIcon>
        </Menu.Target>
      </Indicator>
      <Menu.Dropdown mah="70vh" className="in-menu">
        <Menu.Label>{words.order}</Menu.Label>
        {(['waiting', 'newest'] as const).map((order) => (
          <Menu.Item
            key={order}
            aria-current={filter.order === order}
            rightSection={tick(filter.order === order)}
            onClick={() => look({ ...filter, order })}
          >
            {words.orders[order]}
          </Menu.Item>
        ))}
        <Menu.Label>{words.only}</Menu.Label>
        <Menu.Item
          aria-current={filter.onlyOpenWindow === true}
          rightSection={tick(filter.onlyOpenWindow === true)}
          onClick={() => toggle({ onlyOpenWindow: true }, filter.onlyOpenWindow === true)}
        >
          {words.onlyOpenWindow}
        </Menu.Item>
        <Menu.Item
          aria-current={filter.priority === 'urgent'}
          rightSection={tick(filter.priority === 'urgent')}
          onClick={() => toggle({ priority: 'urgent' }, filter.priority === 'urgent')}
        >
          {words.onlyUrgent}
        </Menu.Item>
        {numbers.length > 1 && <Menu.Label>{words.number}</Menu.Label>}
        {numbers.length > 1 &&
          numbers.map(({ id, displayPhone, name }) => (
            <Menu.Item
              key={id}
              aria-current={filter.number === id}
              rightSection={tick(filter.number === id)}
              onClick={() => toggle({ number: id }, filter.number === id)}
            >
              {name ?? displayPhone ?? id}
            </Menu.Item>
          ))}
        {labels.length > 0 && <Menu.Label>{words.labels}</Menu.Label>}
        {labels.map(({ id, name }) => (
          <Menu.Item
            key={id}
            aria-current={filter.labels?.includes(id) === true}
            rightSection={tick(filter.labels?.includes(id) === true)}
            onClick={() => toggle({ labels: [id] }, filter.labels?.includes(id) === true)}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
