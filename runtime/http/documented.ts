import { z } from '@hono/zod-openapi';
import { PROBLEMS, type ProblemCode } from './problem.ts';

/** The JSON of a problem. Some codes have members of their own, which their description names. Source: RFC 9457. */
const ProblemJson = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().optional(),
    code: z.string(),
    requestId: z.string(),
  })
  .openapi('ApiProblem');

type StatusOf<Code extends ProblemCode> = (typeof PROBLEMS)[Code]['status'];
type ProblemContent = { 'application/problem+json': { schema: typeof ProblemJson } };

/** The answers of a route that are problems, for its documentation: by status, each with its codes in words. */
export function problems<Code extends ProblemCode>(...codes: Code[]) {
  const responses: { [status: number]: { description: string; content: ProblemContent } } = {};
  for (const code of codes) {
    const { status, title } = PROBLEMS[code];
    const before = responses[status]?.description;
    responses[status] = {
      description: `${before ? `${before} ` : ''}${code}: ${title}.`,
      content: { 'application/problem+json': { schema: ProblemJson } },
    };
  }
  return responses as { [Status in StatusOf<Code>]: { description: string; content: ProblemContent } };
}

/** A good answer in JSON. */
export function answer<Schema extends z.ZodType>(description: string, schema: Schema) {
  return { description, content: { 'application/json': { schema } } };
}

/** A body in JSON that may be left out, when all of its members may. */
export function optionalBody<Schema extends z.ZodType>(schema: Schema) {
  return { required: false, content: { 'application/json': { schema } } };
}

/** A body in JSON that a request must have. */
export function body<Schema extends z.ZodType>(schema: Schema) {
  return { required: true, content: { 'application/json': { schema } } };
}
