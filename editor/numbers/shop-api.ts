import type {
  CatalogueBody,
  EntryLinkBody,
  EntryLinksBody,
  GivenLinkBody,
} from '@parley/runtime/http/shop-schemas.ts';
import { call } from '../api.ts';

/** What the parts of the number page about selling, links and identities ask the server. */

export type NumberCatalogue = CatalogueBody;
export type EntryLink = EntryLinkBody;
export type NewLink = GivenLinkBody;

const one = (id: string, rest: string) => `/api/numbers/${encodeURIComponent(id)}/${rest}`;

export const readCatalogue = (id: string) => call<NumberCatalogue>('GET', one(id, 'catalogue'));
export const linkCatalogue = (
  id: string,
  given: { catalogId: string | null; isCartOn: boolean; isCatalogueVisible: boolean },
) => call<NumberCatalogue>('PUT', one(id, 'catalogue'), given);
export const readIdentityCheck = (id: string) => call<{ isOn: boolean }>('GET', one(id, 'identity-check'));
export const setIdentityCheck = (id: string, isOn: boolean) =>
  call<{ isOn: boolean }>('PUT', one(id, 'identity-check'), { isOn });
export const listLinks = (id: string) => call<EntryLinksBody>('GET', one(id, 'links'));
export const makeLink = (id: string, given: NewLink) => call<EntryLinksBody>('POST', one(id, 'links'), given);
export const removeLink = (id: string, link: string) =>
  call<EntryLinksBody>('DELETE', one(id, `links/${encodeURIComponent(link)}`));
