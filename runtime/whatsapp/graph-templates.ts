import { z } from 'zod';
import { interpret, type Refused, refuse, type Unknown } from './graph-answer.ts';
import type { Exchange, HttpRequest } from './http-exchange.ts';
import { identifier, maybe } from './lenient.ts';
import type { GraphDefinition } from './template-definition.ts';

/** `status` and `category` are what Meta has made of it, which may be another category than asked for. */
export type SubmittedTemplate =
  | { ok: true; templateId: string; status: string | null; category: string | null }
  | Refused
  | Unknown;
export type Done = { ok: true } | Refused | Unknown;
/** `handle` goes into a template's definition as the sample of a file; it is not a media id. */
export type UploadedSample = { ok: true; handle: string } | Refused | Unknown;

type Account = { businessAccountId: string; accessToken: string };

export type Call = (
  accessToken: string,
  request: Omit<HttpRequest, 'origin' | 'headers'> & { json?: unknown; headers?: Record<string, string> },
  limits?: { timeoutMs: number; maxBytes: number },
) => Promise<Exchange>;

const UPLOAD_TIMEOUT_MS = 60_000;
const MAX_ANSWER_BYTES = 1024 * 1024;

/**
 * What changes templates at Meta. No method throws for what the network or Meta does.
 * Source: WhatsApp Business Management API, “Template management”; Graph API, “Resumable Upload API”.
 */
export function graphTemplates(call: Call, prefix: string) {
  const submit = async (accessToken: string, path: string, json: unknown): Promise<SubmittedTemplate> => {
    const answered = await call(accessToken, { method: 'POST', path, json });
    return interpret(answered, accessToken, (body) => {
      const read = SubmittedJson.safeParse(body).data;
      if (!read) return null;
      return {
        ok: true,
        templateId: read.id ?? '',
        status: read.status ?? null,
        category: read.category ?? null,
      };
    });
  };

  return {
    /** Submits a new template for review, or another language of one. */
    createTemplate({ businessAccountId, accessToken }: Account, definition: GraphDefinition) {
      return submit(
        accessToken,
        `${prefix}/${encodeURIComponent(businessAccountId)}/message_templates`,
        definition,
      );
    },

    /** Submits changes. The category of an approved one cannot be changed, so it is left out there. */
    editTemplate(
      { accessToken }: Account,
      templateId: string,
      { components, category }: Pick<GraphDefinition, 'components'> & { category?: string | undefined },
    ) {
      return submit(accessToken, `${prefix}/${encodeURIComponent(templateId)}`, {
        components,
        ...(category && { category }),
      });
    },

    /** Deletes a template in one language, or with `templateId` null in all. Its name cannot be taken again for 30 days. */
    async deleteTemplate(
      { businessAccountId, accessToken }: Account,
      name: string,
      templateId: string | null,
    ): Promise<Done> {
      const query = new URLSearchParams({ name, ...(templateId === null ? {} : { hsm_id: templateId }) });
      const answered = await call(accessToken, {
        method: 'DELETE',
        path: `${prefix}/${encodeURIComponent(businessAccountId)}/message_templates?${query}`,
      });
      return interpret(answered, accessToken, () => ({ ok: true }));
    },

    /** Ends the pause of a template that WhatsApp had paused while it looked at how people take it. */
    async unpauseTemplate({ accessToken }: Account, templateId: string): Promise<Done> {
      const path = `${prefix}/${encodeURIComponent(templateId)}/unpause`;
      return interpret(await call(accessToken, { method: 'POST', path, json: {} }), accessToken, () => ({
        ok: true,
      }));
    },

    /** Uploads a file as the sample of a header. The token says which app it is uploaded to. */
    async uploadSample(
      { accessToken }: Account,
      file: { bytes: Uint8Array<ArrayBuffer>; mimeType: string; filename: string },
    ): Promise<UploadedSample> {
      const app = await appOf(call, prefix, accessToken);
      if (!app.ok) return app;
      const query = new URLSearchParams({
        file_name: file.filename,
        file_length: String(file.bytes.byteLength),
        file_type: file.mimeType,
      });
      const path = `${prefix}/${encodeURIComponent(app.appId)}/uploads?${query}`;
      const opened = await call(accessToken, { method: 'POST', path });
      const session = interpret(opened, accessToken, (json) => {
        const id = SessionJson.safeParse(json).data?.id;
        return id === undefined ? null : { ok: true, id };
      });
      if (!session.ok) return session;
      const sent = await call(
        accessToken,
        {
          method: 'POST',
          // An id such as `upload:MTph…?sig=ARZ…`: part of the address as it is.
          path: `${prefix}/${session.id}`,
          headers: { authorization: `OAuth ${accessToken}`, file_offset: '0', 'content-type': file.mimeType },
          body: Buffer.from(file.bytes),
        },
        { timeoutMs: UPLOAD_TIMEOUT_MS, maxBytes: MAX_ANSWER_BYTES },
      );
      return interpret(sent, accessToken, (json) => {
        const handle = HandleJson.safeParse(json).data?.h;
        return handle === undefined ? null : { ok: true, handle };
      });
    },
  };
}

/** Which app a token belongs to. Source: Graph API, “debug_token”. */
async function appOf(call: Call, prefix: string, accessToken: string) {
  const query = new URLSearchParams({ input_token: accessToken });
  const answered = await call(accessToken, { method: 'GET', path: `${prefix}/debug_token?${query}` });
  const read = interpret(answered, accessToken, (json) => {
    const appId = TokenJson.safeParse(json).data?.data.app_id;
    return appId === undefined ? null : { ok: true, appId };
  });
  return read.ok || read.outcome === 'refused'
    ? read
    : refuse({ message: 'WhatsApp does not say which app the access token belongs to' });
}

const SubmittedJson = z.object({
  id: maybe(identifier),
  status: maybe(z.string()),
  category: maybe(z.string()),
});
const TokenJson = z.object({ data: z.object({ app_id: identifier }) });
const SessionJson = z.object({ id: z.string().regex(/^upload:[\w.:=?&%~+-]+$/) });
const HandleJson = z.object({ h: z.string() });
