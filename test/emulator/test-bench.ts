import { startEmulator } from './emulator.ts';
import type { EmulatorOptions } from './emulator-types.ts';
import { graphCaller } from './graph-caller.ts';
import { startReceiver } from './webhook-receiver.ts';

const closing: (() => Promise<void>)[] = [];

/** An emulator, a product that only listens, a caller of the Graph API and one person who has not written yet. */
export async function setUp(options: EmulatorOptions = {}) {
  const receiver = await startReceiver('emulator-verify');
  const emulator = await startEmulator({ webhookUrl: receiver.url, ...options });
  closing.push(emulator.close, receiver.close);
  const phone = emulator.phone('15550001111', { name: 'Guest' });
  return { emulator, receiver, graph: graphCaller(emulator), phone };
}

/** For `afterEach`. */
export async function tearDown(): Promise<void> {
  for (const close of closing.splice(0)) await close();
}
