import { Agent } from 'undici';
import { z } from 'zod';
import { interpret, type Refused, refuse } from './graph-answer.ts';
import { type ClientOptions, createClient, type GraphClient } from './graph-client.ts';
import { readTemplates, type Templates } from './graph-template-list.ts';
import type { Call, SubmittedTemplate } from './graph-templates.ts';
import { exchange } from './http-exchange.ts';
import { identifier, maybe } from './lenient.ts';
import { dialog360Wire } from './wire.ts';

/** What 360dialog has no address for is refused here, before the network. */
export function notWith360dialog(what: string): Refused {
  return refuse({ message: `360dialog does not offer ${what}. Use its Hub, or WhatsApp Manager.` });
}

const PATH = '/v1/configs/templates';
const PAGE = 200;
/** 6,000 templates at most in an account; twice that. */
const MAX_PAGES = 60;

/**
 * Speaks to 360dialog for numbers with a key of theirs, as `createGraphClient` does to Meta. Messages and files are Meta's JSON; templates
 * have an address of their own and cannot be changed there, only made and deleted. Source: docs.360dialog.com, "Messaging API" 1.44,
 * "Create and manage template messages"; the list's form as accounts get it: `waba_templates`, states in small letters.
 */
export function createDialog360Client({
  baseUrl,
  ...options
}: { baseUrl: string } & ClientOptions): GraphClient {
  const wire = dialog360Wire({ baseUrl });
  const timeoutMs = options.timeoutMs ?? 15_000;
  const dispatcher = options.dispatcher ?? new Agent({ connect: { timeout: 5_000 }, allowH2: false });
  const messages = createClient(wire, { ...options, dispatcher });
  const call: Call = (key, { json, headers, ...request }) =>
    exchange(
      dispatcher,
      {
        ...request,
        origin: wire.origin,
        headers: {
          ...wire.proof(key),
          accept: 'application/json',
          ...(json !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(json !== undefined && { body: JSON.stringify(json) }),
      },
      { timeoutMs, maxBytes: 4 * 1024 * 1024 },
    );

  return {
    ...messages,
    setBlocked: async () => notWith360dialog('blocking people'),
    editTemplate: async () => notWith360dialog('changing a template'),
    unpauseTemplate: async () => notWith360dialog('ending a template’s pause'),
    uploadSample: async () => notWith360dialog('uploading samples for templates'),

    async getTemplates({ accessToken }): Promise<Templates> {
      const all: Extract<Templates, { ok: true }> = { ok: true, templates: [], unreadable: 0 };
      for (let page = 0; page < MAX_PAGES; page++) {
        const query = new URLSearchParams({ limit: String(PAGE), offset: String(page * PAGE) });
        const answered = await call(accessToken, { method: 'GET', path: `${wire.prefix}${PATH}?${query}` });
        const read = interpret(answered, accessToken, (json) => {
          const list = ListJson.safeParse(json).data?.waba_templates;
          return list ? { ok: true, list } : null;
        });
        if (!read.ok) return read;
        const { templates, unreadable } = readTemplates(read.list.map(asMeta));
        all.templates.push(...templates);
        all.unreadable += unreadable;
        if (read.list.length < PAGE) return all;
      }
      return { ok: false, outcome: 'unknown', reason: 'the list of templates does not end' };
    },

    async createTemplate({ accessToken }, definition): Promise<SubmittedTemplate> {
      const path = `${wire.prefix}${PATH}`;
      const answered = await call(accessToken, { method: 'POST', path, json: definition });
      return interpret(answered, accessToken, (json) => {
        const made = MadeJson.safeParse(json).data;
        if (!made) return null;
        const { id = '', status, category } = made;
        return { ok: true, templateId: id, status: statusOf(status), category: category ?? null };
      });
    },

    async deleteTemplate({ accessToken }, name, templateId) {
      // There a name goes with all its languages.
      if (templateId !== null) return notWith360dialog('deleting one language of a template');
      const path = `${wire.prefix}${PATH}/${encodeURIComponent(name)}`;
      return interpret(await call(accessToken, { method: 'DELETE', path }), accessToken, () => ({
        ok: true,
      }));
    },

    async close() {
      await messages.close();
      if (!options.dispatcher) await dispatcher.close();
    },
  };
}

const ListJson = z.object({ waba_templates: z.array(z.unknown()) });
const MadeJson = z.object({
  id: maybe(identifier),
  status: maybe(z.string()),
  category: maybe(z.string()),
});
const Listed = z.looseObject({ status: z.string(), id: z.unknown(), external_id: maybe(identifier) });

/** States of their own stand in small letters; `submitted` is what Meta calls `PENDING`. Meta's id of a template is their `external_id`. */
function asMeta(template: unknown): unknown {
  const { status, external_id: externalId, ...rest } = Listed.safeParse(template).data ?? {};
  return status === undefined
    ? template
    : { ...rest, status: statusOf(status), ...(externalId !== undefined && { id: externalId }) };
}

function statusOf(status: string | undefined): string | null {
  if (status === undefined) return null;
  const upper = status.toUpperCase();
  return upper === 'SUBMITTED' || upper === 'CREATED' ? 'PENDING' : upper;
}
