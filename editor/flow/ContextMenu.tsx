import { Menu } from '@mantine/core';
import { useWords } from '../words.ts';
import { ACTIONS, type Action, type ActionId } from './actions.ts';
import { useAct, useFlow } from './flow-context.ts';
import { keyName } from './key-names.ts';
import { isPossible, useActionContext } from './use-actions.ts';
import { flowWords } from './words.ts';

const OFFERED: { [of in 'canvas' | 'nodes' | 'edge']: readonly ActionId[] } = {
  canvas: ['add-behind', 'note', 'paste', 'select-all', 'tidy', 'zoom-fit', 'search'],
  nodes: [
    'add-behind',
    'cut',
    'copy',
    'duplicate',
    'set-start',
    'frame',
    'align-left',
    'align-top',
    'distribute-across',
    'distribute-down',
    'zoom-selection',
    'remove',
  ],
  edge: ['remove'],
};

/** What can be done here, with the keys that do it. */
export function ContextMenu() {
  const words = useWords(flowWords);
  const menu = useFlow((state) => state.menu);
  const act = useAct();
  const context = useActionContext();
  if (!menu) return null;
  const offered: readonly ActionId[] = OFFERED[menu.of];
  const actions = ACTIONS.filter(({ id }) => offered.includes(id)).filter((action) =>
    isPossible(action, context),
  );
  return (
    <Menu
      opened
      onClose={() => act.show({ menu: null })}
      position="bottom-start"
      shadow="md"
      width={256}
      offset={0}
    >
      <Menu.Target>
        <span className="menu-anchor" style={{ left: menu.screen[0], top: menu.screen[1] }} />
      </Menu.Target>
      <Menu.Dropdown>
        {actions.map((action: Action & { id: ActionId }) => (
          <Menu.Item
            key={action.id}
            rightSection={action.keys[0] && <kbd>{keyName(action.keys[0])}</kbd>}
            color={action.id === 'remove' ? 'red' : undefined}
            onClick={() => {
              act.show({ menu: null });
              void action.run(context);
            }}
          >
            {words.actions[action.id]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
