import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import { addChannel, changeChannel } from '@parley/runtime/channel/channels.ts';
import { connectDialog360 } from '@parley/runtime/channel/connect-dialog360.ts';
import { installFlow } from '@parley/runtime/publishing/install-flow.ts';
import { createDialog360Numbers } from '@parley/runtime/whatsapp/dialog360-numbers.ts';
import type { Provider } from '@parley/runtime/whatsapp/provider.ts';
import { z } from 'zod';
import { startEmulator } from '../emulator/emulator.ts';
import type { Emulator } from '../emulator/emulator-types.ts';
import type { DatabasePlace } from '../setup/database.ts';
import { approvedTemplates } from './approved-templates.ts';
import { type Outside, startOutside } from './outside.ts';
import { KEY, type Parley, startHere } from './parley.ts';
import { type Quiet, watchQuiet } from './quiet.ts';
import { followClock, setClock } from './set-clock.ts';

/** What a walk goes through: one Parley with a number for each flow, the WhatsApp around it and the web outside. */
export type House = {
  parley: Parley;
  emulator: Emulator;
  outside: Outside;
  quiet: Quiet;
  machines: { [flowId: string]: FlowMachine };
  numbers: { [flowId: string]: { channelId: string; phoneNumberId: string } };
  catalogId: string;
  /** What the database and the emulator call now. */
  now(): number;
  close(): Promise<void>;
};

/** When transcripts play unless they say otherwise: a Monday morning. */
const MONDAY = Date.parse('2026-03-02T09:00:00Z');
/** As in the transcripts' orders. */
const CATALOG_ID = 'catalogue-1';
const FLOW_FOLDERS = ['../../flows/examples', '../transcripts/flows'];

/** Opens a house on a migrated, empty database, its numbers connected to WhatsApp in this way. */
export async function openHouse(place: DatabasePlace, provider: Provider = 'meta'): Promise<House> {
  const offsetMs = await setClock(place, MONDAY);
  const now = () => Date.now() + offsetMs;
  const outside = await startOutside();
  const machines = readMachines(outside.origin);
  const flowIds = Object.keys(machines);
  const emulator = await startEmulator({
    clock: { now },
    templates: approvedTemplates,
    webhookOrder: 'concurrent',
    // Delivered and read come when the person looks.
    autoStatuses: 'sent',
    numbers: flowIds.map((_, n) => ({
      phoneNumberId: `10000000000010${n}`,
      displayPhoneNumber: `+1 555 010 100${n}`,
      wabaId: '200000000000001',
      catalogId: CATALOG_ID,
      throughput: 1000,
      dialog360Key: `key-of-number-${n}`,
    })),
  });
  // WhatsApp promises no single delivery, so everything is told twice.
  emulator.faults.nextWebhook({ kind: 'duplicate' }, { times: Number.MAX_SAFE_INTEGER });
  const parley = await startHere(place, {
    graphUrl: emulator.url,
    dialog360Url: emulator.dialog360Url,
    opened: outside.opened,
    onOpen: followClock,
  });
  emulator.webhookUrl = parley.webhookUrl;
  const numbers = await publish(parley, emulator, machines, provider);
  const quiet = watchQuiet(parley.db);
  return {
    ...{ parley, emulator, outside, quiet, machines, numbers, now, catalogId: CATALOG_ID },
    async close() {
      await quiet.close();
      await parley.stop();
      await emulator.close();
      await outside.close();
    },
  };
}

/** The flows of the transcripts. Their calls go to our web, which knows by the path whose they are. */
function readMachines(origin: string): House['machines'] {
  const machines: House['machines'] = {};
  for (const folder of FLOW_FOLDERS.map((name) => path.join(import.meta.dirname, name))) {
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.machine.json'))) {
      const text = readFileSync(path.join(folder, file), 'utf8');
      const machine: FlowMachine = JSON.parse(
        text.replaceAll('https://parcels.example.com', `${origin}/{{contact.phone}}`),
      );
      machines[machine.id] = machine;
    }
  }
  return machines;
}

async function publish(
  { db, url }: Parley,
  emulator: Emulator,
  machines: House['machines'],
  provider: Provider,
) {
  const dialog360 = createDialog360Numbers({ baseUrl: emulator.dialog360Url });
  const add = async (n: number, phoneNumberId: string) => {
    const more = { throughput: 1000, catalogId: CATALOG_ID };
    const { accessToken, appSecret } = emulator;
    if (provider === 'meta') return addChannel(db, KEY, { phoneNumberId, accessToken, appSecret, ...more });
    const deps = { db, key: KEY, dialog360, publicUrl: url };
    const connected = await connectDialog360(deps, { accessToken: `key-of-number-${n}` });
    if (!connected.ok) throw new Error(JSON.stringify(connected.steps));
    return changeChannel(db, KEY, connected.channel.id, more);
  };
  const numbers: House['numbers'] = {};
  for (const [n, machine] of Object.values(machines).entries()) {
    const phoneNumberId = `10000000000010${n}`;
    const channel = await add(n, phoneNumberId);
    if (!channel) throw new Error(`${phoneNumberId} is there already`);
    const installed = await installFlow(db, machine, { by: 'the walk', channelId: channel.id });
    if (!installed.ok) throw new Error(`${machine.id} cannot be published: ${JSON.stringify(installed)}`);
    numbers[machine.id] = { channelId: channel.id, phoneNumberId };
  }
  await dialog360.close();
  return numbers;
}

const Begun = z.object({ conversationId: z.string() });

/** Starts the flow for somebody who has not written, over the API. Returns the conversation. */
export async function beginByApi({ parley, numbers }: House, flowId: string, phone: string): Promise<string> {
  const body = {
    ...{ number: numbers[flowId]?.channelId, phone: `+${phone}`, flow: flowId },
    // Or a template would not go to somebody who has neither written nor agreed.
    allowedBecause: 'They asked for it when they made the appointment.',
  };
  return Begun.parse(await parley.api('POST', '/conversations', body)).conversationId;
}
