import type { z } from 'zod';
import type { Definition } from '../definition.ts';
import { branch } from './branch.ts';
import { buttons } from './buttons.ts';
import { catalog } from './catalog.ts';
import { consent } from './consent.ts';
import { end } from './end.ts';
import { escalation } from './escalation.ts';
import { form } from './form.ts';
import { link } from './link.ts';
import { list } from './list.ts';
import { location } from './location.ts';
import { message } from './message.ts';
import { product } from './product.ts';
import { products } from './products.ts';
import { question } from './question.ts';
import { request } from './request.ts';
import { set } from './set.ts';
import { start } from './start.ts';
import { tag } from './tag.ts';
import { template } from './template.ts';
import { verified } from './verified.ts';
import { wait } from './wait.ts';

/** Every node type, by the `type` that files carry. One line here and one file beside: nothing else to touch. */
export const definitions = {
  message,
  buttons,
  list,
  question,
  location,
  form,
  product,
  products,
  catalog,
  link,
  template,
  consent,
  branch,
  set,
  wait,
  request,
  tag,
  verified,
  escalation,
  start,
  end,
};

export type NodeType = keyof typeof definitions;
export type NodeConfig = { [Type in NodeType]: z.infer<(typeof definitions)[Type]['schema']> }[NodeType];

/** The definition of a node's type. The registry's keys are the configs' types, which TypeScript cannot follow through a lookup. */
export function definitionOf(type: string): Definition<NodeConfig> | undefined {
  return Object.hasOwn(definitions, type)
    ? (definitions[type as NodeType] as unknown as Definition<NodeConfig>)
    : undefined;
}
