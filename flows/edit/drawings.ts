import { Drawing } from '../drawing.ts';
import type { Flow } from '../flow.ts';
import { type Applied, done, refused } from './applied.ts';
import type { ChangeOf } from './change.ts';

export function draw(flow: Flow, { drawing }: ChangeOf<'draw'>): Applied {
  const read = Drawing.safeParse(drawing);
  if (!read.success) return refused(read.error.issues[0]?.message ?? 'not valid');
  const known = flow.settings.drawings ?? [];
  const isKnown = known.some(({ id }) => id === drawing.id);
  const drawings = isKnown
    ? known.map((one) => (one.id === drawing.id ? read.data : one))
    : [...known, read.data];
  return done(`${isKnown ? 'Change' : 'Add'} a ${drawing.kind}`, withDrawings(flow, drawings));
}

export function erase(flow: Flow, { drawings }: ChangeOf<'erase'>): Applied {
  const gone = new Set(drawings);
  const known = flow.settings.drawings ?? [];
  const unknown = [...gone].find((id) => !known.some((one) => one.id === id));
  if (unknown !== undefined) return refused(`There is no note or frame “${unknown}”.`);
  const kinds = new Set(known.filter(({ id }) => gone.has(id)).map(({ kind }) => kind));
  const noun = kinds.size === 1 ? [...kinds].join('') : 'drawing';
  return done(
    gone.size === 1 ? `Delete a ${noun}` : `Delete ${gone.size} ${noun}s`,
    withDrawings(
      flow,
      known.filter(({ id }) => !gone.has(id)),
    ),
  );
}

function withDrawings(flow: Flow, drawings: Drawing[]): Flow {
  const { drawings: _, ...rest } = flow.settings;
  return { ...flow, settings: drawings.length > 0 ? { ...rest, drawings } : rest };
}
