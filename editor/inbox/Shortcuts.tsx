import { Kbd } from '@mantine/core';
import { keyName } from '../flow/key-names.ts';
import { useWords } from '../words.ts';
import { ACTIONS, type Action, type ActionId } from './actions.ts';
import { inboxWords } from './words.ts';

const GROUPS = ['list', 'conversation', 'view'] as const;

/** Every key there is. */
export function Shortcuts() {
  const words = useWords(inboxWords);
  return (
    <div className="in-shortcuts">
      {GROUPS.map((group) => (
        <section key={group}>
          <h3>{words.groups[group]}</h3>
          <dl>
            {ACTIONS.filter((action: Action) => action.group === group && action.keys.length > 0).map(
              ({ id, keys }: { id: ActionId; keys: readonly string[] }) => (
                <div key={id}>
                  <dt>{words.actions[id]}</dt>
                  <dd>
                    {keys.map((key) => (
                      <Kbd key={key}>{keyName(key)}</Kbd>
                    ))}
                  </dd>
                </div>
              ),
            )}
          </dl>
        </section>
      ))}
    </div>
  );
}
