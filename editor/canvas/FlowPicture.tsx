import { Background, Controls, Handle, type NodeProps, Position, ReactFlow } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { useMemo } from 'react';
import { type CardNode, project } from './projection.ts';

/** A flow as it is drawn, to look at: pan, zoom, nothing moves. */
export function FlowPicture({ machine }: { machine: unknown }) {
  const graph = useMemo(() => project(machine), [machine]);
  if (!graph)
    return <p className="note bad">This flow cannot be drawn: its file is not a flow of this version.</p>;
  return (
    <div className="picture">
      <ReactFlow
        nodes={graph.nodes}
        edges={graph.edges}
        nodeTypes={nodeTypes}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        minZoom={0.1}
        fitView
        fitViewOptions={firstLook(graph.nodes)}
        colorMode="system"
        proOptions={{ hideAttribution: true }}
      >
        <Background gap={20} />
        <Controls showInteractive={false} position="bottom-right" />
      </ReactFlow>
    </div>
  );
}

/** All of it where there is room; on a phone the beginning, large enough to read. */
function firstLook(nodes: CardNode[]) {
  const start = nodes.find(({ data }) => data.isStart);
  const isNarrow = matchMedia('(max-width: 600px)').matches;
  return isNarrow && start ? { nodes: [start], padding: 0.2, maxZoom: 1 } : { padding: 0.04, maxZoom: 1 };
}

const nodeTypes = { card: Card };

function Card({ data }: NodeProps<CardNode>) {
  return (
    <div className={`card family-${data.family}`}>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <div className="card-title">
        <span>{data.title}</span>
        {data.isStart && <span className="pill">Start</span>}
      </div>
      {data.text !== '' && <div className="card-text">{data.text}</div>}
      {data.ports.map(({ id, label }) => (
        <div className="port" key={id}>
          <span>{label}</span>
          <Handle type="source" id={id} position={Position.Right} isConnectable={false} />
        </div>
      ))}
    </div>
  );
}
