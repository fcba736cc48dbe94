import { z } from 'zod';
import { interpret, type Refused, type Unknown } from './graph-answer.ts';
import type { Call } from './graph-templates.ts';
import { asList, identifier, maybe } from './lenient.ts';

export type GraphTemplate = {
  templateId: string;
  name: string;
  language: string;
  /** `APPROVED`, `PAUSED`, … as Meta writes it: the list is open. */
  status: string;
  category: string;
  parameterFormat: 'NAMED' | 'POSITIONAL';
  quality?: string;
  /** What Meta says it will become. */
  comingCategory?: string;
  /** Of one that was rejected. */
  reason?: string;
  /** As defined: header, body, footer, buttons. */
  components: unknown[];
};
/** `unreadable` counts the templates that could not be read and are left out. */
export type Templates = { ok: true; templates: GraphTemplate[]; unreadable: number } | Refused | Unknown;

const FIELDS =
  'id,name,language,status,category,previous_category,correct_category,components,parameter_format,quality_score,rejected_reason';
/** 6,000 templates at most in an account, 100 a page; twice that, in case the cursor goes in a circle. */
const MAX_PAGES = 120;

/** Reading the templates of an account at Meta. */
export function graphTemplateList(call: Call, prefix: string) {
  return {
    /** All templates of a business account, in all languages and states. */
    async getTemplates(account: { businessAccountId: string; accessToken: string }): Promise<Templates> {
      const all: { templates: GraphTemplate[]; unreadable: number } = { templates: [], unreadable: 0 };
      let after: string | undefined;
      for (let page = 0; page < MAX_PAGES; page++) {
        const query = new URLSearchParams({ fields: FIELDS, limit: '100', ...(after ? { after } : {}) });
        const path = `${prefix}/${encodeURIComponent(account.businessAccountId)}/message_templates?${query}`;
        const answered = await call(account.accessToken, { method: 'GET', path });
        const read = interpret(answered, account.accessToken, (json) => {
          const parsed = TemplatePage.safeParse(json).data;
          return parsed ? { ok: true, page: parsed } : null;
        });
        if (!read.ok) return read;
        const found = readTemplates(read.page.data);
        all.templates.push(...found.templates);
        all.unreadable += found.unreadable;
        // `next` itself is an address with the token in it: only whether there is one matters.
        after = read.page.paging?.next ? read.page.paging.cursors?.after : undefined;
        if (!after) return { ok: true, ...all };
      }
      return { ok: false, outcome: 'unknown', reason: 'the list of templates does not end' };
    },
  };
}

/** A list of templates in Meta's JSON. Each is read on its own: one that cannot be read takes no other with it. */
export function readTemplates(list: unknown): { templates: GraphTemplate[]; unreadable: number } {
  const elements = asList(list) ?? [];
  const readable = elements.flatMap((raw) => GraphTemplateJson.safeParse(raw).data ?? []);
  return { templates: readable.map(toTemplate), unreadable: elements.length - readable.length };
}

const TemplatePage = z.object({
  data: z.unknown().optional(),
  paging: maybe(
    z.object({ next: maybe(z.string()), cursors: maybe(z.object({ after: maybe(z.string()) })) }),
  ),
});

const GraphTemplateJson = z.object({
  id: identifier,
  name: z.string(),
  language: z.string(),
  status: z.string(),
  category: z.string(),
  parameter_format: maybe(z.enum(['NAMED', 'POSITIONAL'])),
  quality_score: maybe(z.object({ score: maybe(z.string()) })),
  correct_category: maybe(z.string()),
  rejected_reason: maybe(z.string()),
  components: maybe(z.array(z.unknown())),
});

function toTemplate(template: z.infer<typeof GraphTemplateJson>): GraphTemplate {
  const { id, name, language, status, category, parameter_format, quality_score, components } = template;
  const { correct_category, rejected_reason } = template;
  return {
    templateId: id,
    name,
    language,
    status,
    category,
    parameterFormat: parameter_format ?? 'POSITIONAL',
    ...(quality_score?.score ? { quality: quality_score.score } : {}),
    ...(correct_category && correct_category !== category ? { comingCategory: correct_category } : {}),
    ...(rejected_reason && rejected_reason !== 'NONE' ? { reason: rejected_reason } : {}),
    components: components ?? [],
  };
}
