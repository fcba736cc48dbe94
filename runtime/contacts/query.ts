import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { hasConsent } from '../consent/consents.ts';

const Words = z.string().min(1).max(200);
const FieldKey = z.string().regex(/^[a-z][\w-]{0,39}$/);

const OwnText = z.strictObject({
  about: z.enum(['name', 'phone', 'username', 'locale', 'timezone']),
  is: z.enum(['equal', 'not-equal', 'contains', 'begins-with']),
  value: Words,
});
const OwnField = z.strictObject({
  about: z.literal('field'),
  field: FieldKey,
  is: z.enum(['equal', 'not-equal', 'contains', 'at-least', 'at-most', 'set', 'not-set']),
  value: z.union([z.string().max(1000), z.number(), z.boolean()]).optional(),
});
const Tagged = z.strictObject({ about: z.literal('tag'), is: z.enum(['set', 'not-set']), value: Words });
const Consented = z.strictObject({
  about: z.literal('consent'),
  is: z.enum(['granted', 'not-granted']),
  value: z.string().regex(/^[a-z][\w-]{0,63}$/),
});
const Active = z.strictObject({
  about: z.enum(['last-message', 'added']),
  is: z.enum(['within', 'longer-ago']),
  days: z.number().int().min(1).max(3650),
});
const Blocked = z.strictObject({ about: z.literal('blocked'), is: z.enum(['set', 'not-set']) });

const Condition = z.union([OwnText, OwnField, Tagged, Consented, Active, Blocked]);
type Condition = z.infer<typeof Condition>;

const Group = z.strictObject({
  match: z.enum(['all', 'any']),
  conditions: z.array(Condition).min(1).max(20),
});

/** Which contacts belong to a segment: conditions, and groups of conditions among them. No conditions: everybody. */
export const SegmentQuery = z.strictObject({
  match: z.enum(['all', 'any']),
  conditions: z.array(z.union([Condition, Group])).max(20),
});
export type SegmentQuery = z.infer<typeof SegmentQuery>;

/** The condition on `contacts c`. Whatever a query says goes to the database as a parameter. */
export function matching({ match, conditions }: SegmentQuery): RawBuilder<boolean> {
  const parts = conditions.map((one) => ('match' in one ? matching(one) : conditionOf(one)));
  if (parts.length === 0) return sql<boolean>`true`;
  return sql<boolean>`(${sql.join(parts, match === 'all' ? sql` and ` : sql` or `)})`;
}

function conditionOf(condition: Condition): RawBuilder<boolean> {
  switch (condition.about) {
    case 'name':
    case 'phone':
    case 'username':
    case 'locale':
    case 'timezone':
      return textIs(sql`coalesce(${sql.ref(`c.${condition.about}`)}, '')`, condition.is, condition.value);
    case 'field':
      return fieldIs(condition);
    case 'tag': {
      const has = sql<boolean>`(c.tags ? ${condition.value})`;
      return condition.is === 'set' ? has : not(has);
    }
    case 'consent': {
      const has = hasConsent(sql`c.id`, condition.value);
      return condition.is === 'granted' ? has : not(has);
    }
    case 'last-message': {
      const wrote = sql<boolean>`exists (
        select from conversations v
        where v.contact_id = c.id and v.last_inbound_at > now() - ${condition.days}::integer * interval '1 day'
      )`;
      return condition.is === 'within' ? wrote : not(wrote);
    }
    case 'added': {
      const isNew = sql<boolean>`(c.created_at > now() - ${condition.days}::integer * interval '1 day')`;
      return condition.is === 'within' ? isNew : not(isNew);
    }
    case 'blocked':
      return condition.is === 'set'
        ? sql<boolean>`(c.blocked_at is not null)`
        : sql<boolean>`(c.blocked_at is null)`;
  }
}

function textIs(text: RawBuilder<unknown>, is: z.infer<typeof OwnText>['is'], value: string) {
  const small = value.toLowerCase();
  switch (is) {
    case 'equal':
      return sql<boolean>`(lower(${text}) = ${small})`;
    case 'not-equal':
      return sql<boolean>`(lower(${text}) <> ${small})`;
    case 'contains':
      return sql<boolean>`(strpos(lower(${text}), ${small}) > 0)`;
    case 'begins-with':
      return sql<boolean>`starts_with(lower(${text}), ${small})`;
  }
}

function fieldIs({ field, is, value }: z.infer<typeof OwnField>): RawBuilder<boolean> {
  const own = sql`(c.fields -> ${field}::text)`;
  const text = sql`(c.fields ->> ${field}::text)`;
  if (is === 'set') return sql<boolean>`(c.fields ? ${field})`;
  if (is === 'not-set' || value === undefined) return not(sql<boolean>`(c.fields ? ${field})`);
  switch (is) {
    case 'equal':
      return sql<boolean>`(${own} = ${JSON.stringify(value)}::jsonb) is true`;
    case 'not-equal':
      return sql<boolean>`(${own} = ${JSON.stringify(value)}::jsonb) is not true`;
    case 'contains':
      return sql<boolean>`(strpos(lower(${text}), ${String(value).toLowerCase()}) > 0) is true`;
    case 'at-least':
    case 'at-most': {
      const order = is === 'at-least' ? sql`>=` : sql`<=`;
      // Dates are written so that they sort as texts do.
      return typeof value === 'number'
        ? sql<boolean>`case when jsonb_typeof(${own}) = 'number' then ${own} ${order} ${JSON.stringify(value)}::jsonb else false end`
        : sql<boolean>`case when jsonb_typeof(${own}) = 'string' then ${text} collate "C" ${order} ${String(value)} else false end`;
    }
  }
}

const not = (condition: RawBuilder<boolean>) => sql<boolean>`(not ${condition})`;
