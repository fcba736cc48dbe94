import type { TemplateContent } from '@parley/flows/templates/definition.ts';
import { blocksSubmitting, lintTemplate } from '@parley/flows/templates/lint.ts';
import type { Finding } from '@parley/flows/templates/lint-finding.ts';
import { isEditable } from '@parley/flows/templates/status.ts';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { GraphClient } from '../whatsapp/graph-client.ts';
import { toGraphDefinition } from '../whatsapp/template-definition.ts';
import { findTemplate, listTemplates, markSubmitted, removeTemplates, type StoredTemplate } from './store.ts';
import type { Account } from './sync.ts';

/** The part of the Graph client that changes templates. */
export type TemplateGraph = Pick<
  GraphClient,
  'getTemplates' | 'createTemplate' | 'editTemplate' | 'deleteTemplate' | 'unpauseTemplate' | 'uploadSample'
>;

/**
 * - `lint`: WhatsApp would reject it, for these reasons.
 * - `not-editable`: a template in this state takes no changes.
 * - `refused`: WhatsApp says no, in its words. `unknown`: its answer was lost, so the list has to be read again.
 */
export type Submitted =
  | { ok: true; template: StoredTemplate }
  | { ok: false; reason: 'lint'; findings: Finding[] }
  | { ok: false; reason: 'not-editable' | 'nothing-to-submit' }
  | { ok: false; reason: 'refused' | 'unknown'; details: string };

/** What is wrong with what is being written, as far as it can be known before WhatsApp looks at it. */
export async function lintStored(
  db: Kysely<Database>,
  template: StoredTemplate,
  content: TemplateContent,
): Promise<Finding[]> {
  const { id, name, language, businessAccountId } = template;
  const others = (await listTemplates(db, businessAccountId)).filter(
    (other) => other.id !== id && other.templateId !== null && other.language === language,
  );
  return lintTemplate(
    { name, language, content },
    { others: others.map((other) => ({ body: other.content.body.text, footer: other.content.footer })) },
  );
}

/** Submits what is being written for review: a new template, a new language of one, or changes. */
export async function submitTemplate(
  { db, graph, account }: { db: Kysely<Database>; graph: TemplateGraph; account: Account },
  id: string,
): Promise<Submitted> {
  const template = await findTemplate(db, id);
  if (!template?.draft) return { ok: false, reason: 'nothing-to-submit' };
  const { name, language, draft, templateId, status } = template;
  if (!isEditable(status)) return { ok: false, reason: 'not-editable' };
  const findings = await lintStored(db, template, draft);
  if (blocksSubmitting(findings)) return { ok: false, reason: 'lint', findings };

  const definition = toGraphDefinition(name, language, draft);
  const { accessToken } = account.channel;
  const at = { businessAccountId: account.businessAccountId, accessToken };
  const keepsCategory = status === 'APPROVED' || template.category === definition.category;
  const answered =
    templateId === null
      ? await graph.createTemplate(at, definition)
      : await graph.editTemplate(at, templateId, {
          components: definition.components,
          category: keepsCategory ? undefined : definition.category,
        });
  if (!answered.ok) {
    return answered.outcome === 'refused'
      ? { ok: false, reason: 'refused', details: answered.failure.details ?? answered.failure.happened }
      : { ok: false, reason: 'unknown', details: answered.reason };
  }
  const category =
    answered.category ?? (keepsCategory && templateId !== null ? template.category : definition.category);
  const stored = await markSubmitted(db, id, {
    templateId: templateId ?? answered.templateId,
    status: answered.status ?? 'PENDING',
    category,
    asked: definition.category,
    components: definition.components,
    parameterFormat: definition.parameter_format ?? 'POSITIONAL',
  });
  return stored ? { ok: true, template: stored } : { ok: false, reason: 'nothing-to-submit' };
}

/** Deletes a template, or with `everyLanguage` all of its name; what Meta has not seen only here. */
export async function deleteTemplate(
  { db, graph, account }: { db: Kysely<Database>; graph: TemplateGraph | null; account: Account | null },
  template: StoredTemplate,
  everyLanguage: boolean,
): Promise<{ ok: true; removed: string[] } | { ok: false; details: string }> {
  const { id, name, templateId, businessAccountId } = template;
  const all = everyLanguage
    ? (await listTemplates(db, businessAccountId)).filter((other) => other.name === name)
    : [template];
  const isAtMeta = all.some((one) => one.templateId !== null);
  if (isAtMeta) {
    if (!account || !graph) return { ok: false, details: 'No number of this account is connected.' };
    const at = { businessAccountId, accessToken: account.channel.accessToken };
    const answered = await graph.deleteTemplate(at, name, everyLanguage ? null : templateId);
    if (!answered.ok) {
      return {
        ok: false,
        details:
          answered.outcome === 'refused'
            ? (answered.failure.details ?? answered.failure.happened)
            : `WhatsApp did not answer: ${answered.reason}.`,
      };
    }
  }
  await removeTemplates(db, everyLanguage ? all.map((one) => one.id) : [id]);
  return { ok: true, removed: all.map((one) => one.language) };
}
