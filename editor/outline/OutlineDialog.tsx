import { Button, Group, Modal, TextInput } from '@mantine/core';
import { NodeId } from '@parley/flows/machine-schema.ts';
import { definitionOf } from '@parley/flows/nodes/registry.ts';
import { useState } from 'react';
import { iconOf } from '../canvas/node-icons.ts';
import { Chooser } from '../flow/Chooser.tsx';
import { useAct, useFlow, useFlowStore } from '../flow/flow-context.ts';
import { nodeChoices } from '../flow/node-choices.tsx';
import { flowWords } from '../flow/words.ts';
import { nodeWords } from '../node-words.ts';
import { useWords } from '../words.ts';
import { addOn, lead, targetOfWay } from './outline-changes.ts';
import { type Way, wayKey } from './outline-rows.ts';
import { outlineWords } from './words.ts';

/** What has to be known before a change can be made. */
export type Asked =
  | { what: 'add'; way: Way; label: string }
  | { what: 'connect'; way: Way; label: string }
  | { what: 'rename'; node: string };

/** Asks; closes with the key of the row where the person is afterwards, or with null for where they were. */
export function OutlineDialog({
  asked,
  onClose,
}: {
  asked: Asked | null;
  onClose: (key: string | null) => void;
}) {
  const words = useWords(outlineWords);
  if (!asked) return null;
  const label = asked.what === 'rename' ? '' : asked.label || words.beginning;
  const title = {
    add: words.addBehind(label),
    connect: words.connectWay(label),
    rename: words.renameTitle(asked.what === 'rename' ? asked.node : ''),
  };
  return (
    <Modal
      opened
      onClose={() => onClose(null)}
      title={title[asked.what]}
      size={480}
      centered={false}
      yOffset="12vh"
      returnFocus={false}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      {asked.what === 'add' && <Add way={asked.way} onClose={onClose} />}
      {asked.what === 'connect' && <Connect way={asked.way} onClose={onClose} />}
      {asked.what === 'rename' && <Rename node={asked.node} onClose={onClose} />}
    </Modal>
  );
}

type AskProps<What> = What & { onClose: (key: string | null) => void };

function Add({ way, onClose }: AskProps<{ way: Way }>) {
  const words = useWords(flowWords);
  const called = useWords(nodeWords);
  const store = useFlowStore();
  const act = useAct();
  const add = (type: string) => {
    const [added] = act.change(addOn(store.getState().flow, way, type)) ?? [];
    onClose(added === undefined ? null : `node ${added}`);
  };
  return (
    <Chooser
      label={words.searchNodes}
      choicesFor={(typed) => nodeChoices(typed, { words: called, families: words.families })}
      onChoose={add}
    />
  );
}

function Connect({ way, onClose }: AskProps<{ way: Way }>) {
  const words = useWords(outlineWords);
  const called = useWords(nodeWords);
  const act = useAct();
  const flow = useFlow((state) => state.flow);
  const choicesFor = (typed: string) => {
    const wanted = typed.trim().toLowerCase();
    return Object.entries(flow.nodes).flatMap(([id, config]) => {
      const definition = definitionOf(config.type);
      const text = definition?.preview(config).text.trim() ?? '';
      if (!`${id} ${called.title(config.type)} ${text}`.toLowerCase().includes(wanted)) return [];
      return [
        {
          id,
          title: `${called.title(config.type)} · ${id}`,
          detail: text.slice(0, 120),
          icon: <TypeIcon type={config.type} key={id} />,
        },
      ];
    });
  };
  const connect = (to: string) => {
    if (targetOfWay(flow, way) !== to) act.change(lead(way, to));
    onClose(wayKey(way));
  };
  return <Chooser label={words.searchTarget} choicesFor={choicesFor} onChoose={connect} />;
}

function TypeIcon({ type }: { type: string }) {
  const Icon = iconOf(type);
  return (
    <span className={`choice-icon family-${definitionOf(type)?.family ?? 'ends'}`}>
      <Icon size={18} stroke={1.75} aria-hidden="true" />
    </span>
  );
}

function Rename({ node, onClose }: AskProps<{ node: string }>) {
  const words = useWords(outlineWords);
  const act = useAct();
  const nodes = useFlow(({ flow }) => flow.nodes);
  const [typed, setTyped] = useState(node);
  const isTaken = typed !== node && Object.hasOwn(nodes, typed);
  const isFit = NodeId.safeParse(typed).success && !isTaken;
  const keep = () => {
    if (!isFit) return;
    if (typed !== node) act.change({ kind: 'rename', node, to: typed });
    onClose(`node ${typed}`);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        keep();
      }}
    >
      <TextInput
        label={words.id}
        description={words.idHint}
        data-autofocus
        value={typed}
        error={!isFit}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Group justify="flex-end" mt={16}>
        <Button type="submit" disabled={!isFit}>
          {words.keep}
        </Button>
      </Group>
    </form>
  );
}
