import type { TemplateContent } from '@parley/flows/templates/definition.ts';
import type { Finding } from '@parley/flows/templates/lint-finding.ts';
import { type Answer, call, hasKey } from '../api.ts';

/** What the screens for templates ask the server. The types are those of the API; see /api/docs. */

export type Template = {
  id: string;
  businessAccountId: string;
  name: string;
  language: string;
  templateId: string | null;
  /** As Meta writes it, or `DRAFT`. */
  status: string;
  sendable: 'yes' | 'later' | 'no';
  quality: string | null;
  category: string;
  askedCategory: string | null;
  comingCategory: string | null;
  categoryChangesAt: string | null;
  reason: string | null;
  reasonDetails: string | null;
  content: TemplateContent;
  isWhole: boolean;
  draft: TemplateContent | null;
  submittedAt: string | null;
  updatedAt: string;
};

export type Account = {
  businessAccountId: string;
  numbers: { id: string; name: string | null; displayPhone: string | null }[];
  syncedAt: string | null;
  problem: string | null;
};

export type Fallback = {
  businessAccountId: string;
  for: string;
  name: string | null;
  language: string | null;
};

export type TemplateList = {
  templates: Template[];
  accounts: Account[];
  fallbacks: Fallback[];
  /** Flows that name a template in their draft or their published version. */
  uses: { name: string; flows: { flowId: string; name: string }[] }[];
};

export type Hits = {
  flows: {
    flowId: string;
    name: string;
    inDraft: boolean;
    published: number | null;
    versions: number[];
    sessions: number;
    nodes: string[];
  }[];
  sessions: number;
  planned: number;
};

export type TemplateDetails = { template: Template; findings: Finding[]; hits: Hits };

const path = (id: string) => `/api/templates/${encodeURIComponent(id)}`;

export const TEMPLATES_KEY = ['templates'] as const;
export const listTemplates = () => call<TemplateList>('GET', '/api/templates');
export const readTemplate = (id: string) => call<TemplateDetails>('GET', path(id));
export const syncTemplates = () => call<{ accounts: Account[] }>('POST', '/api/templates/sync');
export const addTemplate = (given: {
  businessAccountId: string;
  name: string;
  language: string;
  content: TemplateContent;
}) => call<Template>('POST', '/api/templates', given);
export const saveDraft = (id: string, content: TemplateContent) =>
  call<{ template: Template; findings: Finding[] }>('PUT', `${path(id)}/draft`, { content });
export const discardDraft = (id: string) => call<Template>('DELETE', `${path(id)}/draft`);
export const submitTemplate = (id: string) => call<Template>('POST', `${path(id)}/submit`);
export const unpauseTemplate = (id: string) => call<Template>('POST', `${path(id)}/unpause`);
export const removeTemplate = (id: string, everyLanguage: boolean) =>
  call<{ removed: string[] }>('DELETE', path(id), { everyLanguage });
export const setFallback = (fallback: Fallback) => call<Fallback>('PUT', '/api/templates/fallback', fallback);

/** Uploads the sample of a header: its body is the file itself, which `call` does not send. */
export async function uploadSample(
  account: string,
  file: File,
): Promise<Answer<{ handle: string; mimeType: string }>> {
  const query = new URLSearchParams({ account, filename: file.name });
  const key = hasKey() ? sessionStorage.getItem('parley-key') : null;
  try {
    const response = await fetch(`/api/templates/sample?${query}`, {
      method: 'POST',
      headers: { 'content-type': file.type, ...(key !== null && { authorization: `Bearer ${key}` }) },
      body: file,
    });
    const body = await response.json();
    if (response.ok) return { ok: true, body };
    return { ok: false, why: 'refused', status: response.status, problem: body };
  } catch {
    return { ok: false, why: 'no-answer', status: null, problem: {} };
  }
}
