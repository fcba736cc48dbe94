import { ActionIcon, Menu, Tooltip, useMantineColorScheme } from '@mantine/core';
import {
  IconAddressBook,
  IconApi,
  IconBell,
  IconDeviceMobile,
  IconHome,
  IconInbox,
  IconRoute,
  IconSettings,
  IconSpeakerphone,
  IconTemplate,
  IconUser,
  IconUsers,
} from '@tabler/icons-react';
import { Link, Outlet } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { hasKey } from '../api.ts';
import { LANGUAGES, type Language } from '../catalogue.ts';
import { InboxBadge } from '../inbox/InboxBadge.tsx';
import { NoticeBadge } from '../numbers/NoticeBadge.tsx';
import { Gate } from '../people/Gate.tsx';
import { useCaller, useMay, useSession } from '../people/session-store.ts';
import { useLanguage, useWords } from '../words.ts';
import './shell.css';
import { shellWords } from './words.ts';

/** The rail and the screen beside it; for whoever has not signed in, the way in. The rail has what one may see. */
export function Shell() {
  const words = useWords(shellWords);
  const caller = useCaller();
  const seesFlows = useMay('flows:read');
  const seesTemplates = useMay('templates:read');
  const seesContacts = useMay('contacts:read');
  const seesBroadcasts = useMay('broadcasts:write');
  const seesNumbers = useMay('numbers:read');
  const seesPeople = useMay('people:manage');
  const seesInbox = useMay('conversations:read');
  return (
    <div className="shell">
      <a className="skip" href="#screen">
        {words.skip}
      </a>
      <nav className="rail" aria-label={words.product}>
        <span className="mark-of-product" aria-hidden="true" />
        {caller && (
          <RailLink to="/" label={words.home}>
            <IconHome size={20} stroke={1.75} />
          </RailLink>
        )}
        {seesInbox && (
          <RailLink to="/inbox" label={words.inbox}>
            <IconInbox size={20} stroke={1.75} />
            <InboxBadge />
          </RailLink>
        )}
        {seesFlows && (
          <RailLink to="/flows" label={words.flows}>
            <IconRoute size={20} stroke={1.75} />
          </RailLink>
        )}
        {seesContacts && (
          <RailLink to="/contacts" label={words.contacts}>
            <IconAddressBook size={20} stroke={1.75} />
          </RailLink>
        )}
        {seesBroadcasts && (
          <RailLink to="/broadcasts" label={words.broadcasts}>
            <IconSpeakerphone size={20} stroke={1.75} />
          </RailLink>
        )}
        {seesTemplates && (
          <RailLink to="/templates" label={words.templates}>
            <IconTemplate size={20} stroke={1.75} />
          </RailLink>
        )}
        {seesNumbers && (
          <RailLink to="/numbers" label={words.numbers}>
            <IconDeviceMobile size={20} stroke={1.75} />
          </RailLink>
        )}
        {seesNumbers && (
          <RailLink to="/notices" label={words.notices}>
            <IconBell size={20} stroke={1.75} />
            <NoticeBadge />
          </RailLink>
        )}
        {seesPeople && (
          <RailLink to="/people" label={words.people}>
            <IconUsers size={20} stroke={1.75} />
          </RailLink>
        )}
        <Tooltip label={words.api} position="right">
          <a className="rail-link" href="/api/docs" aria-label={words.api}>
            <IconApi size={20} stroke={1.75} />
          </a>
        </Tooltip>
        <span className="grow" />
        {caller?.kind === 'person' && (
          <RailLink to="/profile" label={words.account}>
            <IconUser size={20} stroke={1.75} />
          </RailLink>
        )}
        <Preferences />
      </nav>
      <main className="screen" id="screen" tabIndex={-1}>
        <Gate>
          <Outlet />
        </Gate>
      </main>
    </div>
  );
}

type RailTo =
  | '/'
  | '/inbox'
  | '/flows'
  | '/templates'
  | '/numbers'
  | '/notices'
  | '/people'
  | '/profile'
  | '/contacts'
  | '/broadcasts';

function RailLink({ to, label, children }: { to: RailTo; label: string; children: ReactNode }) {
  return (
    <Tooltip label={label} position="right">
      <Link
        className="rail-link"
        to={to}
        aria-label={label}
        activeOptions={{ exact: to === '/' }}
        activeProps={{ 'aria-current': 'page' }}
      >
        {children}
      </Link>
    </Tooltip>
  );
}

function Preferences() {
  const words = useWords(shellWords);
  const { language, speak } = useLanguage();
  const caller = useCaller();
  const leave = useSession((session) => session.leave);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const schemes = { auto: words.system, light: words.light, dark: words.dark };
  return (
    <Menu position="right-end" width={220} shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={40} aria-label={`${words.look}, ${words.language}`}>
          <IconSettings size={20} stroke={1.75} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{words.look}</Menu.Label>
        {(['auto', 'light', 'dark'] as const).map((scheme) => (
          <Menu.Item
            key={scheme}
            onClick={() => setColorScheme(scheme)}
            rightSection={colorScheme === scheme && '✓'}
          >
            {schemes[scheme]}
          </Menu.Item>
        ))}
        <Menu.Label>{words.language}</Menu.Label>
        {(Object.keys(LANGUAGES) as Language[]).map((tag) => (
          <Menu.Item key={tag} lang={tag} onClick={() => speak(tag)} rightSection={language === tag && '✓'}>
            {LANGUAGES[tag]}
          </Menu.Item>
        ))}
        {caller && (
          <>
            <Menu.Divider />
            <Menu.Label>{caller.email ?? caller.name}</Menu.Label>
            <Menu.Item onClick={() => void leave()}>{hasKey() ? words.forgetKey : words.signOut}</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
