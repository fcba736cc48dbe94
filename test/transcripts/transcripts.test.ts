import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromMachine, toMachine } from '@parley/flows/machine.ts';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import { definitions } from '@parley/flows/nodes/registry.ts';
import { describe, expect, test } from 'vitest';
import { play } from './play.ts';

const folder = import.meta.dirname;
const examples = join(folder, '../../flows/examples');
const walked = new Set<string>();
const types = new Set<string>();

function read(path: string): FlowMachine {
  const result = fromMachine(JSON.parse(readFileSync(path, 'utf8')));
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.machine;
}

const machines: { [flowId: string]: FlowMachine } = {};
for (const [path, ending] of [
  [examples, '.machine.json'],
  [join(folder, 'flows'), '.machine.json'],
] as const) {
  for (const file of readdirSync(path).filter((name) => name.endsWith(ending))) {
    machines[file.slice(0, -ending.length)] = read(join(path, file));
  }
}

for (const [flowId, machine] of Object.entries(machines)) {
  describe(flowId, () => {
    for (const file of readdirSync(join(folder, flowId))) {
      test(`${file.replace('.txt', '').replaceAll('-', ' ')} reads as expected`, async () => {
        const path = join(folder, flowId, file);
        const played = play(machines, flowId, readFileSync(path, 'utf8'));
        for (const edge of played.edges) walked.add(edge);
        for (const type of played.types) types.add(type);
        await expect(played.text).toMatchFileSnapshot(path);
      });
    }

    test('every edge is walked by some transcript', () => {
      const read = fromMachine(machine);
      if (!read.ok) throw new Error('unreadable');
      const edges = Object.entries(read.flow.edges).flatMap(([node, ports]) =>
        Object.keys(ports).map((port) => `${flowId} ${node}.${port}`),
      );
      const globals = Object.keys(read.flow.globals).map((port) => `${flowId} .${port}`);
      expect([...edges, ...globals].filter((edge) => !walked.has(edge))).toEqual([]);
    });

    test('the file is what its flow compiles to', () => {
      const read = fromMachine(machine);
      expect(read.ok && toMachine(read.flow)).toEqual(machine);
    });
  });
}

test('every node type appears in a transcript', () => {
  expect(Object.keys(definitions).filter((type) => !types.has(type))).toEqual([]);
});
