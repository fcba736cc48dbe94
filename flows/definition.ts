import { z } from 'zod';
import type { EventName, StateConfig, Transition } from './machine-schema.ts';
import type { OutboundMessage } from './message.ts';
import type { Problem } from './problem.ts';
import type { FlowSettings } from './settings.ts';

/** A way out of a node. */
export type Port = { id: string; label: string };

type Extra = Pick<Transition, 'guard' | 'actions'>;

/** What `compile` gets to make transitions with. A port that leads nowhere yet makes none: null. */
export type Wire = {
  nodeId: string;
  to(port: string, extra?: Extra): Transition | null;
  /** The same, from a state inside a compound node. */
  toFromInside(port: string, extra?: Extra): Transition | null;
  /** Enter this node again. */
  again(extra?: Extra): Transition;
  /** Go to a state inside this compound node. */
  inner(state: string, extra?: Extra): Transition;
};

/** What a card on the canvas and a row of the outline show of a node. */
export type Preview = { text: string; messages: OutboundMessage[] };

export type Family = 'messages' | 'questions' | 'logic' | 'outside' | 'people' | 'ends';

/** Everything about one node type. The schema says what may be saved; `validate` what may be published. */
export type Definition<Config> = {
  title: string;
  /** What it does, in one sentence, for the palette and the docs. */
  summary: string;
  family: Family;
  schema: z.ZodType<Config>;
  /** A node as it is when freshly added. */
  blank: Config;
  ports(node: Config): Port[];
  compile(node: Config, wire: Wire): StateConfig;
  /** Options (which are ports too) that a tap follows even when the conversation has gone on; none unless set. */
  late?(node: Config): string[];
  /** What only this type knows to be wrong. Limits, expressions and wiring are checked on the machine, for all types alike. */
  validate(node: Config, settings: FlowSettings): Problem[];
  preview(node: Config): Preview;
};

/** Fields that every node has. `at` is its place on the canvas. */
export const Base = { at: z.tuple([z.number(), z.number()]) };

export function defineNode<Config extends { type: string; at: [number, number] }>(
  definition: Definition<Config>,
) {
  return definition;
}

/** Drops what leads nowhere and writes one transition as itself, several as a list: the form that files have. */
export function transitions(
  candidates: readonly (Transition | null)[],
): Transition | Transition[] | undefined {
  const wired = candidates.filter((candidate) => candidate !== null);
  return wired.length > 1 ? wired : wired[0];
}

/** The `on` of a state, without the events that nothing is wired to; undefined when none is. */
export function on(events: { [event in EventName]?: readonly (Transition | null)[] }): StateConfig['on'] {
  return pruned(events);
}

export function after(delays: { [delay: string]: readonly (Transition | null)[] }): StateConfig['after'] {
  return pruned(delays);
}

function pruned<Key extends string>(lists: { [key in Key]?: readonly (Transition | null)[] }) {
  const kept: { [key in Key]?: Transition | Transition[] } = {};
  for (const key of Object.keys(lists) as Key[]) {
    const wired = transitions(lists[key] ?? []);
    if (wired) kept[key] = wired;
  }
  return Object.keys(kept).length > 0 ? (kept as { [key in Key]: Transition | Transition[] }) : undefined;
}

/** A state without the keys that are undefined, so that it equals its own JSON. */
export function state(config: StateConfig): StateConfig {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined));
}
