import { call } from '../api.ts';

/** What the screens for contacts ask the server. The types are those of the API; see /api/docs. */

export type FieldValue = string | number | boolean;
export type Field = {
  id: string;
  label: string;
  kind: 'text' | 'number' | 'date' | 'boolean' | 'choice';
  choices: string[];
};
export type Contact = {
  id: string;
  name: string;
  phone: string;
  username: string | null;
  locale: string;
  timezone: string;
  tags: string[];
  fields: { [field: string]: FieldValue };
  blockedAt: string | null;
  identityChangedAt: string | null;
  createdAt: string;
  lastMessageAt: string | null;
};
export type Consent = {
  id: string;
  purpose: string;
  granted: boolean;
  wording: string;
  via: string;
  evidence: string | null;
  at: string;
  recordedBy: string | null;
};
export type Happening = {
  at: string;
  kind: string;
  conversationId: string | null;
  who: string | null;
  details: { [name: string]: unknown };
};
export type ContactDetails = {
  contact: Contact;
  consents: { purpose: string; granted: boolean; at: string }[];
  consentHistory: Consent[];
  timeline: Happening[];
};

/** As the API takes it; which of the members there are depends on what it is about. */
export type Condition = {
  about: 'name' | 'phone' | 'tag' | 'consent' | 'last-message' | 'added' | 'field';
  is: string;
  value?: FieldValue;
  days?: number;
  field?: string;
};
export type Query = { match: 'all' | 'any'; conditions: Condition[] };
export type Segment = { id: string; name: string; query: Query };

export type Mapping = {
  phone: number;
  name?: number;
  tags?: number;
  fields: { [field: string]: number };
  countryCode?: string;
  addTags: string[];
  known: 'change' | 'leave';
  consent: { purpose: string; column?: number; wording: string; via: string } | null;
};
export type Import = {
  id: string;
  fileName: string;
  status: 'receiving' | 'running' | 'done' | 'cancelled';
  rows: number;
  handled: number;
  made: number;
  changed: number;
  skipped: number;
  failed: number;
};
export type Check = {
  rows: number;
  made: number;
  known: number;
  duplicates: number;
  failed: number;
  agreed: number;
  declined: number;
  errors: { row: number; reason: string }[];
};

const one = (path: string, id: string) => `${path}/${encodeURIComponent(id)}`;

export const listContacts = ({
  search,
  query,
  next,
}: {
  search: string;
  query: Query;
  next: string | null;
}) => {
  const asked = new URLSearchParams({
    ...(search !== '' && { search }),
    ...(query.conditions.length > 0 && { query: JSON.stringify(query) }),
    ...(next !== null && { next }),
  });
  return call<{ contacts: Contact[]; count: number; next: string | null }>('GET', `/api/contacts?${asked}`);
};
export const readContact = (id: string) => call<ContactDetails>('GET', one('/api/contacts', id));
export const changeContact = (
  id: string,
  change: { name?: string; tags?: string[]; fields?: { [field: string]: FieldValue | null } },
) => call<Contact>('PATCH', one('/api/contacts', id), change);
export const eraseContact = (id: string) => call<object>('DELETE', one('/api/contacts', id));
export const exportContact = (id: string) => call<object>('GET', `${one('/api/contacts', id)}/export`);
export const confirmIdentity = (id: string) =>
  call<Contact>('POST', `${one('/api/contacts', id)}/confirm-identity`);
export const recordConsent = (
  id: string,
  given: { purpose: string; granted: boolean; wording: string; via: string },
) => call<object>('POST', `${one('/api/contacts', id)}/consents`, given);

export const listFields = () => call<{ fields: Field[] }>('GET', '/api/contact-fields');
export const listSegments = () => call<{ segments: Segment[] }>('GET', '/api/segments');
export const makeSegment = (given: { name: string; query: Query }) =>
  call<{ id: string }>('POST', '/api/segments', given);

export const beginImport = (fileName: string, columns: string[]) =>
  call<Import>('POST', '/api/imports', { fileName, columns });
export const sendRows = (id: string, from: number, rows: string[][]) =>
  call<Import>('POST', `${one('/api/imports', id)}/rows`, { from, rows });
export const checkImport = (id: string, mapping: Mapping) =>
  call<Check>('POST', `${one('/api/imports', id)}/check`, mapping);
export const startImport = (id: string, mapping: Mapping) =>
  call<Import>('POST', `${one('/api/imports', id)}/start`, mapping);
export const readImport = (id: string) => call<Import>('GET', one('/api/imports', id));
