import { z } from 'zod';
import { Base, defineNode, state } from '../definition.ts';
import type { Action } from '../machine-schema.ts';
import { ListSection, type OutboundMessage, RowsFrom, TextHeader } from '../message.ts';
import { Late, silenceProblems, Waiting, waiting, waitingPorts } from './waiting.ts';

const List = z.strictObject({
  type: z.literal('list'),
  ...Base,
  header: TextHeader.optional().meta({ label: 'Header', control: 'header' }),
  body: z.string().meta({ label: 'Text', control: 'message' }),
  footer: z.string().optional().meta({ label: 'Footer', control: 'short-text' }),
  button: z.string().meta({ label: 'Button that opens the list', control: 'short-text' }),
  sections: z.array(ListSection).meta({ label: 'Sections', control: 'sections' }),
  rowsFrom: RowsFrom.optional().meta({ label: 'Rows from a variable', control: 'rows-from' }),
  saveAs: z.string().optional().meta({ label: 'Save the id of the chosen row as', control: 'variable' }),
  ...Late,
  ...Waiting,
});
type List = z.infer<typeof List>;

const rowIds = (node: List) => node.sections.flatMap(({ rows }) => rows.map(({ id }) => id));

/** Asks with a list: each written row is a way out, rows from a variable share one. */
export const list = defineNode<List>({
  title: 'List',
  summary:
    'Asks with a list of up to ten rows in sections, or with rows from a variable, paged when there are more.',
  family: 'questions',
  schema: List,
  blank: {
    type: 'list',
    at: [0, 0],
    body: '',
    button: 'Choose',
    sections: [{ rows: [{ id: 'first', title: 'First' }] }],
  },
  ports: (node) =>
    waitingPorts(
      [
        ...node.sections.flatMap(({ rows }) => rows.map(({ id, title }) => ({ id, label: title }))),
        ...(node.rowsFrom ? [{ id: 'chosen', label: 'A row was chosen' }] : []),
      ],
      node,
    ),
  compile: (node, wire) => {
    const message: OutboundMessage = {
      type: 'list',
      ...(node.header && { header: node.header }),
      body: node.body,
      ...(node.footer !== undefined && { footer: node.footer }),
      button: node.button,
      sections: node.sections,
      ...(node.rowsFrom && { rowsFrom: node.rowsFrom }),
    };
    const send: Action = { type: 'send', params: { key: wire.nodeId, message } };
    const save: Action[] =
      node.saveAs === undefined
        ? []
        : [{ type: 'set', params: { variable: node.saveAs, value: { from: 'event', field: 'id' } } }];
    const rows = rowIds(node).map((id) =>
      wire.to(id, { guard: { type: 'chose', params: { id } }, ...(save.length > 0 && { actions: save }) }),
    );
    if (!node.rowsFrom) return state({ entry: [send], ...waiting(wire, node, { choice: rows }) });

    const counter = `${wire.nodeId}.page`;
    const more = wire.inner('more', {
      guard: { type: 'chose', params: { id: '__more' } },
      actions: [{ type: 'set', params: { counter, add: 1 } }],
    });
    const chosen = wire.to('chosen', {
      guard: { type: 'chose', params: { offered: true } },
      ...(save.length > 0 && { actions: save }),
    });
    return state({
      initial: 'first',
      states: {
        first: { entry: [{ type: 'set', params: { counter, to: 0 } }, send] },
        more: { entry: [send] },
      },
      ...waiting(wire, node, { choice: [more, ...rows, chosen] }),
    });
  },
  late: (node) => (node.late === 'follow' ? rowIds(node) : []),
  validate: (node, { variables }) => {
    const problems = silenceProblems(node);
    const source = node.rowsFrom && variables.find(({ name }) => name === node.rowsFrom?.variable);
    if (node.rowsFrom && source?.type !== 'list') {
      problems.push({
        code: 'not-a-list',
        level: 'error',
        field: 'rowsFrom.variable',
        message: `“${node.rowsFrom.variable}” is not a list variable.`,
      });
    }
    return problems;
  },
  preview: (node) => ({
    text: node.body,
    messages: [{ type: 'list', body: node.body, button: node.button, sections: node.sections }],
  }),
});
