import { ActionIcon, Button, NumberInput, Select, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useWords } from '../words.ts';
import type { Condition, Field, Query } from './contacts-api.ts';
import { contactWords } from './words.ts';
import './contacts.css';

const ABOUT = ['name', 'phone', 'tag', 'consent', 'last-message', 'added'] as const;
type About = Condition['about'];

const WAYS: { [about in About]: string[] } = {
  name: ['contains', 'begins-with', 'equal', 'not-equal'],
  phone: ['begins-with', 'contains', 'equal'],
  tag: ['set', 'not-set'],
  consent: ['granted', 'not-granted'],
  'last-message': ['within', 'longer-ago'],
  added: ['within', 'longer-ago'],
  field: ['equal', 'not-equal', 'contains', 'at-least', 'at-most', 'set', 'not-set'],
};

/** The conditions of a segment, each on a line. All must hold. */
export function Conditions({ query, fields, onChange }: ConditionsProps) {
  const words = useWords(contactWords);
  const put = (n: number, condition: Condition) =>
    onChange({ ...query, conditions: query.conditions.map((one, at) => (at === n ? condition : one)) });
  return (
    <div className="conditions">
      {query.conditions.map((condition, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no names, and a line keeps its place
        <div className="condition" key={n}>
          <ConditionLine condition={condition} fields={fields} onChange={(next) => put(n, next)} />
          <ActionIcon
            variant="subtle"
            color="gray"
            size={40}
            aria-label={words.removeCondition}
            onClick={() => onChange({ ...query, conditions: query.conditions.filter((_, at) => at !== n) })}
          >
            <IconX size={18} stroke={1.75} />
          </ActionIcon>
        </div>
      ))}
      <div>
        <Button
          variant="default"
          leftSection={<IconPlus size={18} stroke={1.75} />}
          onClick={() =>
            onChange({ ...query, conditions: [...query.conditions, { about: 'tag', is: 'set', value: '' }] })
          }
        >
          {words.condition}
        </Button>
      </div>
    </div>
  );
}

type ConditionsProps = { query: Query; fields: Field[]; onChange: (query: Query) => void };

function ConditionLine({ condition, fields, onChange }: LineProps) {
  const words = useWords(contactWords);
  const about = condition.about === 'field' ? `field:${condition.field}` : condition.about;
  const subjects = [
    ...ABOUT.map((one) => ({ value: one as string, label: words.about[one] ?? one })),
    ...fields.map((field) => ({ value: `field:${field.id}`, label: field.label })),
  ];
  const ways = WAYS[condition.about].map((way) => ({ value: way, label: words.is[way] ?? way }));
  return (
    <>
      <Select
        aria-label={words.filter}
        data={subjects}
        value={about}
        allowDeselect={false}
        onChange={(next) => next && onChange(blank(next, fields))}
      />
      <Select
        aria-label={words.is[condition.is] ?? condition.is}
        data={ways}
        value={condition.is}
        allowDeselect={false}
        onChange={(next) => next && onChange({ ...condition, is: next })}
      />
      <ValueInput condition={condition} fields={fields} onChange={onChange} />
    </>
  );
}

type LineProps = { condition: Condition; fields: Field[]; onChange: (condition: Condition) => void };

function ValueInput({ condition, fields, onChange }: LineProps) {
  const words = useWords(contactWords);
  if (condition.days !== undefined) {
    return (
      <NumberInput
        aria-label={words.days}
        min={1}
        max={3650}
        value={condition.days}
        onChange={(days) => onChange({ ...condition, days: Number(days) || 1 })}
      />
    );
  }
  const isAsked = condition.about !== 'field' || (condition.is !== 'set' && condition.is !== 'not-set');
  if (!isAsked) return <span />;
  const field = condition.about === 'field' ? fields.find(({ id }) => id === condition.field) : undefined;
  if (condition.about === 'field' && field?.kind === 'number') {
    return (
      <NumberInput
        aria-label={words.value}
        value={typeof condition.value === 'number' ? condition.value : ''}
        onChange={(value) => onChange({ ...condition, value: Number(value) })}
      />
    );
  }
  if (condition.about === 'field' && field?.kind === 'boolean') {
    return (
      <Select
        aria-label={words.value}
        data={[
          { value: 'true', label: words.yes },
          { value: 'false', label: words.no },
        ]}
        value={String(condition.value ?? '')}
        onChange={(value) => onChange({ ...condition, value: value === 'true' })}
      />
    );
  }
  return (
    <TextInput
      aria-label={words.value}
      type={field?.kind === 'date' ? 'date' : 'text'}
      maxLength={200}
      value={String(condition.value ?? '')}
      onChange={(event) => onChange({ ...condition, value: event.currentTarget.value })}
    />
  );
}

function blank(about: string, fields: readonly Field[]): Condition {
  const field = fields.find(({ id }) => about === `field:${id}`);
  if (field)
    return { about: 'field', field: field.id, is: 'equal', value: field.kind === 'boolean' ? true : '' };
  switch (about) {
    case 'name':
      return { about, is: 'contains', value: '' };
    case 'phone':
      return { about, is: 'begins-with', value: '' };
    case 'consent':
      return { about, is: 'granted', value: 'marketing' };
    case 'last-message':
    case 'added':
      return { about, is: 'within', days: 30 };
    default:
      return { about: 'tag', is: 'set', value: '' };
  }
}

/** What the server takes: lines that are not filled in yet say nothing. */
export function filledIn({ match, conditions }: Query): Query {
  const asksNothing = ({ about, is }: Condition) => about === 'field' && (is === 'set' || is === 'not-set');
  const filled = conditions.filter(
    (one) => one.days !== undefined || asksNothing(one) || (one.value !== undefined && one.value !== ''),
  );
  return { match, conditions: filled };
}
