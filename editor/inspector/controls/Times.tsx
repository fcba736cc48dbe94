import {
  ActionIcon,
  Autocomplete,
  Button,
  Chip,
  Group,
  NativeSelect,
  NumberInput,
  TextInput,
} from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { durationOf, partsOfDuration, UNITS, type Unit } from '../duration-parts.ts';
import { isRecord } from '../path.ts';
import { type ControlProps, useInspector } from '../state.ts';
import { PlainText } from './PlainText.tsx';

/** A number and a unit; what cannot be read so is shown as it is written. */
export function Duration(props: ControlProps) {
  const { field, label, value, onChange, problems } = props;
  const { words } = useInspector();
  const [wished, setWished] = useState<Unit>();
  const written = typeof value === 'string' ? value : '';
  const parts = partsOfDuration(written);
  if (written !== '' && !parts) return <PlainText {...props} />;
  const unit = wished ?? parts?.unit ?? 'H';
  const isSame = parts?.unit === unit;
  const count = parts && (isSame ? parts.count : inUnit(parts, unit));
  return (
    <Group gap={8} align="end" wrap="nowrap">
      <NumberInput
        label={label}
        style={{ flex: 1 }}
        min={field.isOptional ? 0 : 1}
        allowDecimal={false}
        allowNegative={false}
        value={count ?? ''}
        error={problems.some(({ level }) => level === 'error')}
        onChange={(next) => {
          if (typeof next === 'number' && next > 0) onChange(durationOf(next, unit));
          else if (field.isOptional) onChange(undefined);
        }}
      />
      <NativeSelect
        aria-label={words.unitOf(label)}
        data={UNITS.map((one) => ({ value: one, label: words.units[one] }))}
        value={unit}
        onChange={({ currentTarget }) => {
          const next = UNITS.find((one) => one === currentTarget.value) ?? 'H';
          setWished(next);
          if (count) onChange(durationOf(count, next));
        }}
      />
    </Group>
  );
}

/** The same time in another unit, when it needs no fraction there; else in its own. */
function inUnit(parts: { count: number; unit: Unit }, unit: Unit): number {
  const seconds = { D: 86_400, H: 3600, M: 60, S: 1 };
  const count = (parts.count * seconds[parts.unit]) / seconds[unit];
  return Number.isInteger(count) ? count : parts.count;
}

export function Time({ label, value, onChange, problems }: ControlProps) {
  return (
    <TextInput
      type="time"
      label={label}
      value={typeof value === 'string' ? value : ''}
      error={problems.some(({ level }) => level === 'error')}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}

type Span = { days: number[]; from: string; to: string };

/** A time zone and spans of the week. */
export function Hours({ label, value, onChange, problems }: ControlProps) {
  const { words } = useInspector();
  const timezone = isRecord(value) && typeof value.timezone === 'string' ? value.timezone : '';
  const open = isRecord(value) && Array.isArray(value.open) ? value.open.filter(isSpan) : [];
  const write = (spans: Span[]) => onChange({ timezone, open: spans });
  const replace = (at: number, span: Span) => write(open.map((one, index) => (index === at ? span : one)));
  return (
    <fieldset className="group">
      <legend>{label}</legend>
      <Autocomplete
        label={words.timezone}
        data={Intl.supportedValuesOf('timeZone')}
        limit={20}
        value={timezone}
        error={problems.some(({ level }) => level === 'error')}
        onChange={(zone) => onChange({ timezone: zone, open })}
      />
      {open.map((span, at) => {
        const name = words.item(words.hours, at + 1);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: spans have no other identity, and each is drawn from its value alone
          <fieldset className="item" key={at}>
            <legend>{name}</legend>
            <Group gap={4}>
              {words.days.map((day, index) => (
                <Chip
                  key={day}
                  size="xs"
                  checked={span.days.includes(index + 1)}
                  onChange={(isOn) => replace(at, { ...span, days: withDay(span.days, index + 1, isOn) })}
                >
                  {day}
                </Chip>
              ))}
            </Group>
            <Group gap={8} align="end" wrap="nowrap">
              <TextInput
                type="time"
                label={words.from}
                value={span.from}
                onChange={({ currentTarget }) => replace(at, { ...span, from: currentTarget.value })}
              />
              <TextInput
                type="time"
                label={words.until}
                value={span.to}
                onChange={({ currentTarget }) => replace(at, { ...span, to: currentTarget.value })}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`${words.removeHours}: ${name}`}
                onClick={() => write(open.filter((_, index) => index !== at))}
              >
                <IconTrash size={18} stroke={1.75} />
              </ActionIcon>
            </Group>
          </fieldset>
        );
      })}
      <Button
        variant="subtle"
        leftSection={<IconPlus size={18} stroke={1.75} />}
        onClick={() => write([...open, { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }])}
      >
        {words.addHours}
      </Button>
    </fieldset>
  );
}

function withDay(days: readonly number[], day: number, isOn: boolean): number[] {
  return [...days.filter((one) => one !== day), ...(isOn ? [day] : [])].sort();
}

function isSpan(value: unknown): value is Span {
  return isRecord(value) && Array.isArray(value.days) && typeof value.from === 'string';
}
