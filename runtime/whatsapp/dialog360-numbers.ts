import { Agent } from 'undici';
import { z } from 'zod';
import { notWith360dialog } from './dialog360-client.ts';
import { interpret } from './graph-answer.ts';
import type { Got } from './graph-ask.ts';
import type { GraphNumbers } from './graph-numbers.ts';
import { exchange } from './http-exchange.ts';
import { asList, identifier, maybe } from './lenient.ts';
import { readNumberFields } from './number-fields.ts';
import { dialog360Wire } from './wire.ts';

/** What a key stands for. */
export type KeyOwner = { phoneNumberId: string; businessAccountId: string };

/** What is asked of 360dialog when a number is connected. */
export type Dialog360Numbers = GraphNumbers & {
  /** Whose key this is; refused where it is nobody's. */
  ownerOf(key: string): Promise<Got<{ owner: KeyOwner }>>;
  /** From now on the number's webhooks come to `url`, each with these headers. */
  setWebhook(key: string, webhook: { url: string; headers: Record<string, string> }): Promise<Got<object>>;
};

const LIMITS = { timeoutMs: 15_000, maxBytes: 1024 * 1024 };

/**
 * What 360dialog says of a number: whether it can send, and the ids it has at Meta. Quality, limits, names, profiles and registration are
 * managed in 360dialog's Hub and not to be had with a number's key. Source: docs.360dialog.com, "Messaging health status", "Webhook".
 */
export function createDialog360Numbers({ baseUrl }: { baseUrl: string }): Dialog360Numbers {
  const wire = dialog360Wire({ baseUrl });
  const dispatcher = new Agent({ connect: { timeout: 5_000 }, allowH2: false });
  const ask = async <Value>(
    key: string,
    { method, path, json }: { method: 'GET' | 'POST'; path: string; json?: unknown },
    read: (answer: unknown) => Value | null,
  ): Promise<Got<Value>> => {
    const body = json === undefined ? {} : { body: JSON.stringify(json) };
    const headers = {
      ...wire.proof(key),
      accept: 'application/json',
      ...(json !== undefined && { 'content-type': 'application/json' }),
    };
    const request = { origin: wire.origin, path: `${wire.prefix}${path}`, method, headers, ...body };
    return interpret(await exchange(dispatcher, request, LIMITS), key, (answer) => {
      const value = read(answer);
      return value === null ? null : { ok: true, ...value };
    });
  };
  const health = <Value>(key: string, read: (answer: unknown) => Value | null) =>
    ask(key, { method: 'GET', path: '/health_status' }, read);

  return {
    ownerOf: (key) =>
      health(key, (answer) => {
        const owner = ownerIn(answer);
        return owner && { owner };
      }),
    setWebhook: (key, json) => ask(key, { method: 'POST', path: '/v1/configs/webhook', json }, () => ({})),
    readNumber: (key) =>
      health(key, (answer) => {
        const said = readNumberFields(answer);
        return said && { said };
      }),

    listNumbers: async () => notWith360dialog('a list of numbers'),
    debugToken: async () => notWith360dialog('a look at keys'),
    subscribeApp: async () => notWith360dialog('subscribing apps'),
    unsubscribeApp: async () => notWith360dialog('subscribing apps'),
    register: async () => notWith360dialog('registering a number'),
    readProfile: async () => notWith360dialog('the business profile'),
    changeProfile: async () => notWith360dialog('the business profile'),
    readAutomation: async () => notWith360dialog('ice breakers and commands'),
    changeAutomation: async () => notWith360dialog('ice breakers and commands'),
    listBlocked: async () => notWith360dialog('a list of blocked people'),
    close: () => dispatcher.close(),
  };
}

const Health = z.object({ health_status: z.object({ entities: z.unknown() }) });
const Entity = z.object({ entity_type: maybe(z.string()), id: maybe(identifier) });

function ownerIn(answer: unknown): KeyOwner | null {
  const list = asList(Health.safeParse(answer).data?.health_status.entities) ?? [];
  const idOf = (type: string) =>
    list.flatMap((raw) => Entity.safeParse(raw).data ?? []).find(({ entity_type: is }) => is === type)?.id;
  const [phoneNumberId, businessAccountId] = [idOf('PHONE_NUMBER'), idOf('WABA')];
  return phoneNumberId && businessAccountId ? { phoneNumberId, businessAccountId } : null;
}
