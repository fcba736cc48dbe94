import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PROVIDERS } from '@parley/runtime/whatsapp/provider.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { forEachDatabase } from '../setup/database.ts';
import { type House, openHouse } from './harness.ts';
import { walkTranscript } from './walk-transcript.ts';

/** Between them they send every kind of message that a flow has. */
const FLOWS = ['tour', 'cafe-orders'];
const folder = path.join(import.meta.dirname, '../transcripts');
const transcripts = FLOWS.flatMap((flowId) =>
  readdirSync(path.join(folder, flowId)).map((file) => ({
    flowId,
    file,
    text: readFileSync(path.join(folder, flowId, file), 'utf8'),
  })),
);

/**
 * What holds for every way to WhatsApp: the same flow has the same transcript. A new one is added to `PROVIDERS`, and to the emulator. Meta's
 * own way is walked with every flow in `samples.test.ts`; which database is there makes no difference to the others.
 */
const OTHERS = PROVIDERS.filter((provider) => provider !== 'meta');

forEachDatabase((name, _open, place) => {
  describe.runIf(name === 'PostgreSQL').each(OTHERS)('numbers of %s', (provider) => {
    let house: House;
    beforeAll(async () => {
      house = await openHouse(await place(), provider);
    });
    afterAll(() => house?.close());

    test('have the conversations that are written in the transcripts', async () => {
      await Promise.all(transcripts.map(({ flowId, text }, n) => walkTranscript(house, flowId, text, n + 1)));
      expect(house.emulator.refused).toEqual([]);
      expect(house.parley.complaints).toEqual([]);
      const calls = house.emulator.requests.filter(({ path: at }) => at.endsWith('/messages'));
      const isPartner = ({ path: at }: { path: string }) => at.startsWith('/_360dialog/');
      expect(new Set(calls.map(isPartner))).toEqual(new Set([provider === '360dialog']));
    });
  });
});
