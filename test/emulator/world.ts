import type { BusinessNumber } from './business-number.ts';
import type { Clock } from './clock.ts';
import type { Ids } from './ids.ts';
import type { Ledger, StatusName } from './ledger.ts';
import type { MediaStore } from './media.ts';
import type { People } from './people.ts';
import type { Rates } from './rates.ts';
import type { Templates } from './templates/templates.ts';
import type { Threads } from './threads.ts';
import type { Webhooks } from './webhooks/webhooks.ts';

/** How strict and how talkative the emulated platform is. */
export type Policy = {
  /** How far statuses go by themselves after a message was accepted. */
  autoStatuses: 'none' | 'sent' | 'delivered' | 'read';
  /** Whether a closed window (131047) is refused at once or by a `failed` status. */
  windowErrors: 'sync' | 'async';
  /** The same for what is wrong with the person: 131026, 131049, 131050. */
  deliveryErrors: 'sync' | 'async';
};

/** Everything the parts of the emulator share. */
export type World = {
  policy: Policy;
  clock: Clock;
  ids: Ids;
  numbers: Map<string, BusinessNumber>;
  people: People;
  threads: Threads;
  media: MediaStore;
  templates: Templates;
  rates: Rates;
  ledger: Ledger;
  webhooks: Webhooks;
  /** Called when something was accepted, refused, shown or marked. */
  watchers: Set<() => void>;
  /** Where the emulator listens, without a slash at the end. */
  baseUrl(): string;
};

/** The order in which a message goes through its statuses. */
export const STATUS_ORDER: readonly StatusName[] = ['sent', 'delivered', 'read', 'played'];
