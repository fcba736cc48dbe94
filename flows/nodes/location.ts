import { z } from 'zod';
import { Base, defineNode, state } from '../definition.ts';
import type { Action } from '../machine-schema.ts';
import { silenceProblems, Waiting, waiting, waitingPorts } from './waiting.ts';

const Location = z.strictObject({
  type: z.literal('location'),
  ...Base,
  body: z.string().meta({ label: 'Text', control: 'message' }),
  saveLatitude: z.string().optional().meta({ label: 'Save the latitude as', control: 'variable' }),
  saveLongitude: z.string().optional().meta({ label: 'Save the longitude as', control: 'variable' }),
  saveAddress: z.string().optional().meta({ label: 'Save the address as', control: 'variable' }),
  ...Waiting,
});

/** Asks where the contact is, with WhatsApp's own button. */
export const location = defineNode<z.infer<typeof Location>>({
  title: 'Ask for location',
  summary: 'Asks for a location with WhatsApp’s own button and keeps its coordinates and address.',
  family: 'questions',
  schema: Location,
  blank: { type: 'location', at: [0, 0], body: '' },
  ports: (node) => waitingPorts([{ id: 'located', label: 'Location sent' }], node),
  compile: (node, wire) => {
    const actions: Action[] = [];
    for (const [field, variable] of [
      ['latitude', node.saveLatitude],
      ['longitude', node.saveLongitude],
      ['address', node.saveAddress],
    ] as const) {
      if (variable !== undefined)
        actions.push({ type: 'set', params: { variable, value: { from: 'event', field } } });
    }
    return state({
      entry: [
        {
          type: 'send',
          params: { key: wire.nodeId, message: { type: 'location-request', body: node.body } },
        },
      ],
      ...waiting(wire, node, { location: [wire.to('located', actions.length > 0 ? { actions } : {})] }),
    });
  },
  validate: silenceProblems,
  preview: (node) => ({ text: node.body, messages: [{ type: 'location-request', body: node.body }] }),
});
