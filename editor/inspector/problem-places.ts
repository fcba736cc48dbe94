import type { Problem } from '@parley/flows/problem.ts';
import { fieldName, isRecord, type Path, pathKey } from './path.ts';
import type { Field } from './schema.ts';

/** Problems by the field that shows them (`pathKey`); those of no field are under the empty path. */
export type ProblemPlaces = ReadonlyMap<string, readonly Problem[]>;

/** Gives each problem to the field that it names, or to the innermost one around it. */
export function placeProblems(
  problems: readonly Problem[],
  node: unknown,
  fields: readonly Field[],
): ProblemPlaces {
  const named = new Map(pathsOf(node, fields, []).map((path) => [fieldName(node, path), path] as const));
  const places = new Map<string, Problem[]>();
  for (const problem of problems) {
    const key = pathKey(placeOf(problem.field ?? '', named));
    places.set(key, [...(places.get(key) ?? []), problem]);
  }
  return places;
}

function placeOf(field: string, named: ReadonlyMap<string, Path>): Path {
  for (let name = field; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('.')))) {
    const path = named.get(name);
    if (path) return path;
  }
  return [];
}

/** Every field of the form as it stands, the outer ones first. */
function pathsOf(value: unknown, fields: readonly Field[], path: Path): Path[] {
  return fields.flatMap((field) => {
    const own = isRecord(value) && Object.hasOwn(value, field.key) ? value[field.key] : undefined;
    return pathsIn(own, field, [...path, field.key]);
  });
}

function pathsIn(value: unknown, { shape }: Field, path: Path): Path[] {
  switch (shape.is) {
    case 'hidden':
      return [];
    case 'object':
      return [path, ...(isRecord(value) ? pathsOf(value, shape.fields, path) : [])];
    case 'variants': {
      const chosen = isRecord(value) && shape.variants.find((variant) => variant.value === value[shape.key]);
      return [path, ...(chosen ? pathsOf(value, chosen.fields, path) : [])];
    }
    case 'list':
      return [
        path,
        ...(Array.isArray(value)
          ? value.flatMap((item, at) => pathsIn(item, shape.item, [...path, at]))
          : []),
      ];
    case 'record':
      return [
        path,
        ...(isRecord(value)
          ? Object.entries(value).flatMap(([key, item]) => pathsIn(item, shape.item, [...path, key]))
          : []),
      ];
    default:
      return [path];
  }
}
