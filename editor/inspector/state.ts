import type { Change } from '@parley/flows/edit/change.ts';
import type { Scope, Values } from '@parley/flows/expression.ts';
import type { Flow } from '@parley/flows/flow.ts';
import type { NodeConfig } from '@parley/flows/nodes/registry.ts';
import type { Problem } from '@parley/flows/problem.ts';
import { type ComponentType, createContext, useContext } from 'react';
import type { Write } from './node-change.ts';
import type { NodeText } from './node-texts.ts';
import type { Path } from './path.ts';
import type { ProblemPlaces } from './problem-places.ts';
import type { Field } from './schema.ts';
import type { Words } from './words.ts';

/** What every part of the form may ask for. */
export type InspectorState = {
  flow: Flow;
  nodeId: string;
  node: NodeConfig;
  /** The language whose texts are edited. */
  locale: string;
  /** What placeholders may name. */
  scope: Scope;
  /** What expressions of this node may name: the answer of a request too, where there is one. */
  expressionScope: Scope;
  /** Samples, for live results and the preview. */
  values: Values;
  texts: ReadonlyMap<string, NodeText>;
  places: ProblemPlaces;
  words: Words;
  /** Writes a value into the node; why not, when it does not fit. */
  write(write: Write): string | undefined;
  change(change: Change): void;
  /** Draws a field with the control that fits it; here, so that a control may draw the fields inside its own. */
  FieldView: ComponentType<FieldViewProps>;
};

export type FieldViewProps = {
  field: Field;
  path: Path;
  value: unknown;
  owner: unknown;
  /** Instead of the field's own name. */
  label?: string;
};

export const InspectorContext = createContext<InspectorState | null>(null);

export function useInspector(): InspectorState {
  const state = useContext(InspectorContext);
  if (!state) throw new Error('a control stands outside an inspector');
  return state;
}

/** What each control gets. `onChange` says why a value was not taken, if it was not. */
export type ControlProps = {
  field: Field;
  /** Its name in the language of the editor. */
  label: string;
  path: Path;
  value: unknown;
  /** The object or list that the field is in. */
  owner: unknown;
  onChange(value: unknown, order?: readonly (number | null)[]): string | undefined;
  problems: readonly Problem[];
};
