import { Modal, Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { nodeWords } from '../node-words.ts';
import { useWords } from '../words.ts';
import { ACTIONS, type Action, type ActionId, bringIntoView, showAdded } from './actions.ts';
import { Chooser } from './Chooser.tsx';
import { useAct, useFlow, useFlowStore } from './flow-context.ts';
import { keyName } from './key-names.ts';
import { nodeChoices } from './node-choices.tsx';
import { ProblemList } from './ProblemList.tsx';
import { placeBehind } from './place-behind.ts';
import { searchFlow } from './search.ts';
import { isPossible, useActionContext } from './use-actions.ts';
import { flowWords } from './words.ts';

const PublishDialog = lazy(async () => ({ default: (await import('./PublishDialog.tsx')).PublishDialog }));

/** The dialog that is open, if one is. */
export function Dialogs() {
  const words = useWords(flowWords);
  const dialog = useFlow((state) => state.dialog);
  const act = useAct();
  const close = () => act.show({ dialog: null });
  const shared = { opened: true, onClose: close, closeButtonProps: { 'aria-label': words.close } };
  switch (dialog) {
    case 'commands':
      return (
        <Modal
          {...shared}
          {...called(words.actions.commands)}
          withCloseButton={false}
          padding={8}
          size={560}
          centered={false}
          yOffset="12vh"
        >
          <Commands />
        </Modal>
      );
    case 'search':
      return (
        <Modal
          {...shared}
          {...called(words.actions.search)}
          withCloseButton={false}
          padding={8}
          size={560}
          centered={false}
          yOffset="12vh"
        >
          <Search />
        </Modal>
      );
    case 'shortcuts':
      return (
        <Modal {...shared} title={words.shortcuts} size={640}>
          <Shortcuts />
        </Modal>
      );
    case 'problems':
      return (
        <Modal {...shared} title={words.problemsTitle} size={640}>
          <ProblemList />
        </Modal>
      );
    case 'publish':
      return (
        <Modal {...shared} title={words.publishTitle} size={560}>
          <Suspense fallback={<Skeleton height={240} aria-busy="true" aria-label={words.loading} />}>
            <PublishDialog />
          </Suspense>
        </Modal>
      );
    case null:
      return null;
  }
}

/** A name for a dialog that shows no title. */
const called = (name: string) => ({ attributes: { content: { 'aria-label': name } } });

function Commands() {
  const words = useWords(flowWords);
  const called = useWords(nodeWords);
  const store = useFlowStore();
  const act = useAct();
  const context = useActionContext();
  const choicesFor = (typed: string) => {
    const wanted = typed.trim().toLowerCase();
    const actions = ACTIONS.filter((action: Action) => !action.isKeyOnly && isPossible(action, context))
      .filter(({ id }) => words.actions[id].toLowerCase().includes(wanted))
      .map((action: Action & { id: ActionId }) => ({
        id: `do ${action.id}`,
        title: words.actions[action.id],
        group: words.groups[action.group],
        hint: action.keys[0] && keyName(action.keys[0]),
      }))
      .sort((one, other) => one.group.localeCompare(other.group));
    const canAdd = store.getState().readOnly === null;
    const nodes = !canAdd
      ? []
      : nodeChoices(typed, { words: called, families: words.families, isDetailed: false }).map((choice) => ({
          ...choice,
          id: `add ${choice.id}`,
          title: words.addNode(choice.title),
          group: words.palette,
        }));
    return [...actions, ...nodes];
  };
  const choose = (id: string) => {
    act.show({ dialog: null });
    const [kind, name = ''] = id.split(' ');
    const { flow, selected } = store.getState();
    const middle = { x: window.innerWidth / 2, y: window.innerHeight / 3 };
    const place = placeBehind(flow, selected, context.view.screenToFlowPosition(middle));
    if (kind === 'add') showAdded(context.view, act.change({ kind: 'add', type: name, ...place }));
    else void ACTIONS.find((action) => action.id === name)?.run(context);
  };
  return <Chooser label={words.searchCommands} choicesFor={choicesFor} onChoose={choose} />;
}

function Search() {
  const words = useWords(flowWords);
  const called = useWords(nodeWords);
  const flow = useFlow((state) => state.flow);
  const act = useAct();
  const { view } = useActionContext();
  const choicesFor = (typed: string) =>
    searchFlow(flow, typed, called).map(({ node, title, snippet }) => {
      return { id: node, title: snippet, detail: `${title} · ${node}` };
    });
  const choose = (node: string) => {
    act.select([node]);
    act.show({ dialog: null });
    bringIntoView(view, node);
  };
  return <Chooser label={words.searchFlow} choicesFor={choicesFor} onChoose={choose} />;
}

function Shortcuts() {
  const words = useWords(flowWords);
  const groups = Map.groupBy(
    ACTIONS.filter(({ keys }) => keys.length > 0),
    ({ group }) => group,
  );
  return (
    <div className="shortcuts">
      {[...groups].map(([group, actions]) => (
        <section key={group}>
          <h2>{words.groups[group]}</h2>
          <dl>
            {actions.map(({ id, keys }) => (
              <div key={id}>
                <dt>{words.actions[id]}</dt>
                <dd>
                  {keys.map((key) => (
                    <kbd key={key}>{keyName(key)}</kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
