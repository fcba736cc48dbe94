import { z } from 'zod';
import type { Wire } from '../definition.ts';
import type { StateConfig } from '../machine-schema.ts';
import type { Problem } from '../problem.ts';
import type { FlowSettings } from '../settings.ts';
import { silenceProblems, Waiting, waiting, waitingPorts } from './waiting.ts';

/** What the three nodes that show products share: they wait for a cart and keep it in an order variable. */
export const Cart = {
  saveAs: z.string().optional().meta({ label: 'Save the order as', control: 'variable' }),
  ...Waiting,
};
type Cart = { saveAs?: string | undefined; silentAfter?: string | undefined };

export const cartPorts = (node: Cart) => waitingPorts([{ id: 'ordered', label: 'Ordered' }], node);

export function cart(wire: Wire, node: Cart): Pick<StateConfig, 'on' | 'after'> {
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

export function cartProblems(node: Cart, { variables }: FlowSettings): Problem[] {
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
