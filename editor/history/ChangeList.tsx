import type { FieldDifference, FlowDifference, NodeDifference } from '@parley/flows/compare.ts';
import { isSame } from '@parley/flows/compare.ts';
import type { Flow } from '@parley/flows/flow.ts';
import { definitionOf } from '@parley/flows/nodes/registry.ts';
import type { Mark } from '@parley/flows/picture.ts';
import { IconArrowsMove, IconMinus, IconPencil, IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { nodeWords } from '../node-words.ts';
import { useWords } from '../words.ts';
import './history.css';
import { WordDiff } from './WordDiff.tsx';
import { historyWords } from './words.ts';

const ICONS = { added: IconPlus, changed: IconPencil, removed: IconMinus, moved: IconArrowsMove };

/** Rows of one kind that are listed; a flow that was laid out anew moves all of its nodes. */
const SHOWN = 200;

/** What differs between two flows, in words; a node is a button that shows it. */
export function ChangeList({
  difference,
  after,
  before,
  onNode,
}: {
  difference: FlowDifference;
  before: Flow;
  after: Flow;
  onNode?: (node: string) => void;
}) {
  const words = useWords(historyWords);
  if (isSame(difference)) return <p className="muted">{words.same}</p>;
  const { nodes, settings, texts, start } = difference;
  const named = new Set(nodes.filter(({ is }) => is === 'added' || is === 'removed').map(({ node }) => node));
  /* What leads out of a new node, or led out of one that is gone, goes without saying. */
  const edges = difference.edges.filter(({ node }) => node === null || !named.has(node));
  const written = [...nodes].sort((one, other) => ORDER[one.is] - ORDER[other.is]);
  return (
    <div className="changes">
      {nodes.length > 0 && (
        <Part title={words.nodes} count={nodes.length}>
          {written.slice(0, SHOWN).map((node) => (
            <NodeRow key={node.node} difference={node} before={before} after={after} onNode={onNode} />
          ))}
          {nodes.length > SHOWN && <li className="muted">{words.andMore(nodes.length - SHOWN)}</li>}
        </Part>
      )}
      {(edges.length > 0 || start) && (
        <Part title={words.ways} count={edges.length + (start ? 1 : 0)}>
          {start && (
            <li>
              {words.start}: <del>{start.before ?? words.nowhere}</del>{' '}
              <ins>{start.after ?? words.nowhere}</ins>
            </li>
          )}
          {edges.slice(0, SHOWN).map(({ node, port, before: was, after: is }) => (
            <li key={`${node} ${port}`}>
              <span className="muted">{node ?? words.fromEverywhere} ·</span> {port} ›{' '}
              {was !== null && <del>{was}</del>} <ins>{is ?? words.nowhere}</ins>
            </li>
          ))}
        </Part>
      )}
      {settings.length > 0 && (
        <Part title={words.settings} count={settings.length}>
          {settings.slice(0, SHOWN).map((field) => (
            <FieldRow key={field.path.join(' ')} field={field} />
          ))}
        </Part>
      )}
      {texts.length > 0 && (
        <Part title={words.translations} count={texts.length}>
          {texts.slice(0, SHOWN).map(({ locale, path, before: was, after: is }) => (
            <li key={`${locale} ${path}`}>
              <span className="muted">
                {locale} · {path}
              </span>
              <div>
                <WordDiff before={was ?? ''} after={is ?? ''} />
              </div>
            </li>
          ))}
        </Part>
      )}
    </div>
  );
}

const ORDER = { changed: 0, added: 1, removed: 2, moved: 3 };

function Part({ title, count, children }: { title: string; count: number; children: ReactNode }) {
  return (
    <section>
      <h3>
        {title} <span className="muted">{count}</span>
      </h3>
      <ul>{children}</ul>
    </section>
  );
}

function NodeRow({
  difference: { node, type, is, isMoved, fields },
  before,
  after,
  onNode,
}: {
  difference: NodeDifference;
  before: Flow;
  after: Flow;
  onNode: ((node: string) => void) | undefined;
}) {
  const words = useWords(historyWords);
  const called = useWords(nodeWords);
  const config = after.nodes[node] ?? before.nodes[node];
  const definition = definitionOf(type);
  const said = config && definition ? definition.preview(config).text : '';
  const name = (
    <>
      <Badge mark={is} /> <strong>{called.title(type)}</strong> <span className="muted">{node}</span>
    </>
  );
  return (
    <li>
      {onNode ? (
        <button type="button" className="change-node" onClick={() => onNode(node)}>
          {name}
        </button>
      ) : (
        <div className="change-node">{name}</div>
      )}
      {(is === 'added' || is === 'removed') && said !== '' && <div className="muted said">{said}</div>}
      {fields.length > 0 && (
        <ul>
          {fields.map((field) => (
            <FieldRow key={field.path.join(' ')} field={field} />
          ))}
          {isMoved && <li className="muted">{words.alsoMoved}</li>}
        </ul>
      )}
    </li>
  );
}

/** What became of something: a sign and a word, so that the colour says nothing alone. */
export function Badge({ mark }: { mark: Mark }) {
  const words = useWords(historyWords);
  const Icon = ICONS[mark];
  return (
    <span className={`change-mark of-${mark}`}>
      <Icon size={14} stroke={2} aria-hidden="true" /> {words.marks[mark]}
    </span>
  );
}

function FieldRow({ field: { path, before, after } }: { field: FieldDifference }) {
  const isText = typeof before === 'string' && typeof after === 'string';
  return (
    <li>
      <span className="muted">{path.join(' › ')}</span>
      <div>
        {isText ? (
          <WordDiff before={before} after={after} />
        ) : (
          <>
            {before !== undefined && <del>{valueText(before)}</del>}{' '}
            {after !== undefined && <ins>{valueText(after)}</ins>}
          </>
        )}
      </div>
    </li>
  );
}

/** A value as somebody would write it down: texts as they are, a list by its members, a record by what it holds. */
function valueText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(valueText).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .filter(([key]) => key !== 'type' && key !== 'at')
    .map(([key, content]) => `${key}: ${valueText(content)}`)
    .join('; ');
}
