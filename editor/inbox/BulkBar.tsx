import { ActionIcon, Button, Checkbox, Menu, Tooltip } from '@mantine/core';
import { IconCheck, IconClockPause, IconTag, IconUserPlus, IconX } from '@tabler/icons-react';
import { useCaller } from '../people/session-store.ts';
import { useWords } from '../words.ts';
import type { Snooze } from './inbox-api.ts';
import { useInbox } from './inbox-store.ts';
import { useAgents, useLabels } from './queries.ts';
import { snoozeTimes } from './snooze-times.ts';
import { useDeeds } from './use-deeds.ts';
import { inboxWords } from './words.ts';

/** What can be done to everything that is selected. */
export function BulkBar({ ids, all }: { ids: string[]; all: readonly string[] }) {
  const words = useWords(inboxWords);
  const deeds = useDeeds();
  const agents = useAgents();
  const me = useCaller();
  const labels = useLabels();
  const isAll = all.length > 0 && all.every((id) => ids.includes(id));
  const select = (selected: readonly string[]) => useInbox.setState({ selected: new Set(selected) });
  const snooze = (until: Snooze) => deeds.many(ids, { act: 'snooze', until });
  return (
    <div className="in-bulk" role="toolbar" aria-label={words.selected(ids.length)}>
      <Checkbox
        size="sm"
        checked={isAll}
        indeterminate={!isAll}
        onChange={() => select(isAll ? [] : all)}
        aria-label={words.selectAll}
      />
      <span className="grow">{words.selected(ids.length)}</span>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size={32} aria-label={words.assign}>
            <IconUserPlus size={18} stroke={1.75} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown mah="60vh" className="in-menu">
          {me?.kind === 'person' && (
            <Menu.Item onClick={() => deeds.many(ids, { act: 'assign', to: me.id })}>{words.toMe}</Menu.Item>
          )}
          {agents
            .filter(({ id }) => id !== me?.id)
            .map(({ id, name }) => (
              <Menu.Item key={id} onClick={() => deeds.many(ids, { act: 'assign', to: id })}>
                {name}
              </Menu.Item>
            ))}
        </Menu.Dropdown>
      </Menu>
      {labels.length > 0 && (
        <Menu position="bottom-end" shadow="md">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size={32} aria-label={words.labels}>
              <IconTag size={18} stroke={1.75} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown mah="60vh" className="in-menu">
            <Menu.Label>{words.putOn}</Menu.Label>
            {labels.map(({ id, name }) => (
              <Menu.Item key={id} onClick={() => deeds.many(ids, { act: 'label', add: [id], remove: [] })}>
                {name}
              </Menu.Item>
            ))}
            <Menu.Divider />
            <Menu.Label>{words.takeOff}</Menu.Label>
            {labels.map(({ id, name }) => (
              <Menu.Item key={id} onClick={() => deeds.many(ids, { act: 'label', add: [], remove: [id] })}>
                {name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size={32} aria-label={words.snooze}>
            <IconClockPause size={18} stroke={1.75} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {snoozeTimes(new Date()).map(({ id, until }) => (
            <Menu.Item key={id} onClick={() => snooze(until)}>
              {words.snoozeTimes[id]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Tooltip label={words.resolveHelp}>
        <Button
          variant="light"
          leftSection={<IconCheck size={16} stroke={1.75} aria-hidden />}
          onClick={() => deeds.many(ids, { act: 'resolve' })}
        >
          {words.resolve}
        </Button>
      </Tooltip>
      <ActionIcon variant="subtle" color="gray" size={32} aria-label={words.clear} onClick={() => select([])}>
        <IconX size={18} stroke={1.75} aria-hidden />
      </ActionIcon>
    </div>
  );
}
