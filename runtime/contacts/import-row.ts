import { isTimezone } from '@parley/flows/zone.ts';
import { z } from 'zod';
import { CONSENT_VIA } from '../consent/sources.ts';
import type { FieldValue } from '../db/tables.ts';
import { type Field, readField } from './fields.ts';
import { readPhone } from './phone.ts';

const Column = z.number().int().min(0).max(199);

/** What the columns of a file are, by their place in it from 0. */
export const ImportMapping = z.strictObject({
  phone: Column,
  name: Column.optional(),
  locale: Column.optional(),
  timezone: Column.optional(),
  /** Separated by commas, semicolons or bars. */
  tags: Column.optional(),
  fields: z.record(z.string().regex(/^[a-z][\w-]{0,39}$/), Column),
  /** Of numbers that are written without one. */
  countryCode: z
    .string()
    .regex(/^[1-9]\d{0,2}$/)
    .optional(),
  /** Put on everybody in the file. */
  addTags: z.array(z.string().trim().min(1).max(60)).max(20),
  /** What becomes of people who are known already. */
  known: z.enum(['change', 'leave']),
  /** Null: the file says nothing about consent. */
  consent: z
    .strictObject({
      purpose: z.string().regex(/^[a-z][\w-]{0,63}$/),
      /** Says yes or no for each row. Not given: everybody in the file has agreed. */
      column: Column.optional(),
      /** When each has agreed, such as 2026-03-31. Not given: it is not known, and an older withdrawal stands. */
      atColumn: Column.optional(),
      wording: z.string().trim().min(1).max(2000),
      via: z.enum(CONSENT_VIA),
      evidence: z.string().trim().max(2000).optional(),
    })
    .nullable(),
});
export type ImportMapping = z.infer<typeof ImportMapping>;

/** A row of a file, read. */
export type ImportRow = {
  phone: string;
  name: string;
  locale: string;
  timezone: string;
  tags: string[];
  fields: { [field: string]: FieldValue };
  consent: { granted: boolean; at: string | null } | null;
};

export type ReadRow = { ok: true; row: ImportRow } | { ok: false; reason: string };

/** What one row says. An empty cell says nothing. Never throws. */
export function readRow(cells: readonly string[], mapping: ImportMapping, fields: readonly Field[]): ReadRow {
  const cell = (column: number | undefined) => (column === undefined ? '' : (cells[column] ?? '').trim());
  const written = cell(mapping.phone);
  if (written === '') return bad('no phone number');
  const phone = readPhone(written, mapping.countryCode ?? null);
  if (phone === null) return bad(`“${shortened(written)}” is not an international phone number`);

  const timezone = cell(mapping.timezone);
  if (timezone !== '' && !isTimezone(timezone)) return bad(`“${shortened(timezone)}” is not a time zone`);
  const locale = cell(mapping.locale);
  if (locale !== '' && !/^[a-z]{2,3}([_-][A-Za-z0-9]{2,8})*$/.test(locale))
    return bad(`“${shortened(locale)}” is not a language such as en or pt_BR`);

  const values: { [field: string]: FieldValue } = {};
  for (const [id, column] of Object.entries(mapping.fields)) {
    const field = fields.find((one) => one.id === id);
    const text = cell(column);
    if (!field || text === '') continue;
    const read = readField(field, text);
    if (!read.ok) return bad(`${field.label}: “${shortened(text)}” is ${read.reason}`);
    values[id] = read.value;
  }
  const consent = readConsent(cell, mapping);
  if (typeof consent === 'string') return bad(consent);
  const tags = cell(mapping.tags)
    .split(/[,;|]/)
    .map((tag) => tag.trim().slice(0, 60))
    .filter((tag) => tag !== '');
  return {
    ok: true,
    row: {
      ...{ phone, locale, timezone, consent, fields: values },
      name: cell(mapping.name).replace(/\s+/g, ' ').slice(0, 60),
      tags: [...new Set([...tags, ...mapping.addTags])],
    },
  };
}

const bad = (reason: string): ReadRow => ({ ok: false, reason });
const shortened = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

const YES_OR_NO: Field = { id: '', label: '', kind: 'boolean', choices: [] };
const DAY: Field = { id: '', label: '', kind: 'date', choices: [] };

/** In words what is wrong with it, when something is. */
function readConsent(
  cell: (column: number | undefined) => string,
  { consent }: ImportMapping,
): ImportRow['consent'] | string {
  if (!consent) return null;
  let granted = true;
  if (consent.column !== undefined) {
    const text = cell(consent.column);
    if (text === '') return null;
    const read = readField(YES_OR_NO, text);
    if (!read.ok) return `consent: “${shortened(text)}” is ${read.reason}`;
    granted = read.value === true;
  }
  const day = cell(consent.atColumn);
  if (day === '') return { granted, at: null };
  const at = readField(DAY, day.slice(0, 10));
  return at.ok ? { granted, at: String(at.value) } : `consent: “${shortened(day)}” is ${at.reason}`;
}
