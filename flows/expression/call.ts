import { refuse } from './fault.ts';
import { spend } from './frame.ts';
import { FUNCTIONS } from './functions.ts';
import { type Kind, textKind, wordsFor } from './kind.ts';
import { isLoop } from './loops.ts';
import { type Code, type Part, SCALARS, shown } from './part.ts';
import { suggest } from './suggest.ts';

/** A call of one of `FUNCTIONS`, in front of its arguments or behind the first. Data of an unknown kind are checked when they are there. */
export function call(id: string, args: readonly Part[], offset: number): Code {
  const called = Object.hasOwn(FUNCTIONS, id) ? FUNCTIONS[id] : undefined;
  if (!called) {
    if (isLoop(id)) return refuse(`Write \`${id}\` behind a list: items.${id}(item, …).`, offset);
    return refuse(`\`${id}\` is not a function${suggest(id, Object.keys(FUNCTIONS))}`, offset);
  }
  const signature = called.signatures.map(read).find(({ takes }) => takes.length === args.length);
  if (!signature) {
    const written = called.signatures.map((known) => `${id}${known}`).join(' or ');
    return refuse(`\`${id}\` is written with other arguments: ${written}.`, offset);
  }
  args.forEach((part, at) => {
    const takes = signature.takes[at] ?? [];
    const { is } = part.kind;
    if (is === 'dynamic' || takes.includes(is)) return;
    const needed = takes.map(wordsFor).join(' or ');
    refuse(`${shown(part)} is ${wordsFor(is)}, and \`${id}\` needs ${needed} here.`, part.offset);
  });
  return {
    kind: called.check?.(args) ?? signature.gives,
    run: (frame) => {
      spend(frame, 1);
      return called.run(
        args.map((part) => part.run(frame)),
        frame,
      );
    },
  };
}

const TAKES: { [written: string]: readonly Kind['is'][] } = {
  any: SCALARS,
  text: ['text'],
  number: ['number'],
  date: ['date'],
  list: ['list'],
  order: ['order'],
};

function read(signature: string): { takes: Kind['is'][][]; gives: Kind } {
  const [, list = '', gives] = /^\((.*)\): (\w+)$/.exec(signature) ?? [];
  return {
    takes: list.split(', ').map((parameter) => {
      const types = parameter.split(': ')[1]?.split(' | ') ?? [];
      return types.flatMap((type) => TAKES[type] ?? []);
    }),
    gives: gives === 'number' || gives === 'boolean' || gives === 'date' ? { is: gives } : textKind(Infinity),
  };
}
