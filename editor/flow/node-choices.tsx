import { definitions } from '@parley/flows/nodes/registry.ts';
import { iconOf } from '../canvas/node-icons.ts';
import type { NodeWords } from '../node-words.ts';
import type { Choice } from './Chooser.tsx';

const FAMILIES = ['messages', 'questions', 'logic', 'outside', 'people', 'ends'];

type Options = {
  words: NodeWords;
  families: { [family: string]: string };
  /** Only types that something can come behind: those that fit on an edge. */
  withExit?: boolean;
  isDetailed?: boolean;
};

/** The node types whose title or summary has the words, by family. */
export function nodeChoices(
  typed: string,
  { words: called, families, withExit = false, isDetailed = true }: Options,
): Choice[] {
  const wanted = typed.trim().toLowerCase();
  return Object.entries(definitions)
    .map(([type, { title, family }]) => {
      return { type, title: called.title(type), summary: called.summary(type), english: title, family };
    })
    .filter(({ family }) => !(withExit && family === 'ends'))
    .filter(({ type, title, summary, english }) =>
      `${type} ${english} ${title} ${summary}`.toLowerCase().includes(wanted),
    )
    .sort(
      (one, other) =>
        rank(one, wanted) - rank(other, wanted) ||
        FAMILIES.indexOf(one.family) - FAMILIES.indexOf(other.family),
    )
    .map(({ type, title, summary, family }) => {
      const Icon = iconOf(type);
      return {
        id: type,
        title,
        detail: isDetailed ? summary : undefined,
        group: wanted === '' ? (families[family] ?? family) : undefined,
        icon: (
          <span className={`choice-icon family-${family}`}>
            <Icon size={18} stroke={1.75} aria-hidden="true" />
          </span>
        ),
      };
    });
}

/** What is called so comes before what only speaks of it. */
function rank({ title }: { title: string }, wanted: string): number {
  if (wanted === '') return 0;
  const at = title.toLowerCase().indexOf(wanted);
  return at === 0 ? 0 : at > 0 ? 1 : 2;
}
