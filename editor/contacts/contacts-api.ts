import type {
  ContactBody,
  ContactDetailsBody,
  ContactFieldBody,
  FieldUseBody,
  SegmentBody,
  SegmentQueryBody,
} from '@parley/runtime/http/contact-schemas.ts';
import type { ImportBody, ImportCheckBody, ImportMappingBody } from '@parley/runtime/http/import-schemas.ts';
import { call } from '../api.ts';

/** What the screens for contacts ask the server. What the server gives is typed by its own schemas. */

export type Field = ContactFieldBody;
export type Contact = ContactBody;
export type FieldValue = Contact['fields'][string];
export type ContactDetails = ContactDetailsBody;
export type FieldUse = FieldUseBody;
export type Mapping = ImportMappingBody;
export type Import = ImportBody;
export type Check = ImportCheckBody;

/** A line of the filter: which of the members there are depends on what it is about. The server takes more than this screen makes. */
export type Condition = {
  about: 'name' | 'phone' | 'tag' | 'consent' | 'last-message' | 'added' | 'field';
  is: string;
  value?: FieldValue;
  days?: number;
  field?: string;
};
export type Query = { match: 'all' | 'any'; conditions: Condition[] };
export type Segment = SegmentBody;
export type SegmentQuery = SegmentQueryBody;

const one = (path: string, id: string) => `${path}/${encodeURIComponent(id)}`;

export const listContacts = ({
  search,
  query,
  next,
}: {
  search: string;
  query: Query | SegmentQuery;
  next: string | null;
}) => {
  const asked = new URLSearchParams({
    ...(search !== '' && { search }),
    ...(query.conditions.length > 0 && { query: JSON.stringify(query) }),
    ...(next !== null && { next }),
  });
  return call<{ contacts: Contact[]; count: number; next: string | null }>('GET', `/api/contacts?${asked}`);
};
export const addContact = (given: { phone: string; name: string }) =>
  call<Contact>('POST', '/api/contacts', given);
export const readContact = (id: string) => call<ContactDetails>('GET', one('/api/contacts', id));
export const changeContact = (
  id: string,
  change: { name?: string; tags?: string[]; fields?: { [field: string]: FieldValue | null } },
) => call<Contact>('PATCH', one('/api/contacts', id), change);
export const eraseContact = (id: string) => call<object>('DELETE', one('/api/contacts', id));
export const exportContact = (id: string) => call<object>('GET', `${one('/api/contacts', id)}/export`);
/** Not verified: messages go again to whoever is there, and the flow is told of the doubt. */
export const confirmIdentity = (id: string, isVerified: boolean) =>
  call<Contact>('POST', `${one('/api/contacts', id)}/confirm-identity`, { isVerified });
export const recordConsent = (
  id: string,
  given: { purpose: string; granted: boolean; wording: string; via: string },
) => call<object>('POST', `${one('/api/contacts', id)}/consents`, given);

export const FIELDS_KEY = ['contact-fields'];
export const listFields = () => call<{ fields: Field[] }>('GET', '/api/contact-fields');
export const makeField = (field: Field) => call<Field>('POST', '/api/contact-fields', field);
export const changeField = (id: string, change: Pick<Field, 'label' | 'choices'>) =>
  call<object>('PATCH', one('/api/contact-fields', id), change);
export const removeField = (id: string) => call<object>('DELETE', one('/api/contact-fields', id));
export const readFieldUse = (id: string) => call<FieldUse>('GET', `${one('/api/contact-fields', id)}/use`);

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
