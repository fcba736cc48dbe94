import { z } from 'zod';
import { Base, defineNode, on, state } from '../definition.ts';
import { durationMs } from '../duration.ts';
import type { Problem } from '../problem.ts';
import { Reopening } from '../reopen.ts';

const Request = z.strictObject({
  type: z.literal('request'),
  ...Base,
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).meta({ label: 'Method', control: 'choice' }),
  url: z.string().meta({ label: 'Address', control: 'url' }),
  headers: z.record(z.string(), z.string()).optional().meta({ label: 'Headers', control: 'fields' }),
  body: z.string().optional().meta({ label: 'JSON body', control: 'json' }),
  timeout: z.string().optional().meta({ label: 'Give up after', control: 'duration' }),
  save: z
    .array(
      z.strictObject({
        variable: z.string().meta({ label: 'Variable', control: 'variable' }),
        from: z.string().meta({ label: 'Value', control: 'expression' }),
      }),
    )
    .meta({ label: 'Save from the answer', control: 'assignments' }),
  ...Reopening,
});
type Request = z.infer<typeof Request>;

const TIMEOUT_MS = 10_000;
/** What the contact writes meanwhile waits for the answer, so an answer must come soon. */
const TIMEOUT_MAX_MS = 30_000;

/** Calls a web address and keeps what it answers. */
export const request = defineNode<Request>({
  title: 'Request',
  summary: 'Calls a web address; the answer’s `response.status` and `response.body` are mapped to variables.',
  family: 'outside',
  schema: Request,
  blank: { type: 'request', at: [0, 0], method: 'GET', url: 'https://', save: [] },
  ports: () => [
    { id: 'answered', label: 'Answered' },
    { id: 'failed', label: 'Failed' },
  ],
  compile: (node, wire) => {
    const actions = node.save.map(({ variable, from }) => ({
      type: 'set' as const,
      params: { variable, value: { from: 'expression' as const, expression: from } },
    }));
    return state({
      tags: ['calling'],
      entry: [
        {
          type: 'call',
          params: {
            node: wire.nodeId,
            method: node.method,
            url: node.url,
            headers: node.headers ?? {},
            body: node.body ?? null,
            timeoutMs: timeoutMs(node) ?? TIMEOUT_MS,
          },
        },
      ],
      on: on({
        'call.done': [wire.to('answered', actions.length > 0 ? { actions } : {})],
        'call.failed': [wire.to('failed')],
      }),
    });
  },
  validate: (node) => {
    const problems: Problem[] = [];
    if (!/^https?:\/\/[^/{}\s]+(\/|\?|#|$)/.test(node.url)) {
      problems.push({
        code: 'bad-url',
        level: 'error',
        field: 'url',
        message: 'Begin the address with https:// and a host. The host may not come from a variable.',
      });
    }
    const ms = timeoutMs(node);
    if (node.timeout !== undefined && (ms === null || ms > TIMEOUT_MAX_MS)) {
      problems.push({
        code: 'bad-duration',
        level: 'error',
        field: 'timeout',
        message: 'Write a time of at most 30 seconds, like PT10S.',
      });
    }
    for (const name of Object.keys(node.headers ?? {})) {
      if (/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) continue;
      problems.push({
        code: 'bad-header',
        level: 'error',
        field: 'headers',
        message: `“${name}” cannot be a header’s name.`,
      });
    }
    return problems;
  },
  preview: (node) => ({ text: `${node.method} ${node.url}`, messages: [] }),
});

const timeoutMs = (node: Request) => (node.timeout === undefined ? null : durationMs(node.timeout));
