import { OpenAPIHono, type z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Kysely } from 'kysely';
import type { ChannelCache } from '../channel/channel-cache.ts';
import { type Channel, listChannels } from '../channel/channels.ts';
import type { Database } from '../db/tables.ts';
import { fileTypeOf } from '../media/file-type.ts';
import { type AuditAction, audit } from '../people/audit.ts';
import { listHits } from '../templates/list-hits.ts';
import {
  addDraft,
  findTemplate,
  listFallbacks,
  listTemplates,
  type StoredTemplate,
  saveDraft,
  setFallback,
} from '../templates/store.ts';
import { deleteTemplate, lintStored, submitTemplate, type TemplateGraph } from '../templates/submit.ts';
import { type Account, accountsOf, syncTemplates } from '../templates/sync.ts';
import { createTemplateUses } from '../templates/template-uses.ts';
import { refuse } from './problem.ts';
import { readUpload } from './read-upload.ts';
import { facts } from './session.ts';
import * as route from './template-routes.ts';
import { type AccountJson, templateJson, usableJson } from './template-schemas.ts';

export type TemplatesDeps = {
  db: Kysely<Database>;
  channels: Pick<ChannelCache, 'all' | 'forget'>;
  /** How templates are changed at WhatsApp; without it they can only be written. */
  templates?:
    | {
        graphOf: (channel: Pick<Channel, 'phoneNumberId' | 'provider'>) => TemplateGraph;
        /** Something has changed: messages that waited may go. */
        poke: (readAgain?: readonly string[]) => void;
      }
    | undefined;
};

const MOST_UPLOADED = 32 * 1024 * 1024;

/** Message templates: as WhatsApp has them, and as they are being written. */
export function templates({ db, channels, templates: work }: TemplatesDeps) {
  const accountOf = async (businessAccountId: string): Promise<Account | null> =>
    accountsOf(await channels.all(0)).find((account) => account.businessAccountId === businessAccountId) ??
    null;
  /** The account of a template, and the client that speaks for it. */
  const speaking = async (businessAccountId: string) => {
    const account = await accountOf(businessAccountId);
    if (!account || !work) return refuse('account-not-found');
    return { account, graph: work.graphOf(account.channel) };
  };
  const find = async (id: string): Promise<StoredTemplate> =>
    (await findTemplate(db, id)) ?? refuse('template-not-found');
  const note = (c: Context, action: AuditAction, { id, name, language }: StoredTemplate, details = {}) =>
    audit(db, {
      who: c.get('caller'),
      action,
      subject: { kind: 'template', id, name: `${name} (${language})` },
      details,
      from: facts(c),
    });

  const uses = createTemplateUses(db);
  return new OpenAPIHono()
    .openapi(route.list, async (c) => {
      const stored = await listTemplates(db);
      const declared = await listFallbacks(db);
      return c.json(
        {
          templates: stored.map(templateJson),
          accounts: await listAccounts(db),
          uses: await uses.read(),
          fallbacks: declared.filter(({ name, language }) => name !== null || language !== null),
        },
        200,
      );
    })
    .openapi(route.usable, async (c) => {
      const { number } = c.req.valid('query');
      const channel = (await listChannels(db)).find(({ id }) => id === number);
      if (!channel) return refuse('number-not-found');
      if (channel.businessAccountId === null) return c.json({ templates: [] }, 200);
      const stored = await listTemplates(db, channel.businessAccountId);
      return c.json({ templates: stored.map(usableJson).filter((one) => one !== null) }, 200);
    })
    .openapi(route.sync, async (c) => {
      if (work) {
        for (const account of accountsOf(await channels.all(0))) {
          await syncTemplates({ db, graphOf: work.graphOf }, account);
        }
        work.poke();
      }
      return c.json({ accounts: await listAccounts(db) }, 200);
    })
    .openapi(route.fallback, async (c) => {
      const declared = c.req.valid('json');
      const { businessAccountId, for: name, ...other } = declared;
      await setFallback(db, businessAccountId, name, other);
      work?.poke();
      await audit(db, {
        who: c.get('caller'),
        action: 'template-fallback-set',
        subject: { kind: 'template', id: null, name },
        details: other,
        from: facts(c),
      });
      return c.json(declared, 200);
    })
    .openapi(route.sample, async (c) => {
      const { account: businessAccountId, filename } = c.req.valid('query');
      const { account, graph } = await speaking(businessAccountId);
      const bytes = await readUpload(c.req.raw, MOST_UPLOADED);
      const type = fileTypeOf(bytes, filename);
      if (!type) return refuse('file-not-accepted');
      const { mimeType, extension } = type;
      const at = { businessAccountId, accessToken: account.channel.accessToken };
      const uploaded = await graph.uploadSample(at, { bytes, mimeType, filename: `sample.${extension}` });
      if (!uploaded.ok) return refuseAnswer(uploaded);
      return c.json({ handle: uploaded.handle, mimeType }, 201);
    })
    .openapi(route.read, async (c) => {
      const template = await find(c.req.valid('param').id);
      const { draft, name, language } = template;
      return c.json(
        {
          template: templateJson(template),
          findings: draft ? await lintStored(db, template, draft) : [],
          hits: await listHits(db, name, language),
          notices: await noticesOf(db, template),
        },
        200,
      );
    })
    .openapi(route.add, async (c) => {
      const given = c.req.valid('json');
      if (!(await accountOf(given.businessAccountId))) return refuse('account-not-found');
      const added = (await addDraft(db, given)) ?? refuse('template-exists');
      return c.json(templateJson(added), 201);
    })
    .openapi(route.save, async (c) => {
      const template = await find(c.req.valid('param').id);
      const { content, name = template.name, language = template.language } = c.req.valid('json');
      const isRenamed = name !== template.name || language !== template.language;
      if (!template.isWhole || (isRenamed && template.templateId !== null))
        return refuse('template-not-editable');
      if (isRenamed && (await isTaken(db, template.businessAccountId, name, language)))
        return refuse('template-exists');
      const saved =
        (await saveDraft(db, template.id, content, { name, language })) ?? refuse('template-not-found');
      return c.json({ template: templateJson(saved), findings: await lintStored(db, saved, content) }, 200);
    })
    .openapi(route.discard, async (c) => {
      const template = await find(c.req.valid('param').id);
      if (template.templateId === null) return c.json(templateJson(template), 200);
      return c.json(
        templateJson((await saveDraft(db, template.id, null)) ?? refuse('template-not-found')),
        200,
      );
    })
    .openapi(route.submit, async (c) => {
      const template = await find(c.req.valid('param').id);
      const submitted = await submitTemplate(
        { db, ...(await speaking(template.businessAccountId)) },
        template.id,
      );
      if (!submitted.ok) {
        if (submitted.reason === 'lint')
          return refuse('template-has-errors', { findings: submitted.findings });
        if (submitted.reason === 'refused') return refuse('template-refused', { detail: submitted.details });
        if (submitted.reason === 'unknown') {
          work?.poke([template.businessAccountId]);
          return refuse('whatsapp-no-answer', { detail: submitted.details });
        }
        return refuse('template-not-editable');
      }
      work?.poke();
      await note(c, 'template-submitted', submitted.template, { status: submitted.template.status });
      return c.json(templateJson(submitted.template), 200);
    })
    .openapi(route.unpause, async (c) => {
      const template = await find(c.req.valid('param').id);
      const { account, graph } = await speaking(template.businessAccountId);
      if (template.templateId === null) return refuse('template-not-found');
      const answered = await graph.unpauseTemplate(
        { businessAccountId: template.businessAccountId, accessToken: account.channel.accessToken },
        template.templateId,
      );
      if (!answered.ok) return refuseAnswer(answered);
      work?.poke([template.businessAccountId]);
      return c.json(templateJson(template), 200);
    })
    .openapi(route.remove, async (c) => {
      const template = await find(c.req.valid('param').id);
      const everyLanguage = c.req.valid('json')?.everyLanguage ?? false;
      const account = await accountOf(template.businessAccountId);
      const needsGraph = template.templateId !== null || everyLanguage;
      const graph = account && work ? work.graphOf(account.channel) : null;
      if (needsGraph && !graph) return refuse('account-not-found');
      const removed = await deleteTemplate({ db, graph, account }, template, everyLanguage);
      if (!removed.ok) return refuse('template-refused', { detail: removed.details });
      work?.poke();
      await note(c, 'template-deleted', template, { languages: removed.removed });
      return c.json({ removed: removed.removed }, 200);
    });
}

