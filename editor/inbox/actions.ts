import type { Row } from './inbox-api.ts';
import { show, tell, toggleSelected, write, writingIn } from './inbox-store.ts';
import type { Deeds } from './use-deeds.ts';
import type { InboxWords } from './words.ts';

/** What an action works on: the list in sight, the conversation that is open, and what can be done with it. */
export type ActionContext = {
  rows: readonly Row[];
  /** Null when none is open, or not read yet. */
  open: Row | null;
  openId: string | null;
  me: string | null;
  mayAnswer: boolean;
  deeds: Deeds;
  words: InboxWords;
  go: (id: string | null) => void;
};

/**
 * Something that a person can do in the inbox. The keyboard and the sheet of shortcuts read this list; `keys` are as `keysOf` writes them.
 */
export type Action = {
  id: string;
  keys: readonly string[];
  group: 'list' | 'conversation' | 'view';
  isPossible?(context: ActionContext): boolean;
  run(context: ActionContext): unknown;
};

const isOpen = ({ open, mayAnswer }: ActionContext) => open !== null && mayAnswer;
const isMine = (context: ActionContext) => isOpen(context) && context.open?.owner === context.me;

/** The conversation above or below; the first when none is open. */
function step({ rows, openId, go }: ActionContext, by: 1 | -1): void {
  const at = rows.findIndex(({ id }) => id === openId);
  const next = at < 0 ? rows[0] : rows[at + by];
  if (!next) return;
  go(next.id);
  document
    .querySelector(`[data-conversation="${CSS.escape(next.id)}"]`)
    ?.scrollIntoView({ block: 'nearest' });
}

function focusText(): void {
  requestAnimationFrame(() => document.getElementById('inbox-text')?.focus());
}

const opens = <const Id extends 'assign' | 'labels' | 'snooze' | 'start'>(id: Id, keys: string[]) => ({
  id,
  keys,
  group: 'conversation' as const,
  isPossible: isOpen,
  run: () => show(id),
});

export const ACTIONS = [
  { id: 'next', keys: ['j'], group: 'list', run: (context: ActionContext) => step(context, 1) },
  { id: 'previous', keys: ['k'], group: 'list', run: (context: ActionContext) => step(context, -1) },
  {
    id: 'select',
    keys: ['x'],
    group: 'list',
    isPossible: isOpen,
    run: ({ openId }: ActionContext) => {
      if (openId !== null) toggleSelected(openId);
    },
  },
  {
    id: 'search',
    keys: ['mod+k', 'f'],
    group: 'list',
    run: () => document.getElementById('inbox-search')?.focus(),
  },
  {
    id: 'reply',
    keys: ['r', 'enter'],
    group: 'conversation',
    isPossible: isOpen,
    run: ({ openId }: ActionContext) => {
      if (openId !== null) write(openId, { isNote: false });
      focusText();
    },
  },
  {
    id: 'note',
    keys: ['n', 'alt+p'],
    group: 'conversation',
    isPossible: isOpen,
    run: ({ openId }: ActionContext) => {
      if (openId !== null) write(openId, { isNote: true });
      focusText();
    },
  },
  {
    id: 'canned',
    keys: ['/'],
    group: 'conversation',
    isPossible: isOpen,
    run: ({ openId }: ActionContext) => {
      if (openId === null) return;
      const { text } = writingIn(openId);
      write(openId, { isNote: false, text: text === '' ? '/' : `${text} /` });
      focusText();
    },
  },
  {
    id: 'take',
    keys: ['t'],
    group: 'conversation',
    isPossible: isOpen,
    run: async ({ open, deeds }: ActionContext) => {
      if (open) await deeds.take(open.id);
    },
  },
  opens('assign', ['a']),
  opens('labels', ['l']),
  opens('snooze', ['s']),
  {
    id: 'resolve',
    keys: ['e'],
    group: 'conversation',
    isPossible: isOpen,
    run: (context: ActionContext) => {
      const { open, deeds, words } = context;
      if (!open) return;
      return isMine(context)
        ? deeds.handBack(open.id, { how: 'exit' })
        : tell(words.notYours, { isBad: true });
    },
  },
  opens('start', []),
  { id: 'close', keys: ['escape'], group: 'view', run: ({ go }: ActionContext) => go(null) },
  { id: 'shortcuts', keys: ['?'], group: 'view', run: () => show('shortcuts') },
] as const satisfies readonly Action[];

export type ActionId = (typeof ACTIONS)[number]['id'];
