import type { BusinessNumber, NumberOptions } from './business-number.ts';
import type { Clock } from './clock.ts';
import type { Faults } from './faults.ts';
import type { Accepted, GraphRequest, ReadMarked, Refused, StatusName } from './ledger.ts';
import type { PersonOptions } from './people.ts';
import type { Phone } from './phone/phone.ts';
import type { TemplateOptions, TemplateStatus, Templates } from './templates/templates.ts';
import type { Webhooks } from './webhooks/webhooks.ts';
import type { Policy } from './world.ts';

/** Everything is optional; the defaults fit a Parley with default settings (see `DEFAULTS` in business-number.ts). */
export type EmulatorOptions = Partial<Policy> & {
  /** Port on 127.0.0.1; a free one when unset or 0. */
  port?: number;
  appSecret?: string;
  /** One token or several that the Graph API takes. */
  accessToken?: string | string[];
  verifyToken?: string;
  /** Where webhooks go. Unset or null keeps them until `webhookUrl` is set and `redeliver` called. */
  webhookUrl?: string | null;
  /** Any source of time; one with its own `advance` is shared with `emulator.clock`. Real time when unset. */
  clock?: { now(): number; advance?(ms: number): void };
  /** The numbers of the business; the first is where phones write unless told. */
  numbers?: NumberOptions[];
  templates?: TemplateOptions[];
  /** False lifts the limit of one message in 6 seconds to one person. */
  pairRate?: boolean;
  /** One webhook at a time (the default, for transcripts), or all at once as WhatsApp does. */
  webhookOrder?: 'ordered' | 'concurrent';
  /** How long an answer to a webhook may take; 10 s. */
  webhookTimeoutMs?: number;
  /** Pauses before retries of a webhook, in real milliseconds. None unless set: tests call `redeliver`. */
  retryDelaysMs?: number[];
  /** Makes ids repeatable. Random when unset, so that emulators on one database never meet. */
  seed?: number;
};

/** A running emulator. */
export type Emulator = {
  /** `http://127.0.0.1:<port>`: the product's WHATSAPP_GRAPH_URL. */
  readonly url: string;
  /** 360dialog's Messaging API, for numbers with a `dialog360Key`. */
  readonly dialog360Url: string;
  readonly phoneNumberId: string;
  readonly wabaId: string;
  readonly appSecret: string;
  readonly accessToken: string;
  readonly verifyToken: string;
  /** Where webhooks go; may be set at any time. */
  webhookUrl: string | null;

  readonly clock: Clock;
  readonly faults: Faults;
  readonly webhooks: Webhooks;
  readonly templates: Templates;

  /** The phone of a person, by wa_id or user id, made on first mention; `number` is the business number it writes to. */
  phone(id: string, person?: PersonOptions, phoneNumberId?: string): Phone;

  /** Everything said yes to, everything refused, every read mark and every call, in order. */
  readonly accepted: readonly Accepted[];
  readonly refused: readonly Refused[];
  readonly readMarks: readonly ReadMarked[];
  readonly requests: readonly GraphRequest[];

  /** Report a status of an accepted message by hand; `failed` needs the code of its reason. */
  status(wamid: string, status: StatusName, code?: number): Promise<void>;
  /** Approve, pause or disable a template, and report it (`message_template_status_update`). */
  setTemplateStatus(name: string, language: string, status: TemplateStatus): Promise<void>;
  /** Change what Graph says of a number; nothing is reported by itself. */
  setNumber(
    phoneNumberId: string,
    change: Partial<Pick<BusinessNumber, 'status' | 'qualityRating' | 'nameStatus' | 'messagingLimit'>>,
  ): void;
  /** Report anything of any field, e.g. `account_update`, for the first number's account unless told. */
  report(field: string, value: Record<string, unknown>, wabaId?: string): Promise<void>;

  /** WhatsApp's GET handshake with the webhook. */
  verifyWebhook(verifyToken?: string): Promise<{ ok: boolean; status: number; text: string }>;
  /** Try again every webhook that was not answered 200. Returns how many are delivered now. */
  redeliver(): Promise<number>;
  /** Resolves when no webhook is under way and no answered call still has statuses to come. */
  settled(): Promise<void>;
  /** Waits until `isTrue`, looking whenever a message is accepted or shown; rejects after `timeoutMs` real ms. */
  until(isTrue: () => boolean, timeoutMs?: number): Promise<void>;

  /** What is going on, for `GET /_emulator`. */
  describe(): Record<string, unknown>;
  /** Stops listening, cuts open connections, forgets planned retries. */
  close(): Promise<void>;
};
