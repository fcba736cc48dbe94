import {
  IconAddressBook,
  IconApi,
  IconBell,
  IconDeviceMobile,
  IconHome,
  IconInbox,
  IconRoute,
  IconSpeakerphone,
  IconTemplate,
  IconUser,
  IconUsers,
} from '@tabler/icons-react';
import { InboxBadge } from '../inbox/InboxBadge.tsx';
import { NoticeBadge } from '../numbers/NoticeBadge.tsx';
import type { Caller, Role } from '../people/people-api.ts';

/** In the order of the rail. Without a `right` it is for everybody; what is not a screen of ours has an `href`. */
const ENTRIES = [
  { id: 'home', to: '/', Icon: IconHome },
  { id: 'inbox', to: '/inbox', Icon: IconInbox, right: 'conversations:read', Badge: InboxBadge },
  { id: 'flows', to: '/flows', Icon: IconRoute, right: 'flows:read' },
  { id: 'contacts', to: '/contacts', Icon: IconAddressBook, right: 'contacts:read' },
  { id: 'broadcasts', to: '/broadcasts', Icon: IconSpeakerphone, right: 'broadcasts:write' },
  { id: 'templates', to: '/templates', Icon: IconTemplate, right: 'templates:read' },
  { id: 'numbers', to: '/numbers', Icon: IconDeviceMobile, right: 'numbers:read' },
  { id: 'notices', to: '/notices', Icon: IconBell, right: 'numbers:read', Badge: NoticeBadge },
  { id: 'people', to: '/people', Icon: IconUsers, right: 'people:manage' },
  { id: 'api', href: '/api/docs', Icon: IconApi },
  { id: 'account', to: '/profile', Icon: IconUser },
] as const;

/** A place that one can go to. */
export type Entry = (typeof ENTRIES)[number];
type EntryId = Entry['id'];

/** What has room at the bottom of a phone, beside “More”. */
const IN_REACH = 4;
/** What each role goes to most, first. */
const FIRST: { readonly [role in Role]: readonly EntryId[] } = {
  administrator: ['home', 'inbox', 'flows', 'contacts'],
  designer: ['flows', 'inbox', 'templates', 'broadcasts'],
  agent: ['inbox', 'contacts', 'templates', 'notices'],
  viewer: ['inbox', 'flows', 'contacts', 'home'],
};

/** Where somebody may go, in the order of the rail; whoever has not signed in sees what is open to all. */
export function entriesFor(caller: Caller | null): Entry[] {
  return ENTRIES.filter((entry) => {
    if (entry.id === 'account') return caller?.kind === 'person';
    if (entry.id === 'home') return caller !== null;
    return !('right' in entry) || caller?.rights.includes(entry.right);
  });
}

/** The same for a phone: what is in reach of a thumb, and the rest. API keys, which have no role, see what an administrator does. */
export function inReach(caller: Caller | null): { near: Entry[]; rest: Entry[] } {
  const all = entriesFor(caller);
  if (all.length <= IN_REACH) return { near: all, rest: [] };
  const first = FIRST[caller?.role ?? 'administrator'].flatMap(
    (id) => all.find((entry) => entry.id === id) ?? [],
  );
  const near = [...new Set([...first, ...all])].slice(0, IN_REACH);
  return { near, rest: all.filter((entry) => !near.includes(entry)) };
}