type Failed = Exclude<Awaited<ReturnType<TemplateGraph['uploadSample']>>, { ok: true }>;

function refuseAnswer(answered: Failed): never {
  return answered.outcome === 'refused'
    ? refuse('template-refused', { detail: answered.failure.details ?? answered.failure.happened })
    : refuse('whatsapp-no-answer', { detail: answered.reason });
}

async function isTaken(
  db: Kysely<Database>,
  businessAccountId: string,
  name: string,
  language: string,
): Promise<boolean> {
  const stored = await listTemplates(db, businessAccountId);
  return stored.some((other) => other.name === name && other.language === language);
}

async function listAccounts(db: Kysely<Database>): Promise<z.infer<typeof AccountJson>[]> {
  const syncs = await db.selectFrom('template_syncs').selectAll().execute();
  const ofAccounts = Map.groupBy(await listChannels(db), ({ businessAccountId }) => businessAccountId);
  return [...ofAccounts].flatMap(([businessAccountId, numbers]) => {
    if (businessAccountId === null) return [];
    const sync = syncs.find((row) => row.business_account_id === businessAccountId);
    return [
      {
        businessAccountId,
        numbers: numbers.map(({ id, name, displayPhone }) => ({ id, name, displayPhone })),
        syncedAt: sync?.synced_at?.toISOString() ?? null,
        problem: sync?.problem ?? null,
      },
    ];
  });
}

/** The newest first. */
async function noticesOf(db: Kysely<Database>, { id, name, language }: StoredTemplate) {
  const rows = await db
    .selectFrom('notices')
    .selectAll()
    .where('subject_kind', '=', 'template')
    .where('subject_id', 'in', [id, `${name}/${language}`])
    .orderBy('id', 'desc')
    .limit(20)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    severity: row.severity,
    whatToDo: row.what_to_do,
    details: row.details,
    dueAt: row.due_at?.toISOString() ?? null,
    at: row.at.toISOString(),
  }));
}
