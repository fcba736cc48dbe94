import { Answer } from '@parley/flows/answer.ts';
import { Action, FlowMachine, Guard, StateConfig, Transition } from '@parley/flows/machine-schema.ts';
import { OutboundMessage } from '@parley/flows/message.ts';
import { FlowSettings } from '@parley/flows/settings.ts';
import { Variable } from '@parley/flows/variables.ts';
import { z } from 'zod';

/** The closed language of flows as JSON Schemas by name, which point at each other as parts of an OpenAPI document. */
export function machineJsonSchemas(): { [name: string]: object } {
  const named = z.registry<{ id: string }>();
  const parts = { FlowMachine, Action, Guard, Transition, StateConfig, FlowSettings, Variable, Answer };
  for (const [id, schema] of Object.entries({ ...parts, OutboundMessage })) named.add(schema, { id });
  const { schemas } = z.toJSONSchema(named, {
    io: 'input',
    unrepresentable: 'any',
    uri: (id) => `#/components/schemas/${id}`,
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _, $id: __, ...schema }]) => [name, schema]),
  );
}
