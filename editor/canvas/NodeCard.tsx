import type { OutboundMessage } from '@parley/flows/message.ts';
import {
  IconAlertTriangle,
  IconArrowsMove,
  IconExclamationCircle,
  IconMinus,
  IconPencil,
  IconPlus,
} from '@tabler/icons-react';
import { Handle, type NodeProps, Position, useReactFlow } from '@xyflow/react';
import { type MouseEvent, memo, useContext } from 'react';
import { useAct, useFlow } from '../flow/flow-context.ts';
import { MessageView } from '../message/MessageView.tsx';
import { useWords } from '../words.ts';
import { FarContext } from './far.ts';
import { iconOf } from './node-icons.ts';
import type { Card, CardNode } from './projection.ts';
import { canvasWords } from './words.ts';

/** A node as it looks to who talks to it: its message, and each way out where the contact would tap. */
export const NodeCard = memo(function NodeCard({ id, data, height }: NodeProps<CardNode>) {
  const isFar = useContext(FarContext);
  /* A card keeps the size and the ways out that it was measured with, so its edges stay where they are. */
  if (isFar && height !== undefined) return <FarCard data={data} height={height} />;
  return <NearCard id={id} data={data} isFar={isFar} />;
});

function FarCard({ data, height }: { data: Card; height: number }) {
  const Icon = iconOf(data.type);
  const found = data.errors > 0 ? ' has-errors' : data.warnings > 0 ? ' has-warnings' : '';
  const mark = `${found}${markClass(data)}`;
  return (
    <div className={`card far family-${data.family}${data.isLit ? ' lit' : ''}${mark}`} style={{ height }}>
      <div className="card-title">
        <Icon size={40} stroke={1.75} aria-hidden="true" />
        <span className="card-name">{data.title}</span>
      </div>
    </div>
  );
}

function NearCard({ id, data, isFar }: { id: string; data: Card; isFar: boolean }) {
  const Icon = iconOf(data.type);
  const isMarked = data.errors + data.warnings > 0;
  const words = useWords(canvasWords);
  const windowState = useFlow(({ windows }) => windows[id]);
  return (
    <div
      className={`card family-${data.family}${data.isLit ? ' lit' : ''}${isFar ? ' far' : ''}${markClass(data)}`}
    >
      <Handle type="target" position={Position.Left} className="port-in" />
      <div className="card-title" title={windowState && words.windows[windowState]}>
        <Icon size={18} stroke={1.75} aria-hidden="true" />
        <span className="card-name">{data.title}</span>
        {data.isStart && <StartPill />}
        {data.mark && <ChangeMark mark={data.mark} />}
        {isMarked && <Mark errors={data.errors} warnings={data.warnings} />}
      </div>
      {data.ways.length > 0 && (
        <div className="ways">
          {data.ways.map((way) => (
            <span className="way" key={way}>
              {way}
            </span>
          ))}
        </div>
      )}
      <Content nodeId={id} data={data} />
      {data.ports
        .filter(({ isOption }) => !isOption)
        .map((port) => (
          <div className="port" key={port.id}>
            <span>{port.label}</span>
            <Exit nodeId={id} port={port} />
          </div>
        ))}
    </div>
  );
}

const markClass = ({ mark }: Card) => (mark ? ` mark-${mark}` : '');

const CHANGE_ICONS = { added: IconPlus, changed: IconPencil, removed: IconMinus, moved: IconArrowsMove };

/** What became of the node between two states of the flow. */
function ChangeMark({ mark }: { mark: NonNullable<Card['mark']> }) {
  const words = useWords(canvasWords);
  const Icon = CHANGE_ICONS[mark];
  return (
    <span className={`change-mark of-${mark}`}>
      <Icon size={14} stroke={2} aria-hidden="true" /> {words.marks[mark]}
    </span>
  );
}

function StartPill() {
  const words = useWords(canvasWords);
  return <span className="pill">{words.start}</span>;
}

function Mark({ errors, warnings }: { errors: number; warnings: number }) {
  const words = useWords(canvasWords);
  const isError = errors > 0;
  const Icon = isError ? IconExclamationCircle : IconAlertTriangle;
  const label = isError ? words.errors(errors) : words.warnings(warnings);
  return (
    <span className={`card-mark ${isError ? 'bad' : 'warn'}`} role="img" aria-label={label} title={label}>
      <Icon size={18} stroke={1.75} aria-hidden="true" />
    </span>
  );
}

function Content({ nodeId, data }: { nodeId: string; data: Card }) {
  const words = useWords(canvasWords);
  const locale = useFlow((state) => state.locale);
  const portOf = (option: string) => {
    const port = data.ports.find(({ id, isOption }) => isOption && id === option);
    return port && <Exit nodeId={nodeId} port={port} />;
  };
  if (data.messages.length === 0) {
    return data.text === '' ? null : <div className="card-text">{data.text}</div>;
  }
  return (
    <div className="card-messages">
      {!data.messages.some(isWritten) && <div className="empty-bubble">{words.nothingYet}</div>}
      {data.messages.filter(isWritten).map((message, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: messages of a preview have no ids, and are drawn without state
        <MessageView key={at} message={message} locale={locale} isCompact chips slot={portOf} />
      ))}
    </div>
  );
}

/** A text that is still empty would be a bubble without anything in it. */
const isWritten = (message: OutboundMessage) => message.type !== 'text' || message.body.trim() !== '';

function Exit({ nodeId, port }: { nodeId: string; port: Card['ports'][number] }) {
  const words = useWords(canvasWords);
  const act = useAct();
  const { getNode } = useReactFlow();
  const pick = (event: MouseEvent) => {
    const node = getNode(nodeId);
    if (port.isWired || !node) return;
    event.stopPropagation();
    const { right, top } = event.currentTarget.getBoundingClientRect();
    const at: [number, number] = [node.position.x + (node.measured?.width ?? 0) + 100, node.position.y];
    act.show({ picker: { at, screen: [right + 8, top], from: { node: nodeId, port: port.id } } });
  };
  return (
    <Handle
      type="source"
      id={port.id}
      position={Position.Right}
      className={port.isWired ? 'port-out' : 'port-out open'}
      title={port.isWired ? undefined : words.addBehind(port.label)}
      onClick={pick}
    />
  );
}
