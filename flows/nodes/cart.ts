import { z } from 'zod';
import { type Definition, defineNode, state, type Wire } from '../definition.ts';
import type { StateConfig } from '../machine-schema.ts';
import type { OutboundMessage } from '../message.ts';
import type { Problem } from '../problem.ts';
import type { FlowSettings } from '../settings.ts';
import { silenceProblems, Waiting, waiting, waitingPorts } from './waiting.ts';

/** Fields of the three nodes that show products: they wait for a cart and keep it in an order variable. */
export const Cart = {
  saveAs: z.string().optional().meta({ label: 'Save the order as', control: 'variable' }),
  ...Waiting,
};
type Cart = { saveAs?: string | undefined; silentAfter?: string | undefined };

type Own<Config> = Pick<Definition<Config>, 'title' | 'summary' | 'schema' | 'blank'> & {
  message(node: Config): OutboundMessage;
  text(node: Config): string;
};

/** A node that shows products and waits for an order: all that differs is what it shows. */
export function cartNode<Config extends Cart & { type: string; at: [number, number] }>({
  message,
  text,
  ...own
}: Own<Config>): Definition<Config> {
  return defineNode<Config>({
    ...own,
    family: 'questions',
    ports: (node) => waitingPorts([{ id: 'ordered', label: 'Ordered' }], node),
    compile: (node, wire) =>
      state({
        entry: [{ type: 'send', params: { key: wire.nodeId, message: message(node) } }],
        ...cart(wire, node),
      }),
    validate: cartProblems,
    preview: (node) => ({ text: text(node), messages: [message(node)] }),
  });
}

function cart(wire: Wire, node: Cart): Pick<StateConfig, 'on' | 'after'> {
  const save =
    node.saveAs === undefined
      ? {}
      : {
          actions: [
            {
              type: 'set' as const,
              params: { variable: node.saveAs, value: { from: 'event' as const, field: null } },
            },
          ],
        };
  return waiting(wire, node, { order: [wire.to('ordered', save)] });
}

function cartProblems(node: Cart, { variables }: FlowSettings): Problem[] {
  const variable = variables.find(({ name }) => name === node.saveAs);
  const isOrder = node.saveAs === undefined || variable?.type === 'order';
  return [
    ...silenceProblems(node),
    ...(isOrder
      ? []
      : [
          {
            code: 'not-an-order',
            level: 'error' as const,
            field: 'saveAs',
            message: `“${node.saveAs}” is not an order variable.`,
          },
        ]),
  ];
}
