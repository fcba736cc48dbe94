import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { forEachDatabase } from '../setup/database.ts';
import { type House, openHouse } from './harness.ts';
import { walkTranscript } from './walk-transcript.ts';

const folder = path.join(import.meta.dirname, '../transcripts');
const transcripts = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'flows')
  .flatMap(({ name: flowId }) =>
    readdirSync(path.join(folder, flowId)).map((file) => ({ flowId, file, text: readText(flowId, file) })),
  );

forEachDatabase((_name, _open, place) => {
  let house: House;
  /** All at once, as conversations are. */
  let walks: Map<string, Promise<void>>;

  beforeAll(async () => {
    house = await openHouse(await place());
    walks = new Map(
      transcripts.map(({ flowId, file, text }, n) => [
        `${flowId}/${file}`,
        kept(walkTranscript(house, flowId, text, n + 1)),
      ]),
    );
  });
  afterAll(() => house?.close());

  for (const [flowId, ofFlow] of Map.groupBy(transcripts, (transcript) => transcript.flowId)) {
    describe(flowId, () => {
      for (const { file } of ofFlow) {
        test(`${file.replace('.txt', '').replaceAll('-', ' ')} happens on WhatsApp as it is written`, async () => {
          await walks.get(`${flowId}/${file}`);
        });
      }
    });
  }

  test('nothing was refused by WhatsApp, and nothing went wrong unnoticed', async () => {
    await Promise.allSettled(walks.values());
    expect(house.emulator.refused).toEqual([]);
    expect(house.parley.complaints).toEqual([]);
    expect(house.outside.untaken).toBe(0);
    expect(house.emulator.webhooks.all.filter(({ state }) => state !== 'delivered')).toEqual([]);
  });
});

/** A walk that fails before its test looks at it is no unhandled rejection. */
function kept(walk: Promise<void>): Promise<void> {
  walk.catch(() => {});
  return walk;
}

function readText(flowId: string, file: string): string {
  return readFileSync(path.join(folder, flowId, file), 'utf8');
}
