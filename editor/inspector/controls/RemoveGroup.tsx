import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { type ControlProps, useInspector } from '../state.ts';

/** Takes an optional group away. */
export function RemoveGroup({ label, onChange }: ControlProps) {
  const { words } = useInspector();
  return (
    <Button
      variant="subtle"
      color="gray"
      justify="start"
      leftSection={<IconTrash size={18} stroke={1.75} />}
      onClick={() => onChange(undefined)}
    >
      {words.removeThing(label)}
    </Button>
  );
}
