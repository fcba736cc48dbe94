import type { OutboundMessage } from '@parley/flows/message.ts';
import { type Choice, chooseTemplate, type TemplateBook } from '@parley/flows/templates/choose-template.ts';
import type { KnownTemplate } from '@parley/flows/templates/definition.ts';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import { listFallbacks, listTemplates, type StoredTemplate } from './store.ts';

type TemplateMessage = Extract<OutboundMessage, { type: 'template' }>;

/** The templates that sending goes by, as this process knows them. */
export type TemplateBooks = {
  /** What becomes of a message just before it leaves; see `chooseTemplate`. An account that is not known decides nothing. */
  choose(businessAccountId: string | null, message: TemplateMessage): Promise<Choice>;
  /** The book of one account. */
  of(businessAccountId: string): Promise<TemplateBook>;
  /** For whoever has just changed a template in this process. */
  forget(): void;
};

/** How long a change made by another process may go unnoticed. Asking whether there is one costs one row. */
const FRESH_MS = 2_000;

type Books = { stamp: string; books: Map<string, TemplateBook> };

/** `now` in milliseconds, from any clock that does not jump. */
export function createTemplateBooks(
  db: Kysely<Database>,
  now: () => number = () => performance.now(),
): TemplateBooks {
  let known: Books | null = null;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<Books> | null = null;

  const look = async (): Promise<Books> => {
    const stamp = await stampOf(db);
    if (known?.stamp === stamp) return known;
    return { stamp, books: await readBooks(db) };
  };
  const fresh = async (): Promise<Books> => {
    if (known && now() - lookedAt < FRESH_MS) return known;
    if (!looking) {
      const current = look();
      looking = current;
      current
        .then((books) => {
          // Somebody may have called `forget` since: what was read before that is not kept.
          if (looking !== current) return;
          known = books;
          lookedAt = now();
        })
        .catch(() => {})
        .finally(() => {
          if (looking === current) looking = null;
        });
    }
    return looking;
  };
  const of = async (businessAccountId: string) => (await fresh()).books.get(businessAccountId) ?? EMPTY;

  return {
    of,
    async choose(businessAccountId, message) {
      if (businessAccountId === null) return { act: 'send', message, instead: false };
      return chooseTemplate(message, await of(businessAccountId));
    },
    forget() {
      known = null;
      looking = null;
    },
  };
}

const EMPTY: TemplateBook = { find: () => undefined, fallbackOf: () => undefined };

async function stampOf(db: Kysely<Database>): Promise<string> {
  const { rows } = await sql<{ stamp: string }>`
    select concat_ws(' ',
      (select count(*) from templates), (select max(updated_at) from templates),
      (select count(*) from template_fallbacks), (select max(updated_at) from template_fallbacks)
    ) as stamp
  `.execute(db);
  return rows[0]?.stamp ?? '';
}

async function readBooks(db: Kysely<Database>): Promise<Map<string, TemplateBook>> {
  const [templates, fallbacks] = [await listTemplates(db), await listFallbacks(db)];
  const byAccount = Map.groupBy(templates, ({ businessAccountId }) => businessAccountId);
  return new Map(
    [...byAccount].map(([businessAccountId, list]) => [
      businessAccountId,
      bookOf(
        // What Meta has not seen is nothing to send by.
        list.filter(({ templateId }) => templateId !== null),
        fallbacks.filter((fallback) => fallback.businessAccountId === businessAccountId),
      ),
    ]),
  );
}

function bookOf(
  list: readonly (KnownTemplate | StoredTemplate)[],
  fallbacks: readonly { for: string; name: string | null; language: string | null }[],
): TemplateBook {
  const byName = new Map(list.map((template) => [`${template.language} ${template.name}`, template]));
  const byFor = new Map(fallbacks.map(({ for: name, ...fallback }) => [name, fallback]));
  return {
    find: (name, language) => byName.get(`${language} ${name}`),
    fallbackOf: (name) => byFor.get(name),
  };
}
