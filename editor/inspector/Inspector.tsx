import './inspector.css';
import type { Change } from '@parley/flows/edit/change.ts';
import type { Flow } from '@parley/flows/flow.ts';
import { toMachine } from '@parley/flows/machine.ts';
import { definitionOf } from '@parley/flows/nodes/registry.ts';
import type { Problem } from '@parley/flows/problem.ts';
import type { WindowState } from '@parley/flows/window-report.ts';
import { useMemo } from 'react';
import { Coded } from '../Coded.tsx';
import { nodeWords } from '../node-words.ts';
import { useWords } from '../words.ts';
import { Problems } from './controls/Problems.tsx';
import { FieldView } from './FieldView.tsx';
import { NodeName } from './NodeName.tsx';
import { NodePreview } from './NodePreview.tsx';
import { writeNode } from './node-change.ts';
import { textsOfNode } from './node-texts.ts';
import { pathKey, valueAt } from './path.ts';
import { placeProblems } from './problem-places.ts';
import { sampleValues } from './sample-values.ts';
import { formFields } from './schema.ts';
import { InspectorContext, type InspectorState } from './state.ts';
import { words as catalogue } from './words.ts';

type Props = {
  flow: Flow;
  nodeId: string;
  /** All of the flow's problems or only this node's. */
  problems: readonly Problem[];
  /** Whether the 24-hour window is open when a conversation comes here; undefined while that is not known. */
  windowState?: WindowState | undefined;
  /** The language whose texts are edited; another than the flow's default one edits translations. */
  locale: string;
  /** One call for each keystroke that makes sense. The value shown is the flow's, so apply it before the next one. */
  onChange(change: Change): void;
};

/** The form of one node, drawn from its type's schema. Nothing when there is no such node. */
export function Inspector(props: Props) {
  const node = props.flow.nodes[props.nodeId];
  return node ? <NodeForm key={`${props.nodeId} ${props.locale}`} {...props} /> : null;
}

function NodeForm({ flow, nodeId, problems, windowState, locale, onChange }: Props) {
  const words = useWords(catalogue);
  const called = useWords(nodeWords);
  const node = flow.nodes[nodeId];
  const definition = node && definitionOf(node.type);
  const { variables, defaultLocale } = flow.settings;
  const scope = useMemo(() => ({ variables }), [variables]);
  const responseScope = useMemo(() => ({ variables, response: true }), [variables]);
  const values = useMemo(() => sampleValues(variables, locale, Date.now()), [variables, locale]);
  const texts = useMemo(() => (node ? textsOfNode(nodeId, node, flow) : new Map()), [nodeId, node, flow]);
  const fields = definition ? formFields(definition.schema) : [];
  const places = useMemo(
    () =>
      placeProblems(
        problems.filter((problem) => problem.node === nodeId),
        node,
        fields,
      ),
    [problems, nodeId, node, fields],
  );
  if (!node || !definition) return null;
  const state: InspectorState = {
    flow,
    nodeId,
    node,
    locale,
    scope,
    expressionScope: asksOutside(flow, nodeId) ? responseScope : scope,
    values,
    texts,
    places,
    words,
    write: (write) => {
      const written = writeNode(flow, nodeId, write);
      if (!written.ok) return written.reason;
      onChange(written.change);
      return undefined;
    },
    change: onChange,
    FieldView,
  };
  return (
    <InspectorContext value={state}>
      <form
        className="inspector"
        aria-label={words.inspector(nodeId)}
        onSubmit={(event) => event.preventDefault()}
      >
        <header className="inspector-head" data-family={definition.family}>
          <h2>{called.title(node.type)}</h2>
          <p>
            <Coded text={called.summary(node.type)} />
          </p>
          {windowState && <p className={`window-state is-${windowState}`}>{words.windows[windowState]}</p>}
        </header>
        <NodeName />
        {locale !== defaultLocale && <p className="note-line">{words.translating(locale, defaultLocale)}</p>}
        <Problems problems={places.get(pathKey([])) ?? []} />
        {fields.map((field) => (
          <FieldView
            key={field.key}
            field={field}
            path={[field.key]}
            value={valueAt(node, [field.key])}
            owner={node}
          />
        ))}
        <NodePreview />
      </form>
    </InspectorContext>
  );
}

/** Whether what the node stores may name the answer of a request. */
function asksOutside(flow: Flow, nodeId: string): boolean {
  const node = flow.nodes[nodeId];
  if (!node) return false;
  const alone = { ...flow, start: null, edges: {}, globals: {}, nodes: { [nodeId]: node } };
  return toMachine(alone).states[nodeId]?.tags?.includes('calling') ?? false;
}
